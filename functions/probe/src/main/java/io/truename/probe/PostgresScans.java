// SPDX-License-Identifier: Apache-2.0
package io.truename.probe;

import io.truename.corpus.mapping.Mapping;
import io.truename.corpus.mapping.MappingException;
import io.truename.corpus.mapping.MappingReader;
import io.truename.corpus.schema.CorpusSchema;
import io.truename.corpus.schema.Finding;
import io.truename.edge.corpus.CorpusSettings;
import io.truename.edge.json.FieldProblem;
import io.truename.postgres.Database;
import io.truename.postgres.corpus.schema.CorpusInspector;
import io.truename.postgres.corpus.schema.Inspection;
import io.truename.postgres.probing.scan.ScanKind;
import io.truename.postgres.probing.scan.ScanListener;
import io.truename.postgres.probing.scan.ScanSettings;
import io.truename.postgres.probing.scan.ScanStep;
import io.truename.postgres.probing.scan.ScanStore;
import io.truename.probe.http.Scans;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Scans of the corpus in PostgreSQL. A scan goes on by messages, by the schedule, and while a client looks at it. Only after the
 * step is stored does it ask for the next, so that a kill in between causes a redelivery of the same step.
 */
final class PostgresScans implements Scans {
    /** How long a client waits that looks at a scan which nobody works on. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Database database;
    private final CorpusSettings settings;
    private final ScanQueue queue;
    private final Consumer<UUID> notQueued;
    private final Clock clock;
    private final ScanStore store = new ScanStore();
    private final ScanStep steps;

    PostgresScans(
            Database database,
            Database corpus,
            CorpusSettings settings,
            ScanQueue queue,
            Consumer<UUID> notQueued,
            ScanListener listener,
            Clock clock) {
        this.database = database;
        this.settings = settings;
        this.queue = queue;
        this.notQueued = notQueued;
        this.clock = clock;
        this.steps = new ScanStep(database, corpus, listener, clock);
    }

    @Override
    public Begun begin(ScanKind kind, ScanSettings asked) {
        Inspection inspection;
        try {
            inspection = inspect();
        } catch (MappingException unreadable) {
            return new Begun.Refused(
                    unreadable.issues().stream()
                            .map(issue -> new FieldProblem(issue.pointer(), issue.rule(), issue.got()))
                            .toList(),
                    List.of());
        }
        if (inspection.schema().isEmpty()) {
            return new Begun.Refused(List.of(), inspection.findings());
        }
        Optional<UUID> begun = database.with(session -> store.begin(session, kind, asked.toJson()));
        if (begun.isPresent()) {
            ask(begun.get(), Optional.empty());
            return new Begun.Started(begun.get());
        }
        Optional<UUID> underWay = database.with(session -> store.underWay(session, kind));
        if (underWay.isEmpty()) {
            // It ended in between.
            return begin(kind, asked);
        }
        database.with(session -> {
            store.wake(session, underWay.get());
            return true;
        });
        ask(underWay.get(), Optional.empty());
        return new Begun.UnderWay(underWay.get());
    }

    @Override
    public Step step(UUID scan, Instant deadline) {
        Optional<CorpusSchema> schema = schema(scan);
        if (schema.isEmpty()) {
            return new Step("failed", 0, Map.of());
        }
        ScanStep.Result result = steps.goOn(scan, schema.get(), deadline);
        if (result.outcome() == ScanStep.Outcome.MORE) {
            ask(scan, Optional.empty());
        } else if (result.outcome() == ScanStep.Outcome.WAITING) {
            result.again()
                    .ifPresent(delay -> ask(scan, Optional.of(clock.instant().plus(delay))));
        }
        return new Step(result.outcome().name().toLowerCase(Locale.ROOT), result.rows(), Map.of());
    }

    @Override
    public Step wake(Instant deadline) {
        List<UUID> wakeable = database.with(store::wakeable);
        for (UUID scan : wakeable) {
            ask(scan, Optional.empty());
        }
        return new Step(wakeable.isEmpty() ? "idle" : "woken", 0, Map.of());
    }

    @Override
    public Optional<ScanStore.Stored> find(UUID scan) {
        Optional<ScanStore.Stored> stored = database.with(session -> store.find(session, scan));
        if (stored.isPresent() && stored.get().state() == ScanStore.State.RUNNING) {
            schema(scan)
                    .ifPresent(
                            schema -> steps.goOn(scan, schema, clock.instant().plus(PATIENCE)));
            return database.with(session -> store.find(session, scan));
        }
        return stored;
    }

    @Override
    public ScanStore store() {
        return store;
    }

    /** Asks for the next step. If that fails, the schedule wakes the scan, or somebody looks at it. */
    private void ask(UUID scan, Optional<Instant> notBefore) {
        if (!queue.publish(scan, notBefore)) {
            notQueued.accept(scan);
        }
    }

    /** The corpus as it is now; empty if the scan cannot go on, which is then stored. */
    private Optional<CorpusSchema> schema(UUID scan) {
        String reason;
        try {
            Inspection inspection = inspect();
            if (inspection.schema().isPresent()) {
                return inspection.schema();
            }
            reason = inspection.findings().stream()
                    .filter(finding -> finding.severity() == Finding.Severity.REFUSAL)
                    .map(finding -> finding.subject() + ": " + finding.reason() + " " + finding.remedy())
                    .collect(Collectors.joining(" "));
        } catch (MappingException unreadable) {
            reason = "The mapping cannot be read any more.";
        }
        String error = reason + " Then scan again.";
        database.with(session -> store.abandon(session, scan, error));
        return Optional.empty();
    }

    private Inspection inspect() {
        Mapping mapping = MappingReader.read(settings.requireMapping());
        return database.with(session -> CorpusInspector.inspect(session, mapping));
    }
}
