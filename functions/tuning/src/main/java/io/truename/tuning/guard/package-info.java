// SPDX-License-Identifier: Apache-2.0
/**
 * Keeps thresholds from moving for bad reasons. Read {@link io.truename.tuning.guard.Guarded} first.
 */
@NullMarked
package io.truename.tuning.guard;

import org.jspecify.annotations.NullMarked;
