// SPDX-License-Identifier: Apache-2.0
package io.truename.observability.policy;

import com.google.protobuf.Duration;

/** Durations as the API has them. */
final class Durations {
    private Durations() {}

    static Duration of(java.time.Duration duration) {
        return Duration.newBuilder().setSeconds(duration.toSeconds()).build();
    }
}
