// SPDX-License-Identifier: Apache-2.0
/**
 * Baselines: the usual values of a metric. Read {@link io.truename.tuning.baseline.Season} first.
 */
@NullMarked
package io.truename.tuning.baseline;

import org.jspecify.annotations.NullMarked;
