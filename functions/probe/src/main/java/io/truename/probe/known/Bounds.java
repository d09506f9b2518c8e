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
    /** How long an answer "stored" is believed at first, and at most while little is known about the corpus. */
    public static final Duration USUAL_REMOVAL = Duration.ofSeconds(60);

    /** The longest that an answer "stored" may be believed, whatever is known about the corpus. */
    public static final Duration LONGEST_REMOVAL = Duration.ofMinutes(10);

    public Bounds {
        if (change.isNegative() || change.isZero() || removal.compareTo(change) < 0) {
            throw new IllegalArgumentException("bounds: 0 < change <= removal");
        }
    }

    /** The bounds before any statistics. */
    public static Bounds of(Duration change) {
        return new Bounds(change, change.compareTo(USUAL_REMOVAL) > 0 ? change : USUAL_REMOVAL);
    }

    /** Whether an entry may answer a request, apart from its version. */
    boolean allow(Entry entry, long arrived) {
        return arrived - entry.readAt() <= (entry.stored() ? removal : change).toNanos();
    }
}
