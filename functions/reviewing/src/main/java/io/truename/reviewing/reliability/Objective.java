// SPDX-License-Identifier: Apache-2.0
package io.truename.reviewing.reliability;

import java.math.BigDecimal;
import java.time.Duration;

/**
 * Service level objective of a ratio.
 *
 * @param goal such as 0.9995
 */
public record Objective(BigDecimal goal) {
    private static final BigDecimal NANOS = BigDecimal.valueOf(1_000_000_000);

    public Objective {
        if (goal.signum() <= 0 || goal.compareTo(BigDecimal.ONE) >= 0) {
            throw new IllegalArgumentException("goal: between 0 and 1, such as 0.9995");
        }
    }

    public static Objective of(String goal) {
        return new Objective(new BigDecimal(goal));
    }

    /** Share of events that may be bad. */
    public BigDecimal allowed() {
        return BigDecimal.ONE.subtract(goal);
    }

    /** Error budget as time: 302.4 seconds in a week at 99.95 %. */
    public Duration budget(Duration window) {
        return Duration.ofNanos(allowed()
                .multiply(BigDecimal.valueOf(window.toSeconds()))
                .multiply(NANOS)
                .longValue());
    }

    /** Whether so many good of all are enough. Exact: 9,995 of 10,000 meet 99.95 %. */
    public boolean met(Requests requests) {
        return BigDecimal.valueOf(requests.good()).compareTo(goal.multiply(BigDecimal.valueOf(requests.total()))) >= 0;
    }
}
