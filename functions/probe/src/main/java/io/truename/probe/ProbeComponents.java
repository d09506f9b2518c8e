// SPDX-License-Identifier: Apache-2.0
package io.truename.probe;

import io.truename.corpus.mapping.Mapping;
import io.truename.corpus.mapping.MappingException;
import io.truename.corpus.mapping.MappingReader;
import io.truename.corpus.schema.CorpusSchema;
import io.truename.edge.corpus.LazyServices;
import io.truename.edge.corpus.Missing;
import io.truename.edge.corpus.NotSetUpException;
import io.truename.identity.Namespace;
import io.truename.monitoring.CloudMonitoringReader;
import io.truename.monitoring.Metrics;
import io.truename.postgres.Database;
import io.truename.postgres.DatabaseUrl;
import io.truename.postgres.SchemaMigrations;
import io.truename.postgres.corpus.schema.CorpusInspector;
import io.truename.postgres.probing.finding.FindingStore;
import io.truename.postgres.probing.stage.Retrievals;
import io.truename.postgres.probing.stage.StageEventIntake;
import io.truename.postgres.probing.stage.StageReports;
import io.truename.postgres.probing.stage.StoredRows;
import io.truename.probe.health.CorpusScores;
import io.truename.probe.health.ProductionHealth;
import io.truename.probe.http.DatabaseAdvice;
import io.truename.probe.http.Health;
import io.truename.probe.http.ProbeEvents;
import io.truename.probe.http.Scans;
import io.truename.probe.http.SelfChecking;
import io.truename.probe.http.Services;
import io.truename.probe.http.StageServices;
import io.truename.probe.known.KnownLookups;
import io.truename.probe.metrics.LoggingScanListener;
import io.truename.probe.metrics.MeteredScans;
import io.truename.probe.metrics.StageWatch;
import io.truename.probe.selfcheck.DeployedGenerate;
import io.truename.probing.stage.StageRecipe;
import io.truename.pubsub.Publisher;
import io.truename.redis.RedisValues;
import io.truename.redis.SharedValues;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** Lazily created services of {@code probe}: the first call creates them, startup opens no connection. */
final class ProbeComponents {
    /** Pool size: one for a scan's state, and some for API calls and events. */
    private static final int MOST_CONNECTIONS = 6;

    /** Pool size for reading the corpus: one for a scan, one for another and their looks at the database's health. */
    private static final int MOST_READING = 3;

    /** A report makes six readings within the time-out of the function. */
    private static final Duration LONGEST_READING = Duration.ofSeconds(6);

    private final ProbeSettings settings;
    private final Optional<Publisher> publisher;
    private final ProbeEvents events;
    private final Metrics metrics;
    private final Clock clock;

    /** {@code publisher} is empty if no project is set. */
    ProbeComponents(
            ProbeSettings settings, Optional<Publisher> publisher, ProbeEvents events, Metrics metrics, Clock clock) {
        this.settings = settings;
        this.publisher = publisher;
        this.events = events;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** Services that the first call makes. */
    Supplier<Services> services() {
        return new LazyServices<>(this::make);
    }

    private Health health(Database database, DatabaseAdvice advice) {
        return new ProductionHealth(
                database,
                advice,
                List.of(new CorpusScores(database, clock)),
                settings.health(),
                settings.corpus().monitoring().map(metrics -> new CloudMonitoringReader(metrics, LONGEST_READING)),
                publisher,
                events,
                metrics,
                clock);
    }

    private Services make() {
        Database database = Database.of(settings.corpus().requireDatabase(), "truename-probe", MOST_CONNECTIONS);
        try {
            SchemaMigrations.run(database);
            Database corpus = Database.ofBinary(
                    settings.replica().orElseGet(() -> settings.corpus().requireDatabase()),
                    "truename-probe",
                    MOST_READING);
            DatabaseAdvice advice = new PostgresDatabaseAdvice(database, settings.corpus());
            return new Services(
                    database,
                    corpus,
                    scans(database, corpus),
                    new FindingStore(),
                    stages(database, corpus),
                    known(database),
                    advice,
                    health(database, advice),
                    selfChecks(database));
        } catch (RuntimeException failed) {
            database.close();
            throw failed;
        }
    }

    private SelfChecking selfChecks(Database database) {
        return new PostgresSelfChecks(
                database,
                this::namespace,
                new DeployedGenerate(
                        Optional.ofNullable(settings.health().endpoints().get("generate"))),
                new LoggingScanListener(events, metrics),
                events,
                clock);
    }

    private Scans scans(Database database, Database corpus) {
        ScanQueue queue = publisher
                .<ScanQueue>map(topics -> new PublishedScans(topics, settings.scansTopic()))
                .orElse((scan, step, notBefore) -> false);
        return new MeteredScans(
                new PostgresScans(
                        database,
                        corpus,
                        settings.corpus(),
                        queue,
                        events::stepNotQueued,
                        new LoggingScanListener(events, metrics),
                        clock),
                metrics,
                database,
                clock);
    }

    private StageServices stages(Database database, Database corpus) {
        StageReports reports = new StageReports(database);
        Retrievals retrievals = new Retrievals(database);
        StageWatch watch = new StageWatch(
                reports,
                retrievals,
                metrics,
                new PostgresStageObserver(database, new LoggingScanListener(events, metrics), clock),
                (since, now) -> new StoredRows(schema(database)).look(database, corpus, since, now),
                clock);
        return new StageServices(
                new LazyServices<>(this::recipe),
                new StageEventIntake(database, clock),
                reports,
                retrievals,
                watch,
                watch::runNow);
    }

    private CorpusSchema schema(Database database) {
        Mapping mapping = MappingReader.read(settings.corpus().requireMapping());
        return database.with(session -> CorpusInspector.inspectUnderWay(session, mapping))
                .schema()
                .orElseThrow(() -> new NotSetUpException(Missing.MAPPING, "The mapping does not fit the database."));
    }

    private Namespace namespace() {
        return recipe().namespace();
    }

    private StageRecipe recipe() {
        try {
            Mapping mapping = MappingReader.read(settings.corpus().requireMapping());
            return new StageRecipe(mapping.namespace(), mapping.documents().algorithm());
        } catch (MappingException unreadable) {
            throw new NotSetUpException(Missing.MAPPING, "The mapping cannot be read: " + unreadable.getMessage());
        }
    }

    private KnownLookups known(Database database) {
        DatabaseUrl url = settings.corpus().requireDatabase();
        return new KnownLookups(
                new PostgresStoredDocuments(database, settings.corpus()::requireMapping, clock),
                settings.redis().<SharedValues>map(RedisValues::new).orElse(SharedValues.NONE),
                UUID.nameUUIDFromBytes((url.host() + "\n" + url.port() + "\n" + url.database())
                                .getBytes(StandardCharsets.UTF_8))
                        .toString(),
                settings.knownBound(),
                KnownLookups.Sizing.ofHeap(Runtime.getRuntime().maxMemory()),
                System::nanoTime);
    }
}
