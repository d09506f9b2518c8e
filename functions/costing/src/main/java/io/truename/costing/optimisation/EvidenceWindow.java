// SPDX-License-Identifier: Apache-2.0
package io.truename.costing.optimisation;

import java.time.Duration;
import java.time.Instant;

/**
 * Time from which an optimisation is derived.
 *
 * @param until exclusive
 */
public record EvidenceWindow(Instant from, Instant until) {
    /** A shorter time does not show each day of the week twice. */
    public static final Duration SHORTEST = Duration.ofDays(14);

    public boolean longEnough() {
        return Duration.between(from, until).compareTo(SHORTEST) >= 0;
    }
}
