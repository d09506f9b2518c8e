// SPDX-License-Identifier: Apache-2.0
package io.truename.report.savings;

import io.truename.corpus.schema.CorpusSchema;
import io.truename.costing.price.PriceTable;
import io.truename.costing.savings.AvoidedWork;
import io.truename.costing.savings.CountedLedger;
import io.truename.costing.savings.MoneyStatement;
import io.truename.costing.savings.RecordedWork;
import io.truename.costing.savings.SavingsMoney;
import io.truename.costing.savings.SavingsSections;
import io.truename.costing.savings.StorageStatement;
import io.truename.edge.corpus.NotSetUpException;
import io.truename.postgres.Database;
import io.truename.postgres.reporting.AttemptReader;
import io.truename.postgres.reporting.MigrationReader;
import io.truename.postgres.reporting.MigrationReader.Migration;
import io.truename.postgres.reporting.PriceStore;
import io.truename.postgres.reporting.ReportStore;
import io.truename.postgres.reporting.ReportStore.Kind;
import io.truename.postgres.reporting.ReportStore.Stored;
import io.truename.postgres.reporting.ledger.LedgerOverflowException;
import io.truename.postgres.reporting.ledger.LedgerProgress;
import io.truename.postgres.reporting.ledger.LedgerStore;
import io.truename.postgres.reporting.ledger.StorageSizes;
import io.truename.report.making.AmendedSection;
import io.truename.report.making.CannotMakeException;
import io.truename.report.making.ReportMaker;
import io.truename.report.making.SnapshotJson;
import io.truename.report.making.Snapshots;
import io.truename.reporting.Provenance;
import io.truename.reporting.Report;
import io.truename.reporting.Section;
import io.truename.reporting.Value;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Maker of the report of savings: the exact ledger of the corpus, counted in shards by all instances that take a message, then the storage that
 * its tables take, the work that stage events say was avoided, and money.
 */
public final class SavingsMaker implements ReportMaker {
    private static final int INSTANCES = 4;

    /** Documents that are counted in seconds: some 200,000 a second. */
    private static final long QUICK = 500_000;

    private static final int SHARDS = 16;
    private static final Duration STEP = Duration.ofSeconds(20);

    private final Database database;
    private final Supplier<CorpusSchema> corpus;
    private final PriceStore prices;
    private final Snapshots snapshots;
    private final Clock clock;

    /**
     * A maker.
     *
     * @param corpus throws {@link io.truename.edge.corpus.NotSetUpException} without a mapping that fits the database
     * @param snapshots of earlier reports
     */
    public SavingsMaker(
            Database database, Supplier<CorpusSchema> corpus, PriceStore prices, Snapshots snapshots, Clock clock) {
        this.database = database;
        this.corpus = corpus;
        this.prices = prices;
        this.snapshots = snapshots;
        this.clock = clock;
    }

    @Override
    public boolean quick() {
        try {
            return database.with(new LedgerStore(corpus.get().documents())::estimate) <= QUICK;
        } catch (NotSetUpException told) {
            return true;
        }
    }

    @Override
    public int instances() {
        return INSTANCES;
    }

    @Override
    public Progress prepare(Stored report) {
        LedgerStore ledger = new LedgerStore(corpus.get().documents());
        LedgerProgress progress = database.with(session -> {
            ledger.begin(session, report.id(), SHARDS, clock.instant());
            return ledger.step(session, report.id(), clock, STEP);
        });
        if (progress.error().isPresent()) {
            throw new CannotMakeException(progress.error().get());
        }
        Next next = progress.complete() ? Next.MAKE : progress.worked() ? Next.PREPARE : Next.WAIT;
        return new Progress(progress.done(), progress.shards(), next);
    }

    @Override
    public Report make(Stored report) {
        try {
            return of(report);
        } catch (LedgerOverflowException tooLarge) {
            throw new CannotMakeException(String.valueOf(tooLarge.getMessage()));
        }
    }

    private Report of(Stored report) {
        CorpusSchema schema = corpus.get();
        UUID id = report.id();
        CountedLedger counted = database.with(session -> new LedgerStore(schema.documents()).ledger(session, id))
                .orElseThrow(() -> new IllegalStateException("the ledger is not complete"));
        StorageSizes.Measured sizes = database.with(session -> new StorageSizes(Stream.concat(
                                        Stream.of(schema.documents().table()),
                                        schema.chunks().stream().map(CorpusSchema.ChunkTable::table))
                                .toList())
                        .read(session))
                .orElseThrow(() -> new CannotMakeException(
                        "Another session alters a table of the corpus, so that its size cannot be read: begin the report"
                                + " again."));
        SavingsOptions options = SavingsOptions.read(report.order().options());
        StorageStatement statement = StorageStatement.of(counted.ledger(), sizes.sum(), options.billing());
        PriceTable table = database.with(session -> prices.table(session));
        // The list of Cloud Run and SQL prices is of days in UTC.
        Instant now = clock.instant();
        RecordedWork work = work(report);
        MoneyStatement money;
        try {
            money = SavingsMoney.statement(statement, work, table, LocalDate.ofInstant(now, ZoneOffset.UTC));
        } catch (IllegalArgumentException noPrice) {
            throw new CannotMakeException("POST /prices: " + noPrice.getMessage() + ".");
        }
        Provenance from = new Provenance(now, now, "tables of the corpus and their sizes", now);
        long merged = database.with(new MigrationReader()::merged);
        Section.Table ledger = counted.sized() ? SavingsSections.ledger(statement) : LedgerSections.documents(counted);
        List<Section> sections = new ArrayList<>();
        report.order().amends().ifPresent(replaced -> sections.add(AmendedSection.of(replaced, now)));
        sections.addAll(List.of(ledger, LedgerSections.realised(merged, from)));
        database.with(new MigrationReader()::lastFinished)
                .flatMap(Migration::startedAt)
                .ifPresent(started -> sections.add(LedgerSections.beforeAndAfter(before(started), ledger)));
        sections.addAll(List.of(LedgerSections.besides(counted, from), LedgerSections.storage(sizes, from)));
        sections.addAll(SavingsMoney.sections(money, work, options.assumptions(), from));
        return new Report(
                "savings",
                "Savings by ids from content",
                (counted.sized() ? SavingsSections.lead(statement) : LedgerSections.leadWithoutSizes(counted))
                        + LedgerSections.realisedLead(merged),
                now,
                sections);
    }

    private RecordedWork work(Stored report) {
        return database.inTransaction(session -> new AttemptReader()
                .read(session, report.order().from(), report.order().until()));
    }

    /** Events of the window: the ledger is of the time of the report, and nothing comes late to it. */
    @Override
    public Optional<Late> late(Stored report, Report kept) {
        long made = kept.find("attempts").stream()
                .flatMap(section -> ((Section.Table) section).rows().stream())
                .map(row -> row.get(1))
                .filter(Value.Quantity.class::isInstance)
                .mapToLong(attempts -> Math.round(((Value.Quantity) attempts).amount()))
                .sum();
        long now =
                work(report).steps().stream().mapToLong(AvoidedWork::attempts).sum();
        return Optional.of(new Late(Math.max(made, now), Math.max(0, now - made)));
    }

    /** The last report that was made before a time; empty without one, or if its snapshot was deleted. */
    private Optional<Report> before(Instant time) {
        return database.with(session -> new ReportStore().before(session, Kind.SAVINGS, time))
                .flatMap(stored -> snapshots.find(stored.id()))
                .map(SnapshotJson::read);
    }
}
