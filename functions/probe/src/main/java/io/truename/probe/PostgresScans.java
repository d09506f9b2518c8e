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
import io.truename.postgres.probing.scan.ScanChains;
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
import java.util.OptionalLong;
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
    private final ScanChains chains = new ScanChains();
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
            ask(begun.get(), OptionalLong.empty(), Duration.ZERO);
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
        ask(underWay.get(), OptionalLong.empty(), Duration.ZERO);
        return new Begun.UnderWay(underWay.get());
    }

    @Override
    public Step step(UUID scan, OptionalLong number, Instant deadline) {
        if (database.with(session -> chains.isReplaced(session, scan, number))) {
            return new Step(word(ScanStep.Outcome.ELSEWHERE), 0, Map.of());
        }
        Optional<CorpusSchema> schema = schema(scan);
        if (schema.isEmpty()) {
            ended(scan, number);
            return new Step("failed", 0, Map.of());
        }
        ScanStep.Result result = steps.goOn(scan, schema.get(), deadline);
        if (result.outcome() == ScanStep.Outcome.ELSEWHERE && number.isPresent() && !left(scan, number)) {
            // The other has ended meanwhile, and may have left the rest to this step.
            result = steps.goOn(scan, schema.get(), deadline);
        }
        askAfter(result, scan, number);
        return new Step(word(result.outcome()), result.rows(), Map.of());
    }

    @Override
    public Step wake(Instant deadline) {
        List<ScanChains.Asked> stalled = database.with(chains::stalled);
        for (ScanChains.Asked step : stalled) {
            if (!queue.publish(step.scan(), step.number(), Optional.empty())) {
                notQueued.accept(step.scan());
                ended(step.scan(), OptionalLong.of(step.number()));
            }
        }
        return new Step(stalled.isEmpty() ? "idle" : "woken", 0, Map.of());
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

    private void askAfter(ScanStep.Result result, UUID scan, OptionalLong number) {
        switch (result.outcome()) {
            case MORE -> ask(scan, number, Duration.ZERO);
            case WAITING ->
                result.again().ifPresentOrElse(delay -> ask(scan, number, delay), () -> ended(scan, number));
            case DONE, FAILED -> ended(scan, number);
            case ELSEWHERE -> {
                if (!left(scan, number)) {
                    // It waits or has ended; the schedule asks for it when it may go on.
                    ended(scan, number);
                }
            }
        }
    }

    /**
     * Asks for the next step: takes its number, queues it, and records that it is on its way. After a kill in between, or if the queue
     * does not take it, the schedule wakes the scan, or somebody looks at it.
     */
    private void ask(UUID scan, OptionalLong number, Duration delay) {
        database.with(session -> chains.next(session, scan, number, delay)).ifPresent(next -> {
            if (!queue.publish(scan, next.number(), delay.isZero() ? Optional.empty() : Optional.of(next.due()))) {
                notQueued.accept(scan);
                return;
            }
            database.with(session -> {
                chains.queued(session, next);
                return true;
            });
        });
    }

    private void ended(UUID scan, OptionalLong number) {
        database.with(session -> {
            chains.ended(session, scan, number);
            return true;
        });
    }

    private boolean left(UUID scan, OptionalLong number) {
        return database.with(session -> chains.leave(session, scan, number));
    }

    private static String word(ScanStep.Outcome outcome) {
        return outcome.name().toLowerCase(Locale.ROOT);
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
        return database.with(session -> CorpusInspector.inspectUnderWay(session, mapping));
    }
}
