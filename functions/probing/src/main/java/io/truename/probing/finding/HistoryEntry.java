// SPDX-License-Identifier: Apache-2.0
package io.truename.probing.finding;

import java.time.Instant;
import java.util.Locale;

/**
 * A change in the history of a finding.
 *
 * @param count rows of the finding after it
 * @param note reason of an acknowledgement; empty otherwise
 */
public record HistoryEntry(Instant at, Event event, long count, String note) {
    /** Kind of a change. */
    public enum Event {
        /** For the first time. Later passes that see it again add nothing. */
        SEEN,
        RESOLVED,
        REOPENED,
        ACKNOWLEDGED,
        /** An acknowledgement, so that the finding is open again. */
        EXPIRED;

        /** Code as stored and shown. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
