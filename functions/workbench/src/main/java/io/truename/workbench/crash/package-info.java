// SPDX-License-Identifier: Apache-2.0
/**
 * Everything that can go wrong, at every step of a batch, in both directions. Read
 * {@link io.truename.workbench.crash.CrashMatrix} first.
 */
@NullMarked
package io.truename.workbench.crash;

import org.jspecify.annotations.NullMarked;
