// SPDX-License-Identifier: Apache-2.0
package io.truename.tune.incident;

import io.truename.catalog.AlertSpec;
import io.truename.history.AlertHistory;
import io.truename.tuning.incident.Accuracy;
import io.truename.tuning.incident.IncidentGroup;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Compares live alerts with their replay: a replay that does not show the live alerts proves nothing about other thresholds. */
public final class Agreements {
    private final Supplier<AlertHistory> history;

    public Agreements(Supplier<AlertHistory> history) {
        this.history = history;
    }

    /**
     * Alerts that were compared, and those for which the time did not last.
     *
     * @param left names, in the order in which they would have been next
     */
    public record Compared(List<Accuracy> found, List<String> left) {
        public Compared {
            found = List.copyOf(found);
            left = List.copyOf(left);
        }
    }

    /**
     * Compares alert by alert, and begins no further one once a time has passed: latencies of six weeks take most of a minute each.
     *
     * @throws io.truename.monitoring.MetricReadException if the past cannot be read
     */
    public Compared of(
            List<AlertSpec> alerts, Incidents.Known known, Instant from, Instant until, Clock clock, Duration within) {
        Instant last = clock.instant().plus(within);
        List<Accuracy> found = new ArrayList<>();
        for (int i = 0; i < alerts.size(); i++) {
            if (clock.instant().isAfter(last)) {
                return new Compared(
                        found,
                        alerts.subList(i, alerts.size()).stream()
                                .map(AlertSpec::name)
                                .toList());
            }
            of(alerts.get(i), known, from, until).ifPresent(found::add);
        }
        return new Compared(found, List.of());
    }

    /**
     * Compares over the part of a time of which notifications are known.
     *
     * @return empty if there is no such part
     * @throws io.truename.monitoring.MetricReadException if the past cannot be read
     */
    public Optional<Accuracy> of(AlertSpec alert, Incidents.Known known, Instant from, Instant until) {
        Optional<Instant> begin =
                known.since().map(first -> first.isAfter(from) ? first : from).filter(since -> since.isBefore(until));
        return begin.map(since -> {
            List<IncidentGroup> groups = known.groups().stream()
                    .filter(group -> !group.startedAt().isBefore(since)
                            && !group.startedAt().isAfter(until))
                    .toList();
            List<Instant> replayed = history.get().openings(alert, since, until).stream()
                    .map(opening -> Instant.ofEpochMilli(opening.opened()))
                    .toList();
            return Accuracy.of(alert.name(), groups, replayed, AlertHistory.PERIOD, known.verdicts());
        });
    }
}
