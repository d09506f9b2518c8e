// SPDX-License-Identifier: Apache-2.0
/**
 * Ways to make an alert policy of the past of a metric. Read {@link io.truename.tuning.candidate.Candidate} first, then
 * {@link io.truename.tuning.candidate.FittedPolicy}.
 */
@NullMarked
package io.truename.tuning.candidate;

import org.jspecify.annotations.NullMarked;
