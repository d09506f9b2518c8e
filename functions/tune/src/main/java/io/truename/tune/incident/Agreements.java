// SPDX-License-Identifier: Apache-2.0
package io.truename.tune.incident;

import io.truename.catalog.AlertSpec;
import io.truename.history.AlertHistory;
import io.truename.tuning.incident.Accuracy;
import io.truename.tuning.incident.IncidentGroup;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Compares live alerts with their replay: a replay that does not show what happened proves nothing about other thresholds. */
public final class Agreements {
    /** Share below which nothing is applied. */
    public static final double LEAST = 0.9;

    private final Supplier<AlertHistory> history;
    private final Incidents incidents;

    public Agreements(Supplier<AlertHistory> history, Incidents incidents) {
        this.history = history;
        this.incidents = incidents;
    }

    /**
     * Compares over the part of a time of which notifications are known.
     *
     * @return empty if there is no such part
     * @throws io.truename.monitoring.MetricReadException if the past cannot be read
     */
    public Optional<Accuracy> of(AlertSpec alert, Instant from, Instant until) {
        Optional<Instant> since = incidents.knownSince().map(first -> first.isAfter(from) ? first : from);
        if (since.filter(begin -> begin.isBefore(until)).isEmpty()) {
            return Optional.empty();
        }
        Incidents.Known known = incidents.known();
        List<IncidentGroup> groups = known.groups().stream()
                .filter(group -> !group.startedAt().isBefore(since.get())
                        && !group.startedAt().isAfter(until))
                .toList();
        List<Instant> replayed = history.get().openings(alert, since.get(), until).stream()
                .map(opening -> Instant.ofEpochMilli(opening.opened()))
                .toList();
        return Optional.of(Accuracy.of(alert.name(), groups, replayed, AlertHistory.PERIOD, known.verdicts()));
    }
}
