// SPDX-License-Identifier: Apache-2.0
/**
 * Crash tests: every fault at every step of a batch, forward and back. Read {@link io.truename.workbench.crash.CrashMatrix}
 * first.
 */
@NullMarked
package io.truename.workbench.crash;

import org.jspecify.annotations.NullMarked;
