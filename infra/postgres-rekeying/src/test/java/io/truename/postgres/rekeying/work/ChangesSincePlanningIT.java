// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.postgres.rekeying.fixture.BookkeepingTables;
import io.truename.postgres.rekeying.fixture.Migration;
import io.truename.postgres.rekeying.run.RunView;
import io.truename.rekeying.run.RunCommand;
import io.truename.rekeying.run.RunState;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer.Version;
import io.truename.testkit.schema.SchemaVariant;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Days may pass between a plan and its start, and an application changes its rows meanwhile: none of that is lost. */
class ChangesSincePlanningIT {
    private static final SchemaVariant SAMPLE = SchemaVariant.SAMPLE_PIPELINE;
    private static final String FIRST = "fixture.v4('document 1')";
    private static final String FIRST_TRUE = "fixture.true_document('auth0|1', fixture.hash('file 1'))";
    private static final String TWIN = "fixture.v4('twin')";
    private static final String EVERYTHING_OF_THE_FIRST_TRUE =
            "DELETE FROM upload_pipeline.document_vector_buffer WHERE chunk_id IN (SELECT chunk_id"
                    + " FROM upload_pipeline.document_chunks WHERE document_id = %1$s);"
                    + "DELETE FROM upload_pipeline.events WHERE document_id = %1$s;"
                    + "DELETE FROM upload_pipeline.upload_jobs WHERE document_id = %1$s;"
                    + "DELETE FROM upload_pipeline.document_chunks WHERE document_id = %1$s;"
                    + "DELETE FROM upload_pipeline.documents WHERE document_id = %1$s";

    private final TestDatabase corpus = Migration.database(Version.NEWEST);

    private void storeTwin() {
        SAMPLE.create(corpus, 12);
        corpus.execute("ALTER TABLE upload_pipeline.documents DROP CONSTRAINT documents_user_id_file_sha256_key;"
                + "INSERT INTO upload_pipeline.documents SELECT " + TWIN
                + ", user_id, 'twin', mime, bytes_len, file_sha256, processing_status, '2099-01-01', updated_at"
                + " FROM upload_pipeline.documents WHERE document_id = " + FIRST + ";"
                + "INSERT INTO upload_pipeline.document_chunks SELECT gen_random_uuid(), " + TWIN
                + ", chunker_name, chunker_version, chunk_ord, chunk_sha256, byte_from, bytes_len, embedding"
                + " FROM upload_pipeline.document_chunks WHERE chunk_ord < 2 AND document_id = " + FIRST + ";"
                + "INSERT INTO upload_pipeline.document_chunks VALUES (gen_random_uuid(), " + TWIN
                + ", 'fixed', '1.0', 77, 'own', 0, 1)");
    }

    private String filesOf(String content) {
        return corpus.value(
                "SELECT string_agg(filename || ' ' || (document_id = fixture.true_document(user_id, file_sha256)),"
                        + " ', ' ORDER BY filename) FROM upload_pipeline.documents WHERE file_sha256 = fixture.hash('"
                        + content
                        + "')");
    }

    @Test
    void twinThatGotOtherContent_isADocumentOfItsOwn() {
        storeTwin();
        try (Migration migration = Migration.of(SAMPLE, corpus)) {
            UUID run = migration.planned(Migration.SETTINGS);
            corpus.execute(
                    "UPDATE upload_pipeline.documents SET file_sha256 = fixture.hash('other') WHERE document_id = "
                            + TWIN);
            Map<String, String> before = SAMPLE.contents(corpus);
            migration.command(run, RunCommand.START);

            RunView finished = migration.drive(run, RunState.FINISHED);

            assertThat(finished.documents().merged()).isZero();
            assertThat(filesOf("other")).isEqualTo("twin true");
            migration.rolledBack(run);
            assertThat(SAMPLE.contents(corpus)).isEqualTo(before);
        }
    }

    @Test
    void twinWhoseSurvivorGotOtherContent_movesByItself() {
        storeTwin();
        try (Migration migration = Migration.of(SAMPLE, corpus)) {
            UUID run = migration.planned(Migration.SETTINGS);
            corpus.execute(
                    "UPDATE upload_pipeline.documents SET file_sha256 = fixture.hash('other'), filename = 'first'"
                            + " WHERE document_id = " + FIRST);
            Map<String, String> before = SAMPLE.contents(corpus);
            migration.command(run, RunCommand.START);

            migration.drive(run, RunState.FINISHED);

            assertThat(filesOf("other")).isEqualTo("first true");
            assertThat(filesOf("file 1")).isEqualTo("twin true");
            migration.rolledBack(run);
            assertThat(SAMPLE.contents(corpus)).isEqualTo(before);
        }
    }

    @Test
    void survivorThatIsDeletedAfterAMerge_takesItsTwinAlong_andTheRestGoesBack() {
        storeTwin();
        try (Migration migration = Migration.of(SAMPLE, corpus)) {
            Map<String, String> before = SAMPLE.contents(corpus);
            UUID run = migration.started(Migration.SETTINGS);
            migration.drive(run, RunState.FINISHED);
            corpus.execute(EVERYTHING_OF_THE_FIRST_TRUE.formatted(FIRST_TRUE));

            RunView back = migration.rolledBack(run);

            assertThat(back.documents().gone()).isEqualTo(2);
            assertThat(back.documents().done()).isZero();
            assertThat(back.documents().merged()).isZero();
            assertThat(corpus.value("SELECT count(*) FROM upload_pipeline.documents"))
                    .isEqualTo("11");
            assertThat(before.keySet()).isEqualTo(SAMPLE.contents(corpus).keySet());
        }
    }

    @Test
    void chunkThatIsNoLongerTwice_isNotMerged() {
        SAMPLE.create(corpus, 12);
        corpus.execute("ALTER TABLE upload_pipeline.document_chunks DROP CONSTRAINT"
                + " document_chunks_document_id_chunker_name_chunker_version_ch_key;"
                + "INSERT INTO upload_pipeline.document_chunks SELECT fixture.v4('twice'), document_id, chunker_name,"
                + " chunker_version, chunk_ord, chunk_sha256, byte_from, bytes_len, embedding"
                + " FROM upload_pipeline.document_chunks WHERE chunk_ord = 0 AND document_id = " + FIRST);
        try (Migration migration = Migration.of(SAMPLE, corpus)) {
            UUID run = migration.planned(Migration.SETTINGS);
            corpus.execute("UPDATE upload_pipeline.document_chunks SET chunk_ord = 500, chunk_sha256 = 'twice'"
                    + " WHERE chunk_id = fixture.v4('twice')");
            Map<String, String> before = SAMPLE.contents(corpus);
            migration.command(run, RunCommand.START);

            migration.drive(run, RunState.FINISHED);

            assertThat(corpus.value(
                            "SELECT chunk_ord FROM upload_pipeline.document_chunks WHERE chunk_sha256 = 'twice'"))
                    .isEqualTo("500");
            migration.rolledBack(run);
            assertThat(SAMPLE.contents(corpus)).isEqualTo(before);
        }
    }

    @Test
    void chunksThatWereMadeAnew_moveAndGoBack() {
        SAMPLE.create(corpus, 12);
        try (Migration migration = Migration.of(SAMPLE, corpus)) {
            UUID run = migration.planned(Migration.SETTINGS);
            corpus.execute("DELETE FROM upload_pipeline.document_vector_buffer WHERE chunk_id IN (SELECT chunk_id"
                    + " FROM upload_pipeline.document_chunks WHERE document_id = " + FIRST + ");"
                    + "CREATE TEMP TABLE anew AS SELECT * FROM upload_pipeline.document_chunks WHERE document_id = "
                    + FIRST + ";"
                    + "DELETE FROM upload_pipeline.document_chunks WHERE document_id = " + FIRST + ";"
                    + "UPDATE anew SET chunk_id = gen_random_uuid();"
                    + "INSERT INTO upload_pipeline.document_chunks SELECT * FROM anew; DROP TABLE anew");
            Map<String, String> before = SAMPLE.contents(corpus);
            migration.command(run, RunCommand.START);

            migration.drive(run, RunState.FINISHED);
            migration.rolledBack(run);

            assertThat(SAMPLE.contents(corpus)).isEqualTo(before);
        }
    }

    @Test
    void chunksOfAnotherVersion_moveToTheirIds() {
        SAMPLE.create(corpus, 12);
        try (Migration migration = Migration.of(SAMPLE, corpus)) {
            UUID run = migration.planned(Migration.SETTINGS);
            corpus.execute(
                    "UPDATE upload_pipeline.document_chunks SET chunker_version = '2.0' WHERE document_id = " + FIRST);
            Map<String, String> before = SAMPLE.contents(corpus);
            migration.command(run, RunCommand.START);

            RunView finished = migration.drive(run, RunState.FINISHED);

            assertThat(finished.documents().quarantined()).isZero();
            migration.rolledBack(run);
            assertThat(SAMPLE.contents(corpus)).isEqualTo(before);
        }
    }

    @Test
    void chunkThatWasGivenToAnotherDocument_keepsWhatRefersToIt() {
        SAMPLE.create(corpus, 12);
        String chunk = "fixture.v4('given')";
        corpus.execute("CREATE TABLE upload_pipeline.chunk_notes (n int PRIMARY KEY, chunk uuid);"
                + "CREATE INDEX ON upload_pipeline.chunk_notes (chunk);"
                + "INSERT INTO upload_pipeline.document_chunks SELECT " + chunk + ", document_id, 'fixed', '1.0', 900,"
                + " 'given', 0, 1 FROM upload_pipeline.documents WHERE document_id = " + FIRST + ";"
                + "INSERT INTO upload_pipeline.chunk_notes VALUES (1, " + chunk + ")");
        try (Migration migration =
                Migration.of(SAMPLE, corpus, "  - {table: upload_pipeline.chunk_notes, column: chunk, to: chunks}")) {
            UUID run = migration.planned(Migration.SETTINGS);
            String first = corpus.value("SELECT " + FIRST);
            UUID last = new BookkeepingTables(corpus)
                    .documents().stream()
                            .filter(document -> !document.oldId().toString().equals(first))
                            .max(Comparator.comparingInt(BookkeepingTables.Document::rank)
                                    .thenComparingLong(BookkeepingTables.Document::doc))
                            .orElseThrow()
                            .oldId();
            corpus.execute("UPDATE upload_pipeline.document_chunks SET document_id = '" + last + "' WHERE chunk_id = "
                    + chunk);
            Map<String, String> before = SAMPLE.contents(corpus);
            migration.command(run, RunCommand.START);

            migration.drive(run, RunState.FINISHED);

            assertThat(corpus.value("SELECT chunk_sha256 FROM upload_pipeline.document_chunks"
                            + " JOIN upload_pipeline.chunk_notes ON chunk = chunk_id"))
                    .isEqualTo("given");
            migration.rolledBack(run);
            assertThat(SAMPLE.contents(corpus)).isEqualTo(before);
            assertThat(corpus.value("SELECT chunk = " + chunk + " FROM upload_pipeline.chunk_notes"))
                    .isEqualTo("t");
        }
    }

    @Test
    void rowThatComesWhileASingleDocumentMoves_isNoReasonToSetItAside() throws SQLException {
        SAMPLE.create(corpus, 12);
        corpus.execute("DELETE FROM upload_pipeline.document_vector_buffer");
        // Large enough to be a batch of its own.
        corpus.execute("INSERT INTO upload_pipeline.document_chunks SELECT gen_random_uuid(), " + FIRST
                + ", 'fixed', '1.0', o, 'x', 0, 1 FROM generate_series(1000, 1600) o");
        try (Migration migration = Migration.of(SAMPLE, corpus)) {
            UUID run = migration.started(Migration.SETTINGS);
            CompletableFuture<?> batch;
            try (Connection application = corpus.connect();
                    Statement statement = application.createStatement()) {
                application.setAutoCommit(false);
                statement.execute(
                        "INSERT INTO upload_pipeline.document_vector_buffer SELECT gen_random_uuid(), chunk_id"
                                + " FROM upload_pipeline.document_chunks WHERE chunk_ord = 1600");
                batch = CompletableFuture.runAsync(
                        () -> migration.worker().work(run, 0, Instant.now().plusSeconds(5)));
                io.truename.postgres.rekeying.fixture.Gate.awaitEngineWaiting(corpus);
                application.commit();
            }
            batch.join();

            RunView finished = migration.drive(run, RunState.FINISHED);

            assertThat(finished.documents().quarantined()).isZero();
            assertThat(corpus.value("SELECT count(*) FROM upload_pipeline.documents WHERE document_id = " + FIRST_TRUE))
                    .isEqualTo("1");
            assertThat(new BookkeepingTables(corpus).quarantine()).isEmpty();
        }
    }

    @Test
    void documentThatTakesLong_getsMoreTime_andIsSetAsideIfThatIsNotEnough() {
        SAMPLE.create(corpus, 12);
        corpus.execute(
                "CREATE TABLE fixture.slow (id uuid, seconds float8);"
                        + "CREATE FUNCTION fixture.slow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                        + " PERFORM pg_sleep(seconds) FROM fixture.slow WHERE id = OLD.document_id; RETURN NEW; END $$;"
                        + "CREATE TRIGGER slow BEFORE UPDATE ON upload_pipeline.documents FOR EACH ROW EXECUTE FUNCTION fixture.slow()");
        try (Migration migration = Migration.of(SAMPLE, corpus)) {
            UUID run =
                    migration.planned(Migration.settings(1, 0.5, io.truename.rekeying.run.RunSettings.OnFailure.PAUSE));
            corpus.execute("INSERT INTO fixture.slow VALUES (" + FIRST + ", 0.7), (fixture.v4('document 2'), 600)");
            migration.command(run, RunCommand.START);
            RunWorker worker = migration.worker(new BatchTime(Duration.ofMillis(400), Duration.ofSeconds(3)));

            Migration.await(() -> migration.view(run).toString(), () -> {
                worker.work(run, 0, Instant.now().plusSeconds(40));
                return migration.view(run).state() != RunState.RUNNING;
            });

            assertThat(migration.view(run).state()).isEqualTo(RunState.FINISHED);
            assertThat(new BookkeepingTables(corpus).quarantine())
                    .singleElement()
                    .satisfies(entry -> {
                        assertThat(entry.oldId()).isEqualTo(corpus.value("SELECT fixture.v4('document 2')"));
                        assertThat(entry.code()).isEqualTo("statement.timeout");
                    });
            assertThat(corpus.value("SELECT count(*) FROM upload_pipeline.documents WHERE document_id = " + FIRST_TRUE))
                    .isEqualTo("1");
        }
    }
}
