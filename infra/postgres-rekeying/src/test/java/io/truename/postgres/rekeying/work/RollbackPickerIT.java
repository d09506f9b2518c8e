// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.postgres.rekeying.fixture.BookkeepingChanges;
import io.truename.postgres.rekeying.fixture.BookkeepingTable;
import io.truename.postgres.rekeying.fixture.BookkeepingTables;
import io.truename.postgres.rekeying.fixture.Migration;
import io.truename.postgres.rekeying.run.RunView;
import io.truename.postgres.rekeying.work.WorkResult.Outcome;
import io.truename.rekeying.run.DocumentState;
import io.truename.rekeying.run.RunCommand;
import io.truename.rekeying.run.RunSettings;
import io.truename.rekeying.run.RunSettings.OnFailure;
import io.truename.rekeying.run.RunState;
import io.truename.testkit.Samples;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer.Version;
import io.truename.testkit.schema.SchemaVariant;
import io.truename.testkit.suite.LongSuite;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Two workers take back what a later pass did on top of an earlier one, whichever of them is first. */
class RollbackPickerIT {
    private static final RunSettings TWO_WORKERS = Migration.settings(2, 0.01, OnFailure.PAUSE);
    private static final String DOCUMENTS = "upload_pipeline.documents";
    private static final String CHUNKS = "upload_pipeline.document_chunks";

    static Stream<Arguments> versionsAndShards() {
        return Samples.inTurn(Version.values(), new Integer[] {0, 1}).stream()
                .map(pair -> Arguments.of(pair.getKey(), pair.getValue()));
    }

    private static String trueId(int number) {
        return "fixture.true_document('auth0|" + number % 9 + "', fixture.hash('file " + number + "'))";
    }

    /** Duplicates of documents 1 to 8, which are put away: they come when the first pass has moved its documents. */
    private static Map<String, String> duplicates(TestDatabase corpus) {
        SchemaVariant.SAMPLE_PIPELINE.create(corpus, 12);
        corpus.execute("ALTER TABLE " + DOCUMENTS + " DROP CONSTRAINT documents_user_id_file_sha256_key");
        for (int n = 1; n <= 8; n++) {
            corpus.execute("INSERT INTO " + DOCUMENTS + " SELECT fixture.v4('twin " + n
                    + "'), user_id, 'twin', mime, bytes_len, file_sha256, processing_status, '2099-01-01', updated_at FROM "
                    + DOCUMENTS + " WHERE document_id = fixture.v4('document " + n + "');"
                    + "INSERT INTO " + CHUNKS + " SELECT gen_random_uuid(), fixture.v4('twin " + n
                    + "'), chunker_name, chunker_version, chunk_ord, chunk_sha256, byte_from, bytes_len, embedding FROM "
                    + CHUNKS + " WHERE chunk_ord < 2 AND document_id = fixture.v4('document " + n + "');"
                    + "INSERT INTO " + CHUNKS + " VALUES (gen_random_uuid(), fixture.v4('twin " + n
                    + "'), 'fixed', '1.0', 77, 'own', 0, 1)");
        }
        Map<String, String> before = SchemaVariant.SAMPLE_PIPELINE.contents(corpus);
        corpus.execute("CREATE TABLE fixture.twins AS SELECT * FROM " + DOCUMENTS + " WHERE filename = 'twin';"
                + "CREATE TABLE fixture.twin_chunks AS SELECT c.* FROM " + CHUNKS
                + " AS c JOIN fixture.twins USING (document_id);"
                + "DELETE FROM " + CHUNKS + " WHERE document_id IN (SELECT document_id FROM fixture.twins);"
                + "DELETE FROM " + DOCUMENTS + " WHERE filename = 'twin'");
        return before;
    }

    private static void duplicatesCome(TestDatabase corpus) {
        corpus.execute("INSERT INTO " + DOCUMENTS + " SELECT * FROM fixture.twins;" + "INSERT INTO " + CHUNKS
                + " SELECT * FROM fixture.twin_chunks");
    }

    /** A run whose first pass has moved its documents, before the duplicates came. */
    private static UUID firstPass(Migration migration) {
        UUID run = migration.started(TWO_WORKERS);
        migration.oneBatch(run, 0);
        migration.oneBatch(run, 1);
        assertThat(new BookkeepingTables(migration.corpus()).documentsIn(DocumentState.PLANNED))
                .isZero();
        duplicatesCome(migration.corpus());
        return run;
    }

    private static WorkResult step(Migration migration, UUID run, int shard) {
        return migration.worker().work(run, shard, Instant.now().plusSeconds(20));
    }

    @LongSuite(sample = 1)
    @ParameterizedTest(name = "{0}, worker {1} first")
    @MethodSource("versionsAndShards")
    void duplicatesOfASecondPass_comeBackToTheByte(Version version, int first) {
        TestDatabase corpus = Migration.database(version);
        Map<String, String> before = duplicates(corpus);
        try (Migration migration = Migration.of(SchemaVariant.SAMPLE_PIPELINE, corpus)) {
            UUID run = firstPass(migration);
            RunView finished = migration.drive(run, RunState.FINISHED);
            assertThat(finished.documents().merged()).isEqualTo(8);
            List<BookkeepingTables.Batch> batches = new BookkeepingTables(corpus).batches();
            assertThat(batches.stream().map(BookkeepingTables.Batch::shard).distinct())
                    .hasSize(2);
            assertThat(batches.stream().map(BookkeepingTables.Batch::epoch).distinct())
                    .hasSize(2);
            migration.command(run, RunCommand.ROLL_BACK);

            WorkResult waits = step(migration, run, first);

            assertThat(waits.outcome()).isEqualTo(Outcome.HELD);
            assertThat(waits.batches()).isEqualTo(1);
            assertThat(waits.again()).isPresent();
            migration.drive(run, RunState.ROLLED_BACK);
            assertThat(SchemaVariant.SAMPLE_PIPELINE.contents(corpus)).isEqualTo(before);
            BookkeepingTables tables = new BookkeepingTables(corpus);
            assertThat(tables.count(BookkeepingTable.ARCHIVE)).isZero();
            assertThat(tables.quarantine()).isEmpty();
        }
    }

    /** As a release wrote them that did not keep the order: what stands on what is seen by the documents. */
    @LongSuite(sample = 1)
    @ParameterizedTest(name = "worker {0} first")
    @CsvSource({"0", "1"})
    void batchesWithoutOrder_comeBackToTheByte(int first) {
        TestDatabase corpus = Migration.database(Version.NEWEST);
        Map<String, String> before = duplicates(corpus);
        try (Migration migration = Migration.of(SchemaVariant.SAMPLE_PIPELINE, corpus)) {
            UUID run = firstPass(migration);
            migration.drive(run, RunState.FINISHED);
            BookkeepingChanges changes = new BookkeepingChanges(corpus);
            changes.set(BookkeepingTable.BATCH, "epoch = 0");
            changes.set(BookkeepingTable.DOCUMENT_MAP, "moved_order = NULL");
            migration.command(run, RunCommand.ROLL_BACK);

            step(migration, run, first);
            migration.drive(run, RunState.ROLLED_BACK);

            assertThat(SchemaVariant.SAMPLE_PIPELINE.contents(corpus)).isEqualTo(before);
            assertThat(new BookkeepingTables(corpus).quarantined()).isEmpty();
        }
    }

    @LongSuite(sample = 1)
    @ParameterizedTest(name = "worker {0} first, paused between: {1}")
    @CsvSource({"0, false", "1, false", "0, true"})
    void halfASecondPass_comesBackToTheByte(int first, boolean paused) {
        TestDatabase corpus = Migration.database(Version.NEWEST);
        Map<String, String> before = duplicates(corpus);
        try (Migration migration = Migration.of(SchemaVariant.SAMPLE_PIPELINE, corpus)) {
            UUID run = firstPass(migration);
            Migration.await(() -> "no second pass", () -> {
                step(migration, run, 0, () -> migration.view(run).pass() == 1);
                step(migration, run, 1, () -> migration.view(run).pass() == 1);
                return migration.view(run).pass() == 2;
            });
            migration.oneBatch(run, 1);
            assertThat(new BookkeepingTables(corpus).documentsIn(DocumentState.WAITING_TO_MERGE))
                    .isPositive();
            migration.command(run, RunCommand.ROLL_BACK);
            step(migration, run, first);
            if (paused) {
                migration.command(run, RunCommand.PAUSE);
                migration.command(run, RunCommand.RESUME);
            }

            migration.drive(run, RunState.ROLLED_BACK);

            assertThat(SchemaVariant.SAMPLE_PIPELINE.contents(corpus)).isEqualTo(before);
        }
    }

    private static void step(Migration migration, UUID run, int shard, BooleanSupplier timeLeft) {
        migration.worker().work(run, shard, timeLeft);
    }

    /** One document has the id that another should have, which can move only when the first has moved away. */
    @LongSuite(sample = 1)
    @ParameterizedTest(name = "{0}, worker {1} first")
    @MethodSource("versionsAndShards")
    void documentOnTheIdThatAnotherLeft_goesBackBeforeIt(Version version, int first) {
        TestDatabase corpus = Migration.database(version);
        SchemaVariant.SAMPLE_PIPELINE.create(corpus, 12);
        for (int n = 1; n <= 3; n++) {
            corpus.execute("INSERT INTO " + DOCUMENTS + " SELECT " + trueId(n) + ", user_id, 'holder', mime, bytes_len,"
                    + " fixture.hash('holder " + n + "'), processing_status, created_at, updated_at FROM " + DOCUMENTS
                    + " WHERE document_id = fixture.v4('document " + n + "');"
                    + "INSERT INTO " + CHUNKS + " SELECT gen_random_uuid(), " + trueId(n)
                    + ", 'fixed', '1.0', 0, '', 0, 1");
        }
        Map<String, String> before = SchemaVariant.SAMPLE_PIPELINE.contents(corpus);
        try (Migration migration = Migration.of(SchemaVariant.SAMPLE_PIPELINE, corpus)) {
            UUID run = migration.started(TWO_WORKERS);
            RunView finished = migration.drive(run, RunState.FINISHED);
            assertThat(finished.pass()).isGreaterThan(1);
            assertThat(finished.documents().quarantined()).isZero();
            migration.command(run, RunCommand.ROLL_BACK);

            step(migration, run, first);
            migration.drive(run, RunState.ROLLED_BACK);

            assertThat(SchemaVariant.SAMPLE_PIPELINE.contents(corpus)).isEqualTo(before);
            assertThat(new BookkeepingTables(corpus).quarantine())
                    .extracting(BookkeepingTables.Quarantined::code)
                    .doesNotContain("unique");
        }
    }

    /** The later merge cannot be taken back: then neither can the move that it stands on, or its rows would have no document. */
    @LongSuite(sample = 1)
    @ParameterizedTest(name = "worker {0} first")
    @CsvSource({"0", "1"})
    void mergeThatCannotBeTakenBack_keepsTheMoveBeforeIt(int first) {
        TestDatabase corpus = Migration.database(Version.NEWEST);
        Map<String, String> before = duplicates(corpus);
        try (Migration migration = Migration.of(SchemaVariant.SAMPLE_PIPELINE, corpus)) {
            UUID run = firstPass(migration);
            migration.drive(run, RunState.FINISHED);
            String chunks = "SELECT count(*) FROM " + CHUNKS + " WHERE document_id = " + trueId(3);
            String merged = corpus.value(chunks);
            corpus.execute(
                    "INSERT INTO " + DOCUMENTS + " SELECT fixture.v4('twin 3'), user_id, 'again', mime, bytes_len,"
                            + " fixture.hash('again'), processing_status, created_at, updated_at FROM " + DOCUMENTS
                            + " WHERE document_id = " + trueId(3));
            migration.command(run, RunCommand.ROLL_BACK);
            step(migration, run, first);

            RunView paused = migration.drive(run, RunState.PAUSED);

            assertThat(paused.lastError().orElseThrow().message()).startsWith("2 documents could not be moved back");
            assertThat(new BookkeepingTables(corpus).quarantined())
                    .extracting(BookkeepingTables.Quarantined::code)
                    .containsExactlyInAnyOrder("moved.on", "unique");
            assertThat(corpus.value(chunks)).isEqualTo(merged);
            assertThat(corpus.value("SELECT count(*) FROM " + DOCUMENTS + " WHERE filename = 'twin'"))
                    .isEqualTo("7");

            corpus.execute("DELETE FROM " + DOCUMENTS + " WHERE filename = 'again'");
            migration.command(run, RunCommand.RESUME);
            migration.drive(run, RunState.ROLLED_BACK);

            assertThat(SchemaVariant.SAMPLE_PIPELINE.contents(corpus)).isEqualTo(before);
        }
    }

    /** A row that names documents of both workers, some of which are merged: what changed it last is taken back first. */
    @LongSuite(sample = 1)
    @ParameterizedTest(name = "worker {0} moves first, worker {1} goes back first")
    @CsvSource({"0, 0", "0, 1", "1, 0", "1, 1"})
    void rowThatBothWorkersChange_comesBackToTheByte(int moves, int goesBack) {
        TestDatabase corpus = Migration.database(Version.NEWEST);
        SchemaVariant variant = SchemaVariant.SOFT_REFERENCES;
        variant.create(corpus, 20);
        corpus.execute("UPDATE app.bundles SET document_ids = (SELECT array_agg(id ORDER BY number) FROM app.documents)"
                + " WHERE number = 1");
        Map<String, String> before = variant.contents(corpus);
        try (Migration migration = Migration.of(variant, corpus)) {
            UUID run = migration.started(TWO_WORKERS);
            migration.oneBatch(run, moves);
            migration.drive(run, RunState.FINISHED);
            BookkeepingTables tables = new BookkeepingTables(corpus);
            assertThat(tables.batches().stream()
                            .map(BookkeepingTables.Batch::shard)
                            .distinct())
                    .hasSize(2);
            migration.command(run, RunCommand.ROLL_BACK);

            step(migration, run, goesBack);
            migration.drive(run, RunState.ROLLED_BACK);

            assertThat(variant.contents(corpus))
                    .as(() -> tables.batches().toString())
                    .isEqualTo(before);
        }
    }
}
