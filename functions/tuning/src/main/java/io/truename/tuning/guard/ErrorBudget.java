// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.guard;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Rest of the error budget of an alert's objective.
 *
 * @param objective name of it; empty for an alert without one
 * @param left share of the budget, negative if it is overspent; empty if nobody knows
 * @param unknown why nobody knows, a part of a sentence; empty otherwise
 */
public record ErrorBudget(Optional<String> objective, OptionalDouble left, Optional<String> unknown) {
    /** Of an alert without an objective. */
    public static final ErrorBudget NONE = new ErrorBudget(Optional.empty(), OptionalDouble.empty(), Optional.empty());

    private static final double PERCENT = 100;

    public ErrorBudget {
        if (left.isPresent() && unknown.isPresent()) {
            throw new IllegalArgumentException("left, unknown: one of them at most");
        }
    }

    /** A budget of which so much is left. */
    public static ErrorBudget of(String objective, double left) {
        return new ErrorBudget(Optional.of(objective), OptionalDouble.of(left), Optional.empty());
    }

    /** A budget whose rest nobody knows. */
    public static ErrorBudget unknown(String objective, String why) {
        return new ErrorBudget(Optional.of(objective), OptionalDouble.empty(), Optional.of(why));
    }

    /** Whether so little is left that nothing may be loosened; an unknown budget forbids nothing. */
    public boolean isLow() {
        return left.isPresent() && left.getAsDouble() < GuardLimits.LEAST_BUDGET;
    }

    /** A sentence for people. */
    public String sentence() {
        if (objective.isEmpty()) {
            return "The alert has no objective, so no error budget bounds its thresholds.";
        }
        return left.isPresent()
                ? String.format(
                        Locale.ROOT,
                        "%.0f %% of the error budget of %s is left%s.",
                        PERCENT * left.getAsDouble(),
                        objective.get(),
                        isLow() ? ", less than a quarter: nothing is loosened" : "")
                : "The error budget of " + objective.get() + " is unknown, so it bounds nothing: "
                        + unknown.orElse("nobody read it") + ".";
    }
}
