// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.proposal;

import io.truename.tuning.candidate.Hysteresis;
import io.truename.tuning.candidate.Side;
import io.truename.tuning.candidate.WeeklyThreshold;
import java.util.function.DoubleBinaryOperator;

/**
 * Form of the policy that thresholds are for: they are chosen and tested as it will compare with them.
 *
 * @param hysteresis of all its bounds
 * @param byHour whether a threshold can have a number for each hour of the week, rather than one for all
 */
public record PolicyForm(Hysteresis hysteresis, boolean byHour) {
    /** A policy that holds its own query, as {@link io.truename.tuning.candidate.PromqlForm} writes it. */
    public static final PolicyForm OWN_QUERY = new PolicyForm(Hysteresis.USUAL, true);

    /** A fixed query that compares with a published threshold. */
    public static final PolicyForm PUBLISHED = new PolicyForm(Hysteresis.NONE, true);

    /** A number in the policy itself. */
    public static final PolicyForm NUMBER = new PolicyForm(Hysteresis.NONE, false);

    /** The threshold as a policy can have it: of one by hour the loosest, where it can have one number only. */
    WeeklyThreshold of(WeeklyThreshold threshold, Side side) {
        if (byHour || threshold.isConstant()) {
            return threshold;
        }
        DoubleBinaryOperator looser = side == Side.ABOVE ? Math::max : Math::min;
        return WeeklyThreshold.constant(threshold.numbers().stream()
                .mapToDouble(Double::doubleValue)
                .filter(number -> !Double.isNaN(number))
                .reduce(looser)
                .orElse(Double.NaN));
    }
}
