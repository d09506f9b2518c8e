// SPDX-License-Identifier: Apache-2.0
package io.truename.rekeying.hold;

import java.time.Duration;
import java.time.Instant;

/**
 * Rate limit in rows per second, as a token bucket computed from the rows moved. A batch is never cut for it: it is paid
 * for afterwards, so the bucket may be overdrawn and the next batch waits.
 *
 * @param mostRowsPerSecond 0 for no ceiling
 * @param tokens rows that may be moved now; negative = overdrawn; 2 seconds' worth at most
 * @param at when that was so
 */
public record RowRate(long mostRowsPerSecond, double tokens, Instant at) {
    private static final double BURST_SECONDS = 2;

    public RowRate {
        if (mostRowsPerSecond < 0) {
            throw new IllegalArgumentException("mostRowsPerSecond must not be negative");
        }
    }

    /** Rate limit with an empty bucket. */
    public static RowRate of(long mostRowsPerSecond, Instant now) {
        return new RowRate(mostRowsPerSecond, 0, now);
    }

    /** Returns the limit after the given number of rows was moved. A clock that goes back adds no tokens. */
    public RowRate moved(long rows, Instant now) {
        if (mostRowsPerSecond == 0) {
            return this;
        }
        return new RowRate(mostRowsPerSecond, tokensAt(now) - rows, now.isAfter(at) ? now : at);
    }

    /** Time until a batch may begin; zero if it may begin now. */
    public Duration waits(Instant now) {
        double missing = -tokensAt(now);
        // Less than a row is a rounding error.
        if (mostRowsPerSecond == 0 || missing < 1) {
            return Duration.ZERO;
        }
        return Duration.ofNanos((long) Math.ceil(missing / mostRowsPerSecond * 1e9));
    }

    private double tokensAt(Instant now) {
        double seconds = Math.max(0, Duration.between(at, now).toNanos() / 1e9);
        return Math.min(BURST_SECONDS * mostRowsPerSecond, tokens + seconds * mostRowsPerSecond);
    }
}
