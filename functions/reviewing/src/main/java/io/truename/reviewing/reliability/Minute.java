// SPDX-License-Identifier: Apache-2.0
package io.truename.reviewing.reliability;

import java.time.Instant;

/**
 * Requests of one minute in one region.
 *
 * @param at begin of the minute
 * @param expected requests that this minute of the week usually has; those who fail stop asking, so that the requests of an outage are few
 */
public record Minute(Instant at, String region, Requests requests, double expected) {
    public Minute {
        if (!(expected >= 0)) {
            throw new IllegalArgumentException("expected: not negative; 0 if nobody knows");
        }
    }
}
