// SPDX-License-Identifier: Apache-2.0
package io.truename.migrate;

import io.truename.cloudsql.CloudSqlBackups;
import io.truename.edge.corpus.LazyServices;
import io.truename.edge.log.CurrentTrace;
import io.truename.migrate.http.MigrateEvents;
import io.truename.migrate.http.Reports;
import io.truename.migrate.http.Services;
import io.truename.migrate.metrics.MeteredSteps;
import io.truename.migrate.metrics.MeteringWorkListener;
import io.truename.migrate.metrics.MigrateMetrics;
import io.truename.migrate.rename.RenamePublisher;
import io.truename.migrate.step.StepRequests;
import io.truename.migrate.step.StepRunner;
import io.truename.monitoring.Metrics;
import io.truename.postgres.Database;
import io.truename.postgres.SchemaMigrations;
import io.truename.postgres.Session;
import io.truename.postgres.rekeying.alias.AliasStore;
import io.truename.postgres.rekeying.alias.KeyStore;
import io.truename.postgres.rekeying.report.RunReportReader;
import io.truename.postgres.rekeying.run.PostgresStepChains;
import io.truename.postgres.rekeying.run.RunStore;
import io.truename.postgres.rekeying.work.BatchTime;
import io.truename.postgres.rekeying.work.RunWorker;
import io.truename.pubsub.Publisher;
import io.truename.rekeying.plan.BackupProof;
import io.truename.rekeying.report.RunReportSections;
import io.truename.rekeying.run.StepChains;
import io.truename.rekeying.run.StepQueue;
import io.truename.rekeying.run.StepQueueException;
import io.truename.reporting.Report;
import io.truename.reporting.ReportHtml;
import io.truename.reporting.ReportJson;
import io.truename.reporting.ReportMarkdown;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/** Lazily created services of {@code migrate}: the first call creates them, startup opens no connection. */
final class MigrateComponents {
    /** Pool size: one for a step, one for its lease, one for health checks, and some for API calls. */
    private static final int MOST_CONNECTIONS = 6;

    private final MigrateSettings settings;
    private final Optional<Publisher> publisher;
    private final MigrateEvents events;
    private final Metrics metrics;
    private final Clock clock;

    /** {@code publisher} is empty if no project is set. */
    MigrateComponents(
            MigrateSettings settings,
            Optional<Publisher> publisher,
            MigrateEvents events,
            Metrics metrics,
            Clock clock) {
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

    private Services make() {
        Database database = Database.of(settings.corpus().requireDatabase(), "truename-migrate", MOST_CONNECTIONS);
        try {
            SchemaMigrations.run(database);
        } catch (RuntimeException failed) {
            database.close();
            throw failed;
        }
        RunStore runs = new RunStore(database);
        StepChains chains = new PostgresStepChains(database);
        StepRequests requests = new StepRequests(chains, queue(), events::stepNotQueued);
        PostgresCorpus corpus = new PostgresCorpus(database, settings.corpus());
        Supplier<BackupProof> backup = backup();
        PostgresAssessments assessments = new PostgresAssessments(database, corpus, clock);
        RunWorker worker = new RunWorker(
                database,
                UUID.randomUUID(),
                backup,
                new MeteringWorkListener(metrics, new LoggingWorkListener(events)),
                BatchTime.DEFAULT,
                () -> Optional.of(CurrentTrace.get().traceId()).filter(id -> !id.isEmpty()),
                clock);
        AliasStore aliases = new AliasStore();
        RunReportReader reports = new RunReportReader();
        Optional<RenamePublisher> renames = renames(database);
        return new Services(
                database,
                runs,
                corpus,
                backup,
                new MeteredSteps(
                        new StepRunner(
                                worker::work,
                                chains,
                                requests,
                                run -> runs.find(run)
                                        .map(view -> view.settings().workers())
                                        .orElse(0),
                                deadline -> {
                                    try {
                                        renames.ifPresent(
                                                publisher -> publisher.publish(halfway(clock.instant(), deadline)));
                                    } finally {
                                        assessments.goOn(deadline);
                                    }
                                }),
                        metrics,
                        runs,
                        database,
                        clock),
                requests,
                assessments,
                (run, form) -> database.with(session -> reports.find(session, run))
                        .map(RunReportSections::of)
                        .map(report -> rendered(report, form)),
                ids -> timed(database, session -> aliases.lookUp(session, ids)),
                new PostgresKeys(database, new KeyStore()),
                new PostgresRetainedData(database, clock),
                new PostgresSuggestions(database),
                new PostgresContentHashes(database, settings.corpus(), runs, clock),
                new PostgresRenames(database, corpus, clock));
    }

    private Optional<RenamePublisher> renames(Database database) {
        return publisher.flatMap(topics -> settings.renamesTopic()
                .map(topic -> new RenamePublisher(
                        database, topics, topic, new ReportingRenameListener(events, metrics), clock)));
    }

    /** Leaves time for the steps that come after. */
    private static Instant halfway(Instant now, Instant deadline) {
        return now.plus(Duration.between(now, deadline).dividedBy(2));
    }

    /** Times a look-up from its connection to its answer; the next step writes it. */
    private <T> T timed(Database database, Function<Session, T> lookUp) {
        long begun = System.nanoTime();
        T found = database.with(lookUp);
        metrics.record(MigrateMetrics.ID_LOOKUP_SECONDS, (System.nanoTime() - begun) / 1e9);
        return found;
    }

    private static String rendered(Report report, Reports.Form form) {
        return switch (form) {
            case JSON -> ReportJson.render(report);
            case MARKDOWN -> ReportMarkdown.render(report);
            case HTML -> ReportHtml.render(report);
        };
    }

    private StepQueue queue() {
        return publisher
                .<StepQueue>map(topics -> new PublishedSteps(topics, settings.stepsTopic()))
                .orElse((run, shard, step, notBefore) -> {
                    throw new StepQueueException(
                            "No step was asked for, because GOOGLE_CLOUD_PROJECT is not set: POST /steps does them by hand.");
                });
    }

    private Supplier<BackupProof> backup() {
        return settings.cloudSqlInstance()
                .<Supplier<BackupProof>>map(instance ->
                        new CloudSqlBackups(instance, settings.backupAge(), clock, settings.cloudSqlUrl())::prove)
                .orElse(() ->
                        new BackupProof.NotProven("TRUENAME_CLOUDSQL_INSTANCE is not set, so nobody can be asked."));
    }
}
