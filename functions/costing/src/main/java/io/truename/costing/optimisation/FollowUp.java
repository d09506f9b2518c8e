// SPDX-License-Identifier: Apache-2.0
package io.truename.costing.optimisation;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Follow-up of an optimisation that a report proposed: the savings that it foretold, and those that the bill of its scopes shows.
 *
 * @param actual fall of the cost in a month of 30 days; negative for a rise; empty while nothing can be said
 */
public record FollowUp(Optimisation proposed, Verdict verdict, Optional<BigDecimal> actual) {
    /** Costs of less time after a change are mostly not billed yet. */
    public static final Duration SHORTEST = Duration.ofDays(7);

    private static final BigDecimal MONTH = BigDecimal.valueOf(30);

    /** Verdict on a proposed optimisation. */
    public enum Verdict {
        NOT_APPLIED,
        TOO_EARLY,
        AS_FORETOLD,
        LESS,
        MORE
    }

    /**
     * Compares costs of the scopes before and after.
     *
     * @param appliedAt empty if the change was not made
     * @param dailyBefore mean net cost a day in the evidence window
     * @param dailyAfter mean net cost a day since
     * @param until end of the known costs
     */
    public static FollowUp of(
            Optimisation proposed,
            Optional<Instant> appliedAt,
            BigDecimal dailyBefore,
            BigDecimal dailyAfter,
            Instant until) {
        if (appliedAt.isEmpty()) {
            return new FollowUp(proposed, Verdict.NOT_APPLIED, Optional.empty());
        }
        if (Duration.between(appliedAt.get(), until).compareTo(SHORTEST) < 0) {
            return new FollowUp(proposed, Verdict.TOO_EARLY, Optional.empty());
        }
        BigDecimal actual = dailyBefore.subtract(dailyAfter).multiply(MONTH, MathContext.DECIMAL64);
        Verdict verdict = actual.compareTo(proposed.low()) < 0
                ? Verdict.LESS
                : actual.compareTo(proposed.high()) > 0 ? Verdict.MORE : Verdict.AS_FORETOLD;
        return new FollowUp(proposed, verdict, Optional.of(actual));
    }
}
