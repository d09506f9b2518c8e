// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.incident;

import io.truename.tuning.incident.ComponentChange.LikelyCause;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Incidents that can have one cause: one incident for people.
 *
 * @param openings at least one, in order of time; of two that began together, the one that needs less is first
 * @param causes components of which each alone could have caused all openings, at least one, the nearest to the symptoms first
 * @param suspect the one of {@code causes} with an opening of its own that needs the fewest others, or else the nearest to the symptoms
 * @param changes of these components before the first symptom, one of each kind, the nearest first, but the run of a schedule last
 */
public record IncidentGroup(List<Opening> openings, List<String> causes, String suspect, List<LikelyCause> changes) {
    public IncidentGroup {
        openings = List.copyOf(openings);
        causes = List.copyOf(causes);
        changes = List.copyOf(changes);
        if (openings.isEmpty() || !causes.contains(suspect)) {
            throw new IllegalArgumentException("openings, suspect: at least one opening, a suspect of causes");
        }
    }

    /** Id of the first symptom. It changes if a message about an earlier one comes late. */
    public String id() {
        return first().key().toString();
    }

    /** First symptom. */
    public Opening first() {
        return openings.get(0);
    }

    public Instant startedAt() {
        return first().startedAt();
    }

    public boolean open() {
        return openings.stream().anyMatch(opening -> opening.endedAt().isEmpty());
    }

    /** When the last opening ended; empty while one is open. */
    public Optional<Instant> endedAt() {
        return open()
                ? Optional.empty()
                : openings.stream()
                        .flatMap(opening -> opening.endedAt().stream())
                        .max(Instant::compareTo);
    }

    /** The highest of all openings. */
    public Severity severity() {
        return openings.stream().map(Opening::severity).reduce(Severity.NONE, Severity::or);
    }

    /** Why these openings are one incident, in a sentence. */
    public String explanation() {
        String first = first().told().policy().key();
        return openings.size() == 1
                ? first + " opened, and nothing else that can have the same cause."
                : first + " opened first, then " + (openings.size() - 1) + " more; " + suspect
                        + " can have caused all of them.";
    }

    /** Whether a name is of one of the openings, with or without the second of its start. */
    public boolean holds(String name) {
        return openings.stream()
                .map(Opening::key)
                .anyMatch(key -> key.incident().equals(name) || key.toString().equals(name));
    }
}
