// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.guard;

import io.truename.tuning.candidate.Side;
import java.util.OptionalDouble;

/**
 * How far thresholds of an alert may go. Changes are ratios, so that ten runs upwards and ten downwards end where they began: 0.3 allows
 * 1.3 times as much and 1.3 times as little.
 *
 * @param ceiling loosest threshold of the critical tier, the objective: the largest one above which values violate, the smallest one
 *     below which they do
 * @param floor strictest threshold of the low tier
 * @param fromUsual least distance of the high tier from the usual level, 0.2 for a fifth; the others are a tenth beyond and before
 * @param change largest in a run
 * @param monthlyChange largest in a month
 */
public record GuardLimits(
        OptionalDouble ceiling, OptionalDouble floor, double fromUsual, double change, double monthlyChange) {
    /** Least distance between neighbouring tiers. */
    public static final double BETWEEN_TIERS = 0.1;

    /** Share of an error budget below which nothing is loosened. */
    public static final double LEAST_BUDGET = 0.25;

    /** For a metric of which the catalog says nothing. */
    public static final GuardLimits USUAL =
            new GuardLimits(OptionalDouble.empty(), OptionalDouble.empty(), 0.2, 0.3, 1);

    public GuardLimits {
        if (ceiling.orElse(1) <= 0 || floor.orElse(1) <= 0 || !(fromUsual >= 0 && change > 0 && monthlyChange > 0)) {
            throw new IllegalArgumentException(
                    "ceiling, floor, fromUsual, change, monthlyChange: more than 0, fromUsual at least 0");
        }
    }

    /** The same limits with another objective. */
    public GuardLimits withCeiling(double objective) {
        return new GuardLimits(OptionalDouble.of(objective), floor, fromUsual, change, monthlyChange);
    }

    /** The same limits with another floor. */
    public GuardLimits withFloor(double strictest) {
        return new GuardLimits(ceiling, OptionalDouble.of(strictest), fromUsual, change, monthlyChange);
    }

    /** Fails unless three tiers fit between floor and ceiling. */
    void requireRoom(Side side) {
        if (ceiling.isEmpty() || floor.isEmpty()) {
            return;
        }
        double loosest = Looseness.of(side, ceiling.getAsDouble());
        double strictest = Looseness.of(side, floor.getAsDouble());
        if (loosest < Looseness.apart(2) * strictest) {
            throw new IllegalArgumentException("floor " + floor.getAsDouble() + ", ceiling " + ceiling.getAsDouble()
                    + ": three tiers that are a tenth apart must fit between them");
        }
    }
}
