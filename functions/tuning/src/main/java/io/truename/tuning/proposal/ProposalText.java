// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.proposal;

import io.truename.tuning.candidate.Tier;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;

/** Sentences of a proposal. */
final class ProposalText {
    private static final MathContext DIGITS = new MathContext(3);
    private static final double PERCENT = 100;

    private ProposalText() {}

    /** Sentences on the change of each threshold. */
    static List<String> changes(List<TierBound> inUse, List<TierBound> proposed) {
        List<String> changes = new ArrayList<>();
        for (TierBound bound : proposed) {
            String window = bound.window().isZero() ? "" : ", median of " + minutes(bound.window());
            String lasting = lasting(bound);
            for (Tier tier : Tier.values()) {
                List<Double> numbers = bound.thresholds().get(tier);
                if (numbers != null) {
                    String before = inUse.stream()
                            .filter(used -> used.window().equals(bound.window()))
                            .filter(used -> used.thresholds().containsKey(tier))
                            .map(used -> was(used, tier, bound) + " becomes ")
                            .findFirst()
                            .orElse("new, ");
                    changes.add(name(tier) + window + ": " + before + range(numbers) + lasting + ".");
                }
            }
        }
        return changes;
    }

    private static String was(TierBound used, Tier tier, TierBound proposed) {
        String numbers = range(used.threshold(tier).orElseThrow().numbers());
        return used.lasting().equals(proposed.lasting()) ? numbers : numbers + lasting(used);
    }

    private static String lasting(TierBound bound) {
        return bound.lasting().isZero() ? "" : " for " + minutes(bound.lasting());
    }

    static String judged(Tier tier, TierEvidence evidence) {
        Rate hours = evidence.falseHours();
        return String.format(
                Locale.ROOT,
                "%s fired in %d of %d clean hours (%.1f %%, at most %.1f %%) and found %.1f %% of %d incidents.",
                name(tier),
                hours.events(),
                hours.trials(),
                PERCENT * hours.value(),
                PERCENT * hours.upper(),
                PERCENT * evidence.detected().value(),
                evidence.detected().trials());
    }

    static String when(long from, long to) {
        return "from " + Instant.ofEpochMilli(from) + " to " + Instant.ofEpochMilli(to);
    }

    static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", PERCENT * share);
    }

    static String name(Tier tier) {
        return tier.name().toLowerCase(Locale.ROOT);
    }

    private static String range(List<Double> numbers) {
        DoubleSummaryStatistics all =
                numbers.stream().mapToDouble(Double::doubleValue).summaryStatistics();
        return numbers.size() == 1
                ? number(all.getMin())
                : number(all.getMin()) + " to " + number(all.getMax()) + " by hour of the week";
    }

    private static String number(double value) {
        return Double.isFinite(value)
                ? new BigDecimal(value).round(DIGITS).stripTrailingZeros().toPlainString()
                : "none";
    }

    private static String minutes(Duration time) {
        return time.toMinutes() + " min";
    }
}
