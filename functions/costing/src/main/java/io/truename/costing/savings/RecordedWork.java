// SPDX-License-Identifier: Apache-2.0
package io.truename.costing.savings;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Avoided work of a time, from the events that were recorded in it.
 *
 * @param until exclusive
 * @param steps those with an event; empty if there was none
 * @param first hour of the first event; empty if there was none
 * @param last hour of the last event; likewise
 */
public record RecordedWork(
        Instant from, Instant until, List<AvoidedWork> steps, Optional<Instant> first, Optional<Instant> last) {
    private static final BigDecimal MONTH =
            BigDecimal.valueOf(Duration.ofDays(30).toSeconds());

    public RecordedWork {
        steps = List.copyOf(steps);
        if (steps.stream().map(AvoidedWork::step).distinct().count() < steps.size()) {
            throw new IllegalArgumentException("steps: each once; add those of one step");
        }
        if (until.isBefore(from)) {
            throw new IllegalArgumentException("until: not before from");
        }
    }

    /** Work of a step; empty without an event of it. */
    public Optional<AvoidedWork> find(AvoidedWork.Step step) {
        return steps.stream().filter(work -> work.step() == step).findFirst();
    }

    /** Scales an amount of the whole time to a month of 30 days. */
    BigDecimal perMonth(BigDecimal amount) {
        BigDecimal seconds =
                BigDecimal.valueOf(Math.max(1, Duration.between(from, until).toSeconds()));
        return amount.multiply(MONTH).divide(seconds, MathContext.DECIMAL64);
    }
}
