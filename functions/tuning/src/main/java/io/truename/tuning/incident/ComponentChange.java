// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.incident;

import io.truename.tuning.regression.Change;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** Change of a component, such as a deploy of a function or a migration that began to write. */
public record ComponentChange(Change change, String component) {
    public Instant at() {
        return Instant.ofEpochMilli(change.time());
    }

    /**
     * A change as the likely cause of incidents.
     *
     * @param before how long before the first symptom it was
     */
    public record LikelyCause(ComponentChange change, Duration before) {
        /** Such as {@code deploy of generate, revision generate-00012, 4 min before the first symptom}. */
        public String text() {
            return change.change().kind().name().toLowerCase(Locale.ROOT) + " of " + change.component() + ", "
                    + change.change().name() + ", "
                    + (before.toMinutes() == 0 ? before.toSeconds() + " s" : before.toMinutes() + " min")
                    + " before the first symptom";
        }
    }
}
