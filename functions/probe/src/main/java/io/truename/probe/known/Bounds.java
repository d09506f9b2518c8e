// SPDX-License-Identifier: Apache-2.0
package io.truename.probe.known;

import java.time.Duration;

/**
 * How old an answer may be.
 *
 * @param change a change that was committed this long before a request is in its answer: inserts, batches of a migration or of a roll
 *     back, announced removals
 * @param removal the same for a removal, or a change of an id, that nobody announces
 */
public record Bounds(Duration change, Duration removal) {
    /** The longest that an answer "stored" may be believed. */
    public static final Duration LONGEST_REMOVAL = Duration.ofSeconds(60);

    public Bounds {
        if (change.isNegative() || change.isZero() || removal.compareTo(change) < 0) {
            throw new IllegalArgumentException("bounds: 0 < change <= removal");
        }
    }

    /** The bounds before any statistics: a removal is noticed after the longest time. */
    public static Bounds of(Duration change) {
        return new Bounds(change, change.compareTo(LONGEST_REMOVAL) > 0 ? change : LONGEST_REMOVAL);
    }

    /** Whether an entry may answer a request, apart from its version. */
    boolean allow(Entry entry, long arrived) {
        return arrived - entry.readAt() <= (entry.stored() ? removal : change).toNanos();
    }
}
