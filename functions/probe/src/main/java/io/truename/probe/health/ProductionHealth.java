// SPDX-License-Identifier: Apache-2.0
package io.truename.probe.health;

import io.truename.cloudsql.CloudSqlBackups;
import io.truename.monitoring.MetricAggregates;
import io.truename.monitoring.Metrics;
import io.truename.postgres.Database;
import io.truename.postgres.probing.score.HealthHistory;
import io.truename.postgres.probing.score.RunScore;
import io.truename.probe.http.DatabaseAdvice;
import io.truename.probe.http.Health;
import io.truename.probe.http.HealthJson;
import io.truename.probe.http.ProbeEvents;
import io.truename.probing.advice.Advice;
import io.truename.probing.health.HealthCheck;
import io.truename.probing.health.HealthChecks;
import io.truename.probing.health.HealthReport;
import io.truename.probing.score.HealthScore;
import io.truename.probing.score.PartFormulas;
import io.truename.probing.score.PartScore;
import io.truename.probing.score.PartSource;
import io.truename.pubsub.Message;
import io.truename.pubsub.PublishException;
import io.truename.pubsub.Publisher;
import io.truename.rekeying.plan.BackupProof;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Health of the production, from the database, Cloud Monitoring and the functions' endpoints. */
public final class ProductionHealth implements Health {
    private final Database database;
    private final DatabaseAdvice advice;
    private final List<PartSource> sources;
    private final HealthSettings settings;
    private final Endpoints endpoints;
    private final Traffic traffic;
    private final Optional<Publisher> publisher;
    private final ProbeEvents events;
    private final Metrics metrics;
    private final Clock clock;

    /**
     * Creates it without asking anybody.
     *
     * @param sources of parts beyond those of generation, migration and database
     * @param reader empty if nothing is measured
     * @param publisher empty if no project is set
     */
    public ProductionHealth(
            Database database,
            DatabaseAdvice advice,
            List<PartSource> sources,
            HealthSettings settings,
            Optional<? extends MetricAggregates> reader,
            Optional<Publisher> publisher,
            ProbeEvents events,
            Metrics metrics,
            Clock clock) {
        this.database = database;
        this.advice = advice;
        this.sources = List.copyOf(sources);
        this.settings = settings;
        this.endpoints = new Endpoints(settings.endpoints());
        this.traffic = new Traffic(reader, clock);
        this.publisher = publisher;
        this.events = events;
        this.metrics = metrics;
        this.clock = clock;
    }

    @Override
    public HealthScore score() {
        return score(advice.give());
    }

    private HealthScore score(DatabaseAdvice.Given given) {
        List<PartScore> parts = new ArrayList<>();
        sources.forEach(source -> parts.addAll(source.read()));
        parts.add(database.with(RunScore::read));
        parts.add(traffic.generation());
        parts.add(PartFormulas.database(
                given.advice().stream().collect(Collectors.groupingBy(Advice::severity, Collectors.counting()))));
        return HealthScore.of(parts);
    }

    @Override
    public HealthReport look() {
        // As the database keeps it.
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        DatabaseAdvice.Given given = advice.give();
        List<HealthCheck> checks = new ArrayList<>(endpoints.check());
        checks.add(traffic.backlog());
        checks.add(traffic.deadLetters());
        checks.add(backups());
        checks.add(
                given.mostConnections() > 0
                        ? HealthChecks.connections(given.connections(), given.mostConnections())
                        : HealthChecks.unknown("connections", "The server did not show its sessions."));
        return HealthReport.of(now, score(given), checks, database.with(HealthHistory::last));
    }

    private HealthCheck backups() {
        return settings.cloudSqlInstance()
                .map(instance ->
                        new CloudSqlBackups(instance, settings.backupAge(), clock, settings.cloudSqlUrl()).prove())
                .map(ProductionHealth::backups)
                .orElseGet(() -> HealthChecks.unknown("backups", "TRUENAME_CLOUDSQL_INSTANCE is not set."));
    }

    private static HealthCheck backups(BackupProof proof) {
        return proof instanceof BackupProof.Proven proven
                ? HealthChecks.backups(true, "The newest one ended at " + proven.endedAt() + ".")
                : HealthChecks.backups(false, ((BackupProof.NotProven) proof).reason());
    }

    @Override
    public HealthReport record() {
        HealthReport report = look();
        database.inTransaction(session -> {
            HealthHistory.keep(session, report);
            return true;
        });
        HealthMetrics.set(metrics, report);
        metrics.flush();
        events.healthReported(report, published(report));
        return report;
    }

    private String published(HealthReport report) {
        if (publisher.isEmpty()) {
            return "off";
        }
        try {
            publisher
                    .get()
                    .publish(
                            settings.reportsTopic(),
                            new Message(
                                    HealthJson.of(report),
                                    Map.of("at", report.at().toString()),
                                    Optional.empty()));
            return "published";
        } catch (PublishException notTaken) {
            return "failed";
        }
    }

    @Override
    public List<HealthHistory.Point> trend(int most) {
        return database.with(session -> HealthHistory.trend(session, most));
    }
}
