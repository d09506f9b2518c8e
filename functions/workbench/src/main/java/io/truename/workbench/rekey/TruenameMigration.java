// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench.rekey;

import io.truename.corpus.assess.SampleAttempt;
import io.truename.corpus.mapping.Mapping;
import io.truename.corpus.mapping.MappingReader;
import io.truename.postgres.Database;
import io.truename.postgres.DatabaseUrl;
import io.truename.postgres.SchemaMigrations;
import io.truename.postgres.Session;
import io.truename.postgres.corpus.assess.Assessor;
import io.truename.postgres.corpus.assess.ScanState;
import io.truename.postgres.corpus.schema.BackfillInspection;
import io.truename.postgres.corpus.schema.BackfillInspector;
import io.truename.postgres.corpus.schema.CorpusInspector;
import io.truename.postgres.corpus.schema.Inspection;
import io.truename.postgres.rekeying.report.RunReportReader;
import io.truename.postgres.rekeying.run.CommandResult;
import io.truename.postgres.rekeying.run.RunCreation;
import io.truename.postgres.rekeying.run.RunDefinition;
import io.truename.postgres.rekeying.run.RunStore;
import io.truename.postgres.rekeying.work.RunWorker;
import io.truename.postgres.rekeying.work.WorkListener;
import io.truename.postgres.rekeying.work.WorkResult;
import io.truename.rekeying.plan.BackupProof;
import io.truename.rekeying.report.RunReportSections;
import io.truename.rekeying.run.RunCommand;
import io.truename.rekeying.run.RunSettings;
import io.truename.reporting.ReportMarkdown;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** Truename's engine, called as the function {@code migrate} calls it. */
public class TruenameMigration implements MigrationUnderTest {
    private static final Duration STEP = Duration.ofSeconds(40);

    /** Of a worker that has nothing to do until another one wakes it. */
    private static final Duration UNASKED = Duration.ofMillis(200);

    private static final int ROWS_PER_DOCUMENT = 16;

    private final int workers;
    private final String mapping;

    public TruenameMigration() {
        this(1);
    }

    /** With so many workers, each its own documents. */
    TruenameMigration(int workers) {
        this(workers, SampleCorpus.MAPPING);
    }

    /** With another mapping of the sample corpus, by which its documents and chunks have the same true ids. */
    TruenameMigration(int workers, String mapping) {
        this.workers = workers;
        this.mapping = mapping;
    }

    /** Adds to the corpus the objects that the mapping reads besides its tables; the schema {@code truename} exists. */
    void prepare(Database database) {}

    /** Whether runs accept references without an index. */
    boolean slowReferences() {
        return false;
    }

    @Override
    public String name() {
        return workers == 1 ? "Truename" : "Truename, " + workers + " workers";
    }

    @Override
    public int workers() {
        return workers;
    }

    @Override
    public void plan(String url, int documentsPerBatch) {
        try (Database database = database(url)) {
            SchemaMigrations.run(database);
            prepare(database);
            RunCreation creation = new RunStore(database).create(database.with(this::definition));
            UUID run = ((RunCreation.Created) creation).run();
            RunWorker worker = worker(database, Clock.systemUTC());
            WorkResult result;
            do {
                result = worker.work(run, 0, Clock.systemUTC().instant().plus(STEP));
            } while (result.outcome() == WorkResult.Outcome.PLANNING);
            if (result.outcome() != WorkResult.Outcome.PLANNED) {
                throw new IllegalStateException("The plan ended " + result.outcome() + ": "
                        + new RunStore(database).find(run).orElseThrow().lastError());
            }
            if (documentsPerBatch > 0) {
                database.with(session -> session.update(
                        "UPDATE truename.shard SET sizer = jsonb_build_object('rows', $1::integer, 'frozen', 1000000)",
                        documentsPerBatch * ROWS_PER_DOCUMENT));
            }
        }
    }

    private RunDefinition definition(Session session) {
        Mapping read = MappingReader.read(mapping);
        if (read.beside()) {
            BackfillInspection inspection = BackfillInspector.inspect(session, read);
            return new RunDefinition(settings(), mapping, inspection.fingerprint(), inspection.findings(), "{}");
        }
        Inspection inspection = CorpusInspector.inspect(session, read);
        return new RunDefinition(settings(), mapping, inspection.fingerprint(), inspection.findings(), "{}");
    }

    @Override
    public double assess(String url) {
        try (Database database = database(url)) {
            SchemaMigrations.run(database);
            long begun = System.nanoTime();
            Inspection inspection = database.with(
                    session -> CorpusInspector.inspect(session, MappingReader.read(SampleCorpus.MAPPING)));
            Assessor assessor = new Assessor(inspection.schema().orElseThrow(), RunSettings.DEFAULT.recentDays());
            database.with(session -> assessor.complete(
                    session,
                    assessor.scan(session, ScanState.BEGIN, () -> false),
                    () -> SampleAttempt.NONE,
                    inspection.findings()));
            return (System.nanoTime() - begun) / 1e9;
        }
    }

    @Override
    public Optional<String> report(String url) {
        try (Database database = database(url)) {
            UUID run = database.with(TruenameMigration::newestRun);
            return database.with(session -> new RunReportReader().find(session, run))
                    .map(RunReportSections::of)
                    .map(ReportMarkdown::render);
        }
    }

    private RunSettings settings() {
        RunSettings defaults = RunSettings.DEFAULT;
        return new RunSettings(
                defaults.strategy(),
                defaults.onCollision(),
                false,
                true,
                slowReferences(),
                workers,
                defaults.targetBatch(),
                0,
                Optional.empty(),
                defaults.quarantineLimit(),
                defaults.onFailure(),
                defaults.recentDays(),
                defaults.vacuum());
    }

    @Override
    public void start(String url) {
        command(url, RunCommand.START);
    }

    @Override
    public void rollBack(String url) {
        command(url, RunCommand.ROLL_BACK);
    }

    @Override
    public void resume(String url) {
        command(url, RunCommand.RESUME);
    }

    private static void command(String url, RunCommand command) {
        try (Database database = database(url)) {
            CommandResult commanded =
                    new RunStore(database).command(database.with(TruenameMigration::newestRun), command, "workbench");
            if (!(commanded instanceof CommandResult.Done)) {
                throw new IllegalStateException(command + " was answered " + commanded);
            }
        }
    }

    private static UUID newestRun(Session session) {
        return session.one(
                "SELECT id FROM truename.run ORDER BY number DESC LIMIT 1", row -> row.get("id", UUID.class));
    }

    @Override
    public Instance instance(String url, Clock clock) {
        return instance(url, clock, 0);
    }

    @Override
    public Instance instance(String url, Clock clock, int shard) {
        Database database = database(url);
        RunWorker worker = worker(database, clock);
        return new Instance() {
            private volatile Duration dueIn = Duration.ZERO;

            @Override
            public String deliver() {
                UUID run = database.with(TruenameMigration::newestRun);
                WorkResult result = worker.work(run, shard, clock.instant().plus(STEP));
                dueIn = result.again().orElse(UNASKED);
                return result.outcome() == WorkResult.Outcome.ROLLED_BACK
                        ? "finished: rolled back"
                        : result.outcome().name().toLowerCase(Locale.ROOT);
            }

            @Override
            public Duration dueIn() {
                return dueIn;
            }

            @Override
            public void close() {
                database.close();
            }
        };
    }

    private static Database database(String url) {
        return Database.of(DatabaseUrl.parse(url), "truename-workbench", 4);
    }

    private static RunWorker worker(Database database, Clock clock) {
        return new RunWorker(
                database,
                UUID.randomUUID(),
                () -> new BackupProof.NotProven("This corpus can be made again."),
                WorkListener.NONE,
                clock);
    }
}
