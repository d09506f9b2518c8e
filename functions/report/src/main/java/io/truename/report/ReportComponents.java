// SPDX-License-Identifier: Apache-2.0
package io.truename.report;

import io.truename.billing.BigQueryCosts;
import io.truename.billing.CatalogPrices;
import io.truename.catalog.Catalog;
import io.truename.catalog.CatalogReader;
import io.truename.catalog.Prices;
import io.truename.corpus.mapping.Mapping;
import io.truename.corpus.mapping.MappingException;
import io.truename.corpus.mapping.MappingReader;
import io.truename.corpus.schema.CorpusSchema;
import io.truename.edge.corpus.LazyServices;
import io.truename.edge.corpus.Missing;
import io.truename.edge.corpus.NotSetUpException;
import io.truename.history.BilledHistory;
import io.truename.history.QueryHistory;
import io.truename.history.RequestHistory;
import io.truename.monitoring.BoundedAggregates;
import io.truename.monitoring.CloudMonitoringReader;
import io.truename.monitoring.MonitoringEndpoint;
import io.truename.postgres.Database;
import io.truename.postgres.SchemaMigrations;
import io.truename.postgres.corpus.schema.CorpusInspector;
import io.truename.postgres.reporting.PriceStore;
import io.truename.postgres.reporting.ReportStore;
import io.truename.postgres.reporting.ReportStore.Kind;
import io.truename.pubsub.Publisher;
import io.truename.report.http.Services;
import io.truename.report.making.Occasions;
import io.truename.report.making.ReportMaker;
import io.truename.report.making.ReportTopics;
import io.truename.report.making.Reports;
import io.truename.report.making.Snapshots;
import io.truename.report.migration.MigrationMaker;
import io.truename.report.money.BilledUse;
import io.truename.report.money.CostMaker;
import io.truename.report.money.FeedbackMaker;
import io.truename.report.money.InstalledPrices;
import io.truename.report.money.Money;
import io.truename.report.money.RequestCounts;
import io.truename.report.savings.SavingsMaker;
import io.truename.report.weekly.ProductionData;
import io.truename.report.weekly.WeeklyMaker;
import io.truename.storage.CloudObjectStore;
import io.truename.storage.ObjectStore;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Lazily created services of {@code report}: the first call creates them, startup opens no connection. */
final class ReportComponents {
    /** Pool size: one for a step, one for a tick, and some for calls. */
    private static final int MOST_CONNECTIONS = 4;

    /** No reading of the bill begins later: with those of requests and the last one it is less than the function's time-out. */
    private static final Duration LONGEST_USE = Duration.ofSeconds(45);

    private final ReportSettings settings;
    private final Optional<Publisher> publisher;
    private final Clock clock;
    private final Supplier<Catalog> catalog = new LazyServices<>(CatalogReader::installed);

    /** {@code publisher} is empty if no project is set. */
    ReportComponents(ReportSettings settings, Optional<Publisher> publisher, Clock clock) {
        this.settings = settings;
        this.publisher = publisher;
        this.clock = clock;
    }

    /** Services that the first call makes. */
    Supplier<Services> services() {
        return new LazyServices<>(this::make);
    }

    private Services make() {
        ObjectStore bucket = bucket();
        Snapshots snapshots = new BucketSnapshots(bucket);
        Database database = Database.of(settings.corpus().requireDatabase(), "truename-report", MOST_CONNECTIONS);
        try {
            SchemaMigrations.run(database);
            ReportStore store = new ReportStore();
            Money money = money(bucket);
            database.inTransaction(session -> {
                money.prices().install(session, InstalledPrices.of(Prices.installed()));
                return true;
            });
            return new Services(
                    database,
                    store,
                    new Reports(
                            database,
                            store,
                            makers(database, store, money, snapshots),
                            snapshots,
                            topics(),
                            new Occasions(settings.zone()),
                            clock),
                    money,
                    () -> schema(database));
        } catch (RuntimeException failed) {
            database.close();
            throw failed;
        }
    }

    private Map<Kind, ReportMaker> makers(Database database, ReportStore store, Money money, Snapshots snapshots) {
        // People read times of reports.
        Clock seconds = Clock.tick(clock, Duration.ofSeconds(1));
        Supplier<CloudMonitoringReader> metrics = new LazyServices<>(() -> new CloudMonitoringReader(metrics()));
        Map<Kind, ReportMaker> makers = new EnumMap<>(Kind.class);
        makers.put(
                Kind.WEEKLY,
                new WeeklyMaker(
                        new ProductionData(database, metrics, catalog, System::nanoTime),
                        database,
                        store,
                        money,
                        catalog,
                        settings.zone(),
                        seconds));
        makers.put(
                Kind.SAVINGS, new SavingsMaker(database, () -> schema(database), new PriceStore(), snapshots, seconds));
        makers.put(
                Kind.MIGRATION,
                new MigrationMaker(database, () -> new QueryHistory(catalog.get(), metrics.get()), seconds));
        makers.put(
                Kind.COST,
                new CostMaker(
                        database,
                        money,
                        RequestCounts.of(() ->
                                settings.corpus().monitoring().map(endpoint -> new RequestHistory(metrics.get()))),
                        BilledUse.of(() -> settings.corpus()
                                .monitoring()
                                .map(endpoint -> new BilledHistory(
                                        new BoundedAggregates(metrics.get(), LONGEST_USE, System::nanoTime)))),
                        catalog,
                        settings.zone(),
                        seconds));
        makers.put(Kind.FEEDBACK, new FeedbackMaker(database, money.feedback(), settings.zone(), seconds));
        return makers;
    }

    private CorpusSchema schema(Database database) {
        Mapping mapping;
        try {
            mapping = MappingReader.read(settings.corpus().requireMapping());
        } catch (MappingException unreadable) {
            throw new NotSetUpException(Missing.MAPPING, "The mapping cannot be read: " + unreadable.getMessage());
        }
        return database.with(session -> CorpusInspector.inspectUnderWay(session, mapping))
                .schema()
                .orElseThrow(() -> new NotSetUpException(
                        Missing.MAPPING,
                        "The mapping does not fit the database: POST /functions/migrate/assessments says why."));
    }

    private ObjectStore bucket() {
        return new CloudObjectStore(settings.bucket()
                .orElseThrow(() -> new NotSetUpException(
                        Missing.BUCKET,
                        "There is no bucket for reports: set TRUENAME_REPORTS_BUCKET to its name and start the function"
                                + " again.")));
    }

    private Money money(ObjectStore bucket) {
        return Money.of(
                new CatalogPrices(settings.billingUrl()),
                settings.corpus()
                        .project()
                        .flatMap(project -> settings.billingTable()
                                .map(table -> new BigQueryCosts(project, table, settings.billingUrl()))),
                bucket);
    }

    private ReportTopics topics() {
        return publisher
                .<ReportTopics>map(
                        topics -> new PublishedReports(topics, settings.stepsTopic(), settings.reportsTopic()))
                .orElseThrow(() -> new NotSetUpException(
                        Missing.PROJECT,
                        "There is no project whose topics announce reports: set GOOGLE_CLOUD_PROJECT and start the"
                                + " function again."));
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
