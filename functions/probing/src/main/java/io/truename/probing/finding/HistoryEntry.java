// SPDX-License-Identifier: Apache-2.0
package io.truename.probing.finding;

import java.time.Instant;
import java.util.Locale;

/**
 * A change in the history of a finding.
 *
 * @param count rows of the finding after it
 * @param note reason of an acknowledgement; of one that is seen or reopened, the migration after whose end it is; else empty
 */
public record HistoryEntry(Instant at, Event event, long count, String note) {
    /** The same with a note, if the finding appears by it. */
    public HistoryEntry ifAppearing(String why) {
        return event == Event.SEEN || event == Event.REOPENED ? new HistoryEntry(at, event, count, why) : this;
    }

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
