// SPDX-License-Identifier: Apache-2.0
/** Benchmark of migration engines on a sample corpus. Read {@link io.truename.workbench.rekey.MigrationUnderTest} first. */
@NullMarked
package io.truename.workbench.rekey;

import org.jspecify.annotations.NullMarked;
