// SPDX-License-Identifier: Apache-2.0
package io.truename.local.logging.agent;

import com.google.protobuf.Timestamp;
import java.time.Duration;
import java.time.Instant;

/** Times of log entries, and the ages that Cloud Logging takes. */
public final class EntryTimes {
    /** Retention of the {@code _Default} bucket. */
    public static final Duration OLDEST = Duration.ofDays(30);

    public static final Duration FURTHEST_AHEAD = Duration.ofHours(24);

    private EntryTimes() {}

    public static Timestamp timestamp(Instant instant) {
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }

    public static Instant instant(Timestamp timestamp) {
        return Instant.ofEpochSecond(timestamp.getSeconds(), timestamp.getNanos());
    }

    /** Tells whether Cloud Logging keeps an entry of this time: not older than the retention, not over a day ahead. */
    public static boolean isKept(Instant time, Instant now) {
        return !time.isBefore(now.minus(OLDEST)) && !time.isAfter(now.plus(FURTHEST_AHEAD));
    }
}
