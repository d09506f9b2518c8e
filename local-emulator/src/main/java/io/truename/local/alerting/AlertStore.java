// SPDX-License-Identifier: Apache-2.0
package io.truename.local.alerting;

import io.truename.local.alerting.AlertJournal.Entry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Incidents and silences, oldest first; of closed incidents the newest thousand. Thread-safe. */
final class AlertStore implements AutoCloseable {
    private static final int MOST_CLOSED = 1000;

    private final Map<String, AlertIncident> incidents = new LinkedHashMap<>();
    private final Map<String, Silence> silences = new LinkedHashMap<>();
    private final Optional<AlertJournal> journal;

    /** Opens a store; with a folder, the one that was there. */
    AlertStore(Optional<Path> folder) {
        Optional<Path> path = folder.map(place -> place.resolve("alerts.journal"));
        path.ifPresent(file -> AlertJournal.read(file, this::take));
        forgetOld();
        journal = path.map(file -> AlertJournal.rewrite(
                file,
                Stream.concat(
                                incidents.values().stream().map(Entry::of),
                                silences.values().stream().map(Entry::of))
                        .toList()));
    }

    private void take(Entry entry) {
        if (entry.incident() != null) {
            incidents.put(entry.incident().id(), entry.incident());
        } else if (entry.silence() != null) {
            silences.put(entry.silence().id(), entry.silence());
        } else {
            silences.remove(entry.ended());
        }
    }

    private void forgetOld() {
        List<AlertIncident> done = incidents.values().stream()
                .filter(incident -> !incident.isOpen() && incident.pending().isEmpty())
                .sorted(Comparator.comparingLong(AlertIncident::opened))
                .toList();
        done.subList(0, Math.max(0, done.size() - MOST_CLOSED)).forEach(incident -> incidents.remove(incident.id()));
    }

    synchronized void put(AlertIncident incident) {
        journal.ifPresent(open -> open.append(Entry.of(incident)));
        incidents.put(incident.id(), incident);
        forgetOld();
    }

    synchronized List<AlertIncident> incidents() {
        return List.copyOf(incidents.values());
    }

    synchronized Optional<AlertIncident> find(String id) {
        return Optional.ofNullable(incidents.get(id));
    }

    /** Returns the open incidents of an alert. */
    synchronized List<AlertIncident> open(String alert) {
        return incidents.values().stream()
                .filter(incident -> incident.isOpen() && incident.alert().equals(alert))
                .toList();
    }

    synchronized void put(Silence silence) {
        journal.ifPresent(open -> open.append(Entry.of(silence)));
        silences.put(silence.id(), silence);
    }

    /** Ends a silence; false if there is none of this id. */
    synchronized boolean end(String silence) {
        if (!silences.containsKey(silence)) {
            return false;
        }
        journal.ifPresent(open -> open.append(Entry.ended(silence)));
        silences.remove(silence);
        return true;
    }

    synchronized List<Silence> silences() {
        return new ArrayList<>(silences.values());
    }

    /** Returns the silence of an alert that lasts longest; empty if none is active. */
    synchronized Optional<Silence> silence(String alert, long time) {
        return silences.values().stream()
                .filter(silence -> silence.alert().equals(alert) && silence.isActive(time))
                .max(Comparator.comparingLong(Silence::until));
    }

    @Override
    public synchronized void close() {
        journal.ifPresent(AlertJournal::close);
    }
}
