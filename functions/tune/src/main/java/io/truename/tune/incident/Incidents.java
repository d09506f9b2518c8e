// SPDX-License-Identifier: Apache-2.0
package io.truename.tune.incident;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.truename.catalog.Catalog;
import io.truename.history.CatalogComponents;
import io.truename.postgres.Database;
import io.truename.postgres.Session;
import io.truename.postgres.tuning.IncidentStore;
import io.truename.postgres.tuning.MigrationChanges;
import io.truename.tuning.backtest.TimeWindow;
import io.truename.tuning.incident.ComponentChange;
import io.truename.tuning.incident.Correlation;
import io.truename.tuning.incident.CorrelationRules;
import io.truename.tuning.incident.Exclusions;
import io.truename.tuning.incident.IncidentGroup;
import io.truename.tuning.incident.IncidentNotification;
import io.truename.tuning.incident.NotificationReader;
import io.truename.tuning.incident.NotificationReader.Reading;
import io.truename.tuning.incident.Opening;
import io.truename.tuning.incident.Verdict;
import io.truename.tuning.regression.Change;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Incidents as alerts and people told of them. Groups are made anew of all notifications at each reading: order does not matter. */
public final class Incidents {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final TypeReference<Map<String, @Nullable Object>> MESSAGE = new TypeReference<>() {};
    /** Before an alert opens its values were wrong already. */
    private static final Duration LEAD = Duration.ofMinutes(30);

    private final Database database;
    private final IncidentStore store;
    private final MigrationChanges migrations;
    private final Supplier<Catalog> catalog;
    private final Clock clock;

    public Incidents(
            Database database,
            IncidentStore store,
            MigrationChanges migrations,
            Supplier<Catalog> catalog,
            Clock clock) {
        this.database = database;
        this.store = store;
        this.migrations = migrations;
        this.catalog = catalog;
        this.clock = clock;
    }

    /**
     * Everything that is known.
     *
     * @param groups in order of their first symptoms
     */
    public record Known(List<IncidentGroup> groups, List<Verdict> verdicts) {
        public Known {
            groups = List.copyOf(groups);
            verdicts = List.copyOf(verdicts);
        }

        /** All openings. */
        public List<Opening> openings() {
            return groups.stream().flatMap(group -> group.openings().stream()).toList();
        }

        /** When the first incident opened of which anything is known; empty if there is none. */
        public Optional<Instant> since() {
            return openings().stream().map(Opening::startedAt).min(Comparator.naturalOrder());
        }

        /** Windows of incidents that a person called real, between two times. */
        public List<TimeWindow> real(Instant from, Instant until) {
            return Exclusions.of(groups, verdicts, LEAD, until).stream()
                    .filter(window -> window.overlaps(from.toEpochMilli(), until.toEpochMilli()))
                    .toList();
        }

        /** Whether an incident of the alert is open. */
        public boolean isOpen(String alert) {
            return openings().stream()
                    .anyMatch(opening -> opening.endedAt().isEmpty()
                            && opening.told().policy().key().equals(alert));
        }
    }

    /** Reads a message; empty if it is no JSON object. */
    public static Optional<Reading> read(String message) {
        try {
            Map<String, @Nullable Object> fields = MAPPER.readValue(message, MESSAGE);
            return fields == null ? Optional.empty() : Optional.of(NotificationReader.read(fields));
        } catch (JsonProcessingException noObject) {
            return Optional.empty();
        }
    }

    /** Keeps a notification; whether it is new. */
    public boolean keep(IncidentNotification notification) {
        return database.inTransaction(session -> store.keep(
                session,
                KeptMessage.clean(notification.incident()),
                notification.startedAt(),
                !notification.open(),
                KeptMessage.of(notification),
                clock.instant()));
    }

    /** Keeps the deployments that were not known. */
    public void keep(List<ComponentChange> deployments) {
        if (deployments.isEmpty()) {
            return;
        }
        database.inTransaction(session -> {
            deployments.forEach(deployment -> store.keep(
                    session,
                    new IncidentStore.StoredChange(
                            deployment.change().kind().name(),
                            deployment.component(),
                            deployment.change().name(),
                            deployment.at())));
            return true;
        });
    }

    /** Times at which migrations began to move rows, or stopped. */
    public List<ComponentChange> migrations(Instant since) {
        return database.with(session -> migrations(session, since));
    }

    private List<ComponentChange> migrations(Session session, Instant since) {
        return migrations.since(session, since).stream()
                .map(entered -> change(
                        Change.Kind.MIGRATION.name(),
                        "migrate",
                        "migration " + entered.run() + " is " + entered.state(),
                        entered.at()))
                .toList();
    }

    private static ComponentChange change(String kind, String component, String name, Instant at) {
        return new ComponentChange(new Change(Change.Kind.valueOf(kind), at.toEpochMilli(), name), component);
    }

    /** Groups of all incidents that are kept. */
    public Known known() {
        Instant since = clock.instant().minus(IncidentStore.KEPT);
        return database.with(session -> {
            List<IncidentNotification> notifications = store.since(session, since).stream()
                    .flatMap(message -> read(message).stream())
                    .filter(Reading.Read.class::isInstance)
                    .map(reading -> ((Reading.Read) reading).notification())
                    .toList();
            List<ComponentChange> changes = new ArrayList<>(migrations(session, since));
            store.changes(session, since).stream()
                    .map(change -> change(change.kind(), change.component(), change.name(), change.at()))
                    .forEach(changes::add);
            List<Verdict> verdicts = store.verdicts(session).stream()
                    .map(verdict -> new Verdict(
                            verdict.incident(), verdict.real(), verdict.by(), verdict.at(), verdict.reason()))
                    .toList();
            return new Known(
                    Correlation.groups(
                            Opening.of(notifications),
                            changes,
                            CatalogJob.of(catalog.get()),
                            CatalogComponents.of(catalog.get()),
                            CorrelationRules.USUAL),
                    verdicts);
        });
    }

    /** Adds a verdict on an incident, by its id or that of its opening; empty if there is no such incident. */
    public Optional<IncidentGroup> judge(String incident, boolean real, String by, String reason) {
        Optional<IncidentGroup> group = find(known().groups(), incident);
        group.ifPresent(found -> database.inTransaction(session -> {
            store.add(session, new IncidentStore.StoredVerdict(found.id(), real, by, clock.instant(), reason));
            return true;
        }));
        return group;
    }

    private static Optional<IncidentGroup> find(Collection<IncidentGroup> groups, String incident) {
        return groups.stream().filter(group -> group.holds(incident)).findFirst();
    }
}
