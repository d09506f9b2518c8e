// SPDX-License-Identifier: Apache-2.0
package io.truename.reviewing.reliability;

import java.time.Instant;

/**
 * Requests of one minute in one region, or of a longer step where there are no minutes.
 *
 * @param at begin of the minute or step
 * @param expected requests that it usually has at this time of the week; those who fail stop asking, so that the requests of an outage are few
 */
public record Minute(Instant at, String region, Requests requests, double expected) {
    public Minute {
        if (!(expected >= 0)) {
            throw new IllegalArgumentException("expected: not negative; 0 if nobody knows");
        }
    }
}
