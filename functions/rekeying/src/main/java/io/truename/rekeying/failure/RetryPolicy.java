// SPDX-License-Identifier: Apache-2.0
package io.truename.rekeying.failure;

import java.time.Duration;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/**
 * How often the same batch is done again, and after how long: the delay doubles from the first to the longest, of which chance
 * takes up to half away, so that two who met do not meet again.
 *
 * @param attempts in all, the first included; 1 or more
 */
public record RetryPolicy(int attempts, Duration first, Duration longest) {
    /** For what {@link FailureKind#RETRY} names. */
    public static final RetryPolicy CROWDED_OUT = new RetryPolicy(8, Duration.ofMillis(100), Duration.ofSeconds(5));

    /** For a lost connection: a failover takes a minute or two. */
    public static final RetryPolicy CONNECTION = new RetryPolicy(12, Duration.ofMillis(250), Duration.ofSeconds(30));

    /** For what was not foreseen. */
    public static final RetryPolicy UNFORESEEN = new RetryPolicy(3, Duration.ofSeconds(1), Duration.ofSeconds(5));

    public RetryPolicy {
        if (attempts < 1 || first.isNegative() || longest.compareTo(first) < 0) {
            throw new IllegalArgumentException("attempts must be 1 or more, longest no shorter than first");
        }
    }

    /** The policy for a kind; empty when doing the same again cannot help. */
    public static Optional<RetryPolicy> of(FailureKind kind) {
        return switch (kind) {
            case RETRY -> Optional.of(CROWDED_OUT);
            case CONNECTION -> Optional.of(CONNECTION);
            case BUG -> Optional.of(UNFORESEEN);
            case READ_ONLY, FULL, POISON, PRIVILEGE, SCHEMA_CHANGED -> Optional.empty();
        };
    }

    /**
     * How long to wait before the next attempt; empty when there is none.
     *
     * @param failed attempts that failed, 1 or more
     * @param random from 0 up to 1, as {@code Random.nextDouble} gives
     */
    public Optional<Duration> delay(int failed, DoubleSupplier random) {
        if (failed < 1) {
            throw new IllegalArgumentException("failed must be 1 or more");
        }
        if (failed >= attempts) {
            return Optional.empty();
        }
        double nanos = Math.min((double) longest.toNanos(), first.toNanos() * Math.pow(2, failed - 1));
        return Optional.of(Duration.ofNanos((long) (nanos * (1 - random.getAsDouble() / 2))));
    }
}
