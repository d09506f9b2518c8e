// SPDX-License-Identifier: Apache-2.0
/**
 * Shares of few events, such as errors of requests, which no standard deviation describes. Read
 * {@link io.truename.tuning.ratio.RatioThreshold} first.
 */
@NullMarked
package io.truename.tuning.ratio;

import org.jspecify.annotations.NullMarked;
