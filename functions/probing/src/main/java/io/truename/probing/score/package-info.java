// SPDX-License-Identifier: Apache-2.0
/**
 * Health score from 0 to 100: published parts with weights and formulas. A part that is not known lowers the coverage, never the score.
 * Read {@link io.truename.probing.score.ScorePart} first, then {@link io.truename.probing.score.HealthScore}.
 */
@NullMarked
package io.truename.probing.score;

import org.jspecify.annotations.NullMarked;
