// SPDX-License-Identifier: Apache-2.0
/**
 * Benchmarks, fuzzers and crash tests as commands; never deployed. Read {@link io.truename.workbench.Workbench} first: it
 * lists the commands.
 */
@NullMarked
package io.truename.workbench;

import org.jspecify.annotations.NullMarked;
