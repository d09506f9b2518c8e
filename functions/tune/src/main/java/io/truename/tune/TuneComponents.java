// SPDX-License-Identifier: Apache-2.0
package io.truename.tune;

import io.truename.catalog.Catalog;
import io.truename.edge.corpus.LazyServices;
import io.truename.edge.corpus.Missing;
import io.truename.edge.corpus.NotSetUpException;
import io.truename.history.AlertHistory;
import io.truename.history.ObjectiveHistory;
import io.truename.history.QueryHistory;
import io.truename.monitoring.CloudMonitoringReader;
import io.truename.monitoring.CloudMonitoringWriter;
import io.truename.monitoring.Metrics;
import io.truename.monitoring.MonitoredInstance;
import io.truename.monitoring.MonitoringEndpoint;
import io.truename.postgres.Database;
import io.truename.postgres.SchemaMigrations;
import io.truename.postgres.tuning.ActionStore;
import io.truename.postgres.tuning.IncidentStore;
import io.truename.postgres.tuning.MigrationChanges;
import io.truename.postgres.tuning.ProposalStore;
import io.truename.postgres.tuning.ThresholdStore;
import io.truename.pubsub.Publisher;
import io.truename.tune.action.ActionRunner;
import io.truename.tune.action.DeployedMigrate;
import io.truename.tune.action.DeployedProbe;
import io.truename.tune.http.Services;
import io.truename.tune.incident.Agreements;
import io.truename.tune.incident.Incidents;
import io.truename.tune.metrics.PublishedThresholds;
import io.truename.tune.proposal.ErrorBudgets;
import io.truename.tune.proposal.EvidenceMaker;
import io.truename.tune.proposal.ProposalQueue;
import io.truename.tune.proposal.Proposals;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Supplier;

/** Lazily created services of {@code tune}: the first call creates them, startup opens no connection. */
final class TuneComponents {
    /** Pool size: one for a proposal's step, and some for calls and incidents. */
    private static final int MOST_CONNECTIONS = 4;

    private final TuneSettings settings;
    private final Supplier<Catalog> catalog;
    private final Optional<Publisher> publisher;
    private final Clock clock;

    /** {@code publisher} is empty if no project is set. */
    TuneComponents(TuneSettings settings, Supplier<Catalog> catalog, Optional<Publisher> publisher, Clock clock) {
        this.settings = settings;
        this.catalog = catalog;
        this.publisher = publisher;
        this.clock = clock;
    }

    /** Services that the first call makes. */
    Supplier<Services> services() {
        return new LazyServices<>(this::make);
    }

    private Services make() {
        Database database = Database.of(settings.corpus().requireDatabase(), "truename-tune", MOST_CONNECTIONS);
        try {
            SchemaMigrations.run(database);
            Supplier<AlertHistory> history = new LazyServices<>(this::history);
            ProposalStore proposals = new ProposalStore();
            ThresholdStore thresholds = new ThresholdStore();
            ProposalQueue queue = publisher
                    .<ProposalQueue>map(topics -> new PublishedProposals(topics, settings.proposalsTopic()))
                    .orElse(proposal -> false);
            Incidents incidents = new Incidents(database, new IncidentStore(), new MigrationChanges(), catalog, clock);
            Agreements agreements = new Agreements(history);
            ActionStore actions = new ActionStore();
            return new Services(
                    database,
                    history,
                    new LazyServices<>(this::queries),
                    proposals,
                    new Proposals(
                            database,
                            proposals,
                            thresholds,
                            catalog,
                            new EvidenceMaker(
                                    history,
                                    new ErrorBudgets(catalog, new LazyServices<>(this::objectives)),
                                    incidents,
                                    agreements),
                            queue,
                            clock),
                    thresholds,
                    new PublishedThresholds(catalog, thresholdSeries()),
                    incidents,
                    agreements,
                    actions,
                    new ActionRunner(
                            database,
                            actions,
                            catalog,
                            incidents,
                            new DeployedMigrate(settings.migrate()),
                            new DeployedProbe(settings.probe()),
                            clock));
        } catch (RuntimeException failed) {
            database.close();
            throw failed;
        }
    }

    /** Writer of thresholds: every instance continues the same time series. */
    private Metrics thresholdSeries() {
        return settings.corpus()
                .monitoring()
                .<Metrics>map(endpoint -> new CloudMonitoringWriter(
                        endpoint, new MonitoredInstance(settings.corpus().region(), "tune", "thresholds"), clock))
                .orElse(Metrics.NONE);
    }

    private AlertHistory history() {
        MonitoringEndpoint endpoint = metrics();
        return new AlertHistory(catalog.get(), endpoint.project(), new CloudMonitoringReader(endpoint));
    }

    private ObjectiveHistory objectives() {
        MonitoringEndpoint endpoint = metrics();
        return new ObjectiveHistory(catalog.get(), endpoint.project(), new CloudMonitoringReader(endpoint));
    }

    private QueryHistory queries() {
        return new QueryHistory(catalog.get(), new CloudMonitoringReader(metrics()));
    }

    private MonitoringEndpoint metrics() {
        return settings.corpus()
                .monitoring()
                .orElseThrow(() -> new NotSetUpException(
                        Missing.METRICS,
                        "There are no metrics to read: set GOOGLE_CLOUD_PROJECT, do not set TRUENAME_MONITORING to off,"
                                + " and start the function again."));
    }
}
