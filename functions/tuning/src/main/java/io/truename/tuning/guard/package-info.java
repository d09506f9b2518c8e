// SPDX-License-Identifier: Apache-2.0
/**
 * Keeps thresholds from moving for bad reasons: {@link io.truename.tuning.guard.Guarded} those that bad values suggest,
 * {@link io.truename.tuning.guard.Guards} those beyond an alert's limits.
 */
@NullMarked
package io.truename.tuning.guard;

import org.jspecify.annotations.NullMarked;
