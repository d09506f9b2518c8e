// SPDX-License-Identifier: Apache-2.0
package io.truename.local.pubsub.grpc;

import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import io.truename.local.pubsub.broker.PubSubException;
import java.time.Duration;
import java.time.Instant;

/** Converter between Protobuf's time types and Java's. */
final class Durations {
    private Durations() {}

    /** Converts a duration. Refuses values that Protobuf does not allow, such as a second or more of nanoseconds. */
    static Duration fromProto(com.google.protobuf.Duration duration) {
        if (!com.google.protobuf.util.Durations.isValid(duration)) {
            throw invalid("duration", duration.getSeconds(), duration.getNanos());
        }
        return Duration.ofSeconds(duration.getSeconds(), duration.getNanos());
    }

    static com.google.protobuf.Duration toProto(Duration duration) {
        return com.google.protobuf.Duration.newBuilder()
                .setSeconds(duration.getSeconds())
                .setNanos(duration.getNano())
                .build();
    }

    static Instant fromProto(Timestamp timestamp) {
        if (!Timestamps.isValid(timestamp)) {
            throw invalid("time", timestamp.getSeconds(), timestamp.getNanos());
        }
        return Instant.ofEpochSecond(timestamp.getSeconds(), timestamp.getNanos());
    }

    private static PubSubException invalid(String what, long seconds, int nanos) {
        return new PubSubException(
                PubSubException.Reason.INVALID_ARGUMENT, "No " + what + " has " + seconds + " s and " + nanos + " ns.");
    }

    static Timestamp toProto(Instant instant) {
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }
}
