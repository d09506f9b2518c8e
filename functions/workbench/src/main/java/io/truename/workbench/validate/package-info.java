// SPDX-License-Identifier: Apache-2.0
/** How long a whole corpus takes to be validated. Read {@link io.truename.workbench.validate.ValidationBenchmark} first. */
@NullMarked
package io.truename.workbench.validate;

import org.jspecify.annotations.NullMarked;
