// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.guard;

import io.truename.tuning.candidate.Side;
import io.truename.tuning.candidate.Tier;
import io.truename.tuning.series.HourOfWeek;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import java.util.Optional;

/** Collects the hours in which a guard moved a tier, and says so with the largest move. */
final class GuardText {
    private static final MathContext DIGITS = new MathContext(4);

    private final Side side;
    private final Tier tier;
    private final String text;
    private int hours;
    private double largest = 1;
    private double from;
    private double to;

    GuardText(Side side, Tier tier, String text) {
        this.side = side;
        this.tier = tier;
        this.text = text;
    }

    /** An hour, on the scale of {@link Looseness}. */
    void add(double before, double after) {
        if (before == after) {
            return;
        }
        hours++;
        double ratio = Math.max(before / after, after / before);
        if (ratio > largest) {
            largest = ratio;
            from = Looseness.threshold(side, before);
            to = Looseness.threshold(side, after);
        }
    }

    Optional<GuardReason> reason(Guard guard) {
        if (hours == 0) {
            return Optional.empty();
        }
        String where = hours == HourOfWeek.COUNT ? "" : "in " + hours + " of 168 hours, such as ";
        return Optional.of(new GuardReason(
                guard,
                tier,
                hours,
                name(tier) + ": " + where + number(to) + " instead of " + number(from) + ", " + text + "."));
    }

    static String name(Tier tier) {
        return tier.name().toLowerCase(Locale.ROOT);
    }

    static String number(double value) {
        return new BigDecimal(value).round(DIGITS).stripTrailingZeros().toPlainString();
    }
}
