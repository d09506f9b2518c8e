// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.incident;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/**
 * A person's verdict on an incident.
 *
 * @param incident {@link IncidentGroup#id}, or the id of any of its openings: it is a verdict on the whole group
 * @param real whether something was wrong; false for a false alarm
 * @param reason may be empty
 */
public record Verdict(String incident, boolean real, String by, Instant at, String reason) {
    public Verdict {
        if (incident.isBlank() || by.isBlank()) {
            throw new IllegalArgumentException("incident, by: not empty");
        }
    }

    /** The last one on a group; people may change their minds. */
    public static Optional<Verdict> on(IncidentGroup group, Collection<Verdict> verdicts) {
        return verdicts.stream()
                .filter(verdict -> group.holds(verdict.incident()))
                .max(Comparator.comparing(Verdict::at)
                        .thenComparing(Verdict::by)
                        .thenComparing(Verdict::real));
    }
}
