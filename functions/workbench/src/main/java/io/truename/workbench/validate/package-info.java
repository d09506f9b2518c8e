// SPDX-License-Identifier: Apache-2.0
/** Benchmark of the validation of a whole corpus. Read {@link io.truename.workbench.validate.ValidationBenchmark} first. */
@NullMarked
package io.truename.workbench.validate;

import org.jspecify.annotations.NullMarked;
