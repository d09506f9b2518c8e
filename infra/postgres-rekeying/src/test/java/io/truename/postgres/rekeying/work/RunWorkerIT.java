// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.postgres.rekeying.fixture.BookkeepingTables;
import io.truename.postgres.rekeying.fixture.Gate;
import io.truename.postgres.rekeying.fixture.Migration;
import io.truename.postgres.rekeying.run.RunView;
import io.truename.postgres.rekeying.work.WorkResult.Outcome;
import io.truename.rekeying.run.DocumentState;
import io.truename.rekeying.run.RunCommand;
import io.truename.rekeying.run.RunSettings.OnFailure;
import io.truename.rekeying.run.RunState;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer.Version;
import io.truename.testkit.schema.SchemaVariant;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whole runs beside an application that writes, and beside other instances. */
class RunWorkerIT {
    private static final String OLD = "fixture.v4('document 1')";
    private static final String NEW = "fixture.true_document('auth0|1', fixture.hash('file 1'))";

    private final ExecutorService others = Executors.newCachedThreadPool();
    private final TestDatabase corpus = Migration.database(Version.NEWEST);

    @AfterEach
    void close() {
        others.shutdownNow();
    }

    @Test
    void writeThatIsCommittedMeanwhile_isKept() throws Exception {
        try (Migration migration = Migration.ofSample(corpus, 12);
                Connection application = corpus.connect();
                Statement statement = application.createStatement()) {
            UUID run = migration.started(Migration.SETTINGS);
            application.setAutoCommit(false);
            statement.execute("UPDATE upload_pipeline.upload_jobs SET state = 'changed' WHERE document_id = " + OLD);
            Future<RunView> running = others.submit(() -> migration.drive(run, RunState.FINISHED));
            Gate.awaitEngineWaiting(corpus);

            application.commit();

            assertThat(running.get().documents().quarantined()).isZero();
            assertThat(corpus.value("SELECT state FROM upload_pipeline.upload_jobs WHERE document_id = " + NEW))
                    .isEqualTo("changed");
        }
    }

    @Test
    void staleDocument_isPlannedAnew() {
        try (Migration migration = Migration.ofSample(corpus, 12)) {
            UUID run = migration.started(Migration.SETTINGS);
            corpus.execute(
                    "UPDATE upload_pipeline.documents SET file_sha256 = fixture.hash('other') WHERE document_id = "
                            + OLD);
            Map<String, String> before = SchemaVariant.SAMPLE_PIPELINE.contents(corpus);

            RunView finished = migration.drive(run, RunState.FINISHED);

            assertThat(finished.pass()).isGreaterThan(1);
            assertThat(corpus.value("SELECT document_id = fixture.true_document('auth0|1', fixture.hash('other'))"
                            + " FROM upload_pipeline.documents WHERE file_sha256 = fixture.hash('other')"))
                    .isEqualTo("t");
            assertThat(corpus.value("SELECT truename.resolve(" + OLD
                            + ") = fixture.true_document('auth0|1', fixture.hash('other'))"))
                    .isEqualTo("t");

            migration.rolledBack(run);

            assertThat(SchemaVariant.SAMPLE_PIPELINE.contents(corpus)).isEqualTo(before);
        }
    }

    @Test
    void secondInstance_leavesAtOnce() throws Exception {
        SchemaVariant.SAMPLE_PIPELINE.create(corpus, 12);
        Gate.build(corpus);
        try (Migration migration = Migration.of(SchemaVariant.SAMPLE_PIPELINE, corpus)) {
            UUID run = migration.started(Migration.SETTINGS);
            try (Gate gate = Gate.shut(corpus)) {
                Future<RunView> first = others.submit(() -> migration.drive(run, RunState.FINISHED));
                gate.awaitBatch();

                WorkResult second =
                        migration.worker().work(run, 0, Instant.now().plusSeconds(40));

                assertThat(second.outcome()).isEqualTo(Outcome.ELSEWHERE);
                assertThat(second.again()).isEmpty();
                gate.close();
                assertThat(first.get().documents().done()).isEqualTo(11);
            }
        }
    }

    @Test
    void pausedRun_movesNothing_andGoesOnWhereItWas() {
        try (Migration migration = Migration.ofSample(corpus, 60)) {
            UUID run = migration.started(Migration.SETTINGS);
            migration.oneBatch(run, 0);
            migration.command(run, RunCommand.PAUSE);
            Map<String, String> paused = SchemaVariant.SAMPLE_PIPELINE.contents(corpus);

            WorkResult result = migration.worker().work(run, 0, Instant.now().plusSeconds(40));

            assertThat(result.outcome()).isEqualTo(Outcome.PAUSED);
            assertThat(SchemaVariant.SAMPLE_PIPELINE.contents(corpus)).isEqualTo(paused);

            migration.command(run, RunCommand.RESUME);
            migration.drive(run, RunState.FINISHED);
        }
    }

    @Test
    void threeWorkers_moveTheirOwnDocuments_andAllOfThem() throws Exception {
        try (Migration migration = Migration.ofSample(corpus, 90)) {
            Map<String, String> before = SchemaVariant.SAMPLE_PIPELINE.contents(corpus);
            UUID run = migration.started(Migration.settings(3, 0.01, OnFailure.PAUSE));

            runAll(migration, run, RunState.FINISHED);

            BookkeepingTables tables = new BookkeepingTables(corpus);
            List<BookkeepingTables.Batch> batches = tables.batches();
            assertThat(batches).allMatch(batch -> batch.docs().stream().allMatch(doc -> doc % 3 == batch.shard()));
            assertThat(batches.stream().flatMap(batch -> batch.docs().stream()).toList())
                    .hasSize(82)
                    .doesNotHaveDuplicates();
            assertThat(batches)
                    .filteredOn(batch -> !batch.docs().isEmpty())
                    .extracting(BookkeepingTables.Batch::shard)
                    .contains(0, 1, 2);
            assertThat(tables.documents())
                    .extracting(BookkeepingTables.Document::state)
                    .containsOnly(DocumentState.MOVED);
            assertThat(corpus.value("SELECT count(*) FROM upload_pipeline.documents"
                            + " WHERE document_id <> fixture.true_document(user_id, file_sha256)"))
                    .isEqualTo("0");

            migration.command(run, RunCommand.ROLL_BACK);
            runAll(migration, run, RunState.ROLLED_BACK);

            assertThat(SchemaVariant.SAMPLE_PIPELINE.contents(corpus)).isEqualTo(before);
        }
    }

    private void runAll(Migration migration, UUID run, RunState until) throws Exception {
        List<Future<?>> workers = new ArrayList<>();
        for (int shard = 0; shard < 3; shard++) {
            int mine = shard;
            RunWorker worker = migration.worker();
            workers.add(others.submit(() ->
                    Migration.await(() -> migration.view(run).toString(), () -> {
                        worker.work(run, mine, Instant.now().plusSeconds(40));
                        return migration.view(run).state() == until;
                    })));
        }
        for (Future<?> worker : workers) {
            worker.get();
        }
    }

    @Test
    void rowsBornAfterTheMove_followTheirDocumentBack() {
        try (Migration migration = Migration.ofSample(corpus, 12)) {
            Map<String, String> before = SchemaVariant.SAMPLE_PIPELINE.contents(corpus);
            UUID run = migration.started(Migration.SETTINGS);
            migration.drive(run, RunState.FINISHED);
            corpus.execute("INSERT INTO upload_pipeline.document_chunks VALUES (fixture.true_chunk(" + NEW
                    + ", 'born', '2', 0), " + NEW + ", 'born', '2', 0, '', 0, 1);"
                    + "INSERT INTO upload_pipeline.document_vector_buffer VALUES (fixture.v4('born'), fixture.true_chunk("
                    + NEW + ", 'born', '2', 0));"
                    + "INSERT INTO upload_pipeline.upload_jobs VALUES (fixture.v4('born'), " + NEW
                    + ", 'born', 'done', jsonb_build_object('document_id', " + NEW + "));"
                    + "INSERT INTO upload_pipeline.events VALUES (fixture.v4('born'), fixture.v4('born'), " + NEW
                    + ", 'born')");

            migration.rolledBack(run);

            for (String table : List.of("document_chunks", "upload_jobs", "events")) {
                assertThat(corpus.value("SELECT count(*) FILTER (WHERE document_id = " + OLD + ") || ' ' || "
                                + "count(*) FILTER (WHERE document_id = " + NEW + ") FROM upload_pipeline." + table
                                + " WHERE "
                                + (table.equals("document_chunks")
                                        ? "chunker_name"
                                        : table.equals("events") ? "type" : "stage")
                                + " = 'born'"))
                        .as(table)
                        .isEqualTo("1 0");
            }
            assertThat(corpus.value("SELECT payload ->> 'document_id' = " + OLD
                            + "::text FROM upload_pipeline.upload_jobs WHERE stage = 'born'"))
                    .isEqualTo("t");
            corpus.execute("DELETE FROM upload_pipeline.events WHERE type = 'born';"
                    + "DELETE FROM upload_pipeline.upload_jobs WHERE stage = 'born';"
                    + "DELETE FROM upload_pipeline.document_vector_buffer WHERE buffer_id = fixture.v4('born');"
                    + "DELETE FROM upload_pipeline.document_chunks WHERE chunker_name = 'born'");
            assertThat(SchemaVariant.SAMPLE_PIPELINE.contents(corpus)).isEqualTo(before);
        }
    }
}
