// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.postgres.rekeying.fixture.BookkeepingTables;
import io.truename.postgres.rekeying.fixture.Migration;
import io.truename.postgres.rekeying.run.RunView;
import io.truename.rekeying.run.RunCommand;
import io.truename.rekeying.run.RunSettings;
import io.truename.rekeying.run.RunState;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer.Version;
import io.truename.testkit.schema.KeyedVariant;
import io.truename.testkit.schema.SchemaVariant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Chunks that have positions for ordinals, which the application writes and deletes while a run goes on. */
class PositionsIT {
    private static final SchemaVariant VARIANT = SchemaVariant.CHUNKS_WITHOUT_ORDINAL;
    private static final RunSettings PATIENT = Migration.settings(1, 1, RunSettings.OnFailure.PAUSE);

    /** A document with six chunks, of the pages 8 to 10. */
    private static final String OLD = "fixture.v4('document 4')::text";

    private static final String TRUE = "fixture.true_document('user-4', fixture.hash('file 4'))::text";

    /** Chunks that lack the id of their place, by a number that PostgreSQL counts in another way. */
    private static final String UNTRUE = """
            SELECT count(*) FROM app.document_chunk c
             WHERE c.id <> fixture.true_chunk(c.file_id::uuid, 'recursive', '1000', (SELECT count(*) FROM app.document_chunk o
                    WHERE o.file_id = c.file_id AND ((o.vmetadata->>'page')::numeric, (o.vmetadata->>'start_index')::numeric)
                          < ((c.vmetadata->>'page')::numeric, (c.vmetadata->>'start_index')::numeric)))::text""";

    private final TestDatabase corpus = Migration.database(Version.NEWEST);

    private Migration migration() {
        VARIANT.create(corpus, 12);
        return Migration.of(VARIANT, corpus);
    }

    private void insert(String document, String page, int start) {
        corpus.execute("INSERT INTO app.document_chunk VALUES (fixture.v4('new " + page + start + "')::text, "
                + document + ", 'new', '{\"page\": " + page + ", \"start_index\": " + start + "}')");
    }

    /** A run before whose start the corpus changes; and its rollback. */
    private void becomesTrue_andComesBack(Runnable change) {
        try (Migration migration = migration()) {
            UUID run = migration.planned(Migration.SETTINGS);
            change.run();
            Map<String, String> before = VARIANT.contents(corpus);
            migration.command(run, RunCommand.START);

            RunView finished = migration.drive(run, RunState.FINISHED);

            assertThat(finished.documents().quarantined()).isZero();
            assertThat(corpus.value(UNTRUE)).isEqualTo("0");
            migration.rolledBack(run);
            assertThat(VARIANT.contents(corpus)).isEqualTo(before);
        }
    }

    @Test
    void chunkThatComesBetweenOthers_beforeItsDocumentMoves_isCountedAmongThem() {
        becomesTrue_andComesBack(() -> insert(OLD, "8", 500));
    }

    /** The same chunks are there, so that only the check of each id after the move finds that their order is another. */
    @Test
    void chunksThatChangePlaces_beforeTheirDocumentMoves_getTheIdsOfTheirPlaces() {
        becomesTrue_andComesBack(() -> corpus.execute(
                "UPDATE app.document_chunk SET vmetadata = vmetadata || '{\"page\": 77}' WHERE file_id = " + OLD
                        + " AND vmetadata->>'page' = '8'"));
    }

    @Test
    void chunkThatIsAppended_afterItsDocumentMoved_getsItsIdInTheNextPass() {
        try (Migration migration = migration()) {
            UUID run = migration.started(Migration.SETTINGS);
            migration.drive(run, RunState.FINISHED);
            insert(TRUE, "99", 1);

            RunView next = migration.drive(migration.started(Migration.SETTINGS), RunState.FINISHED);

            assertThat(next.documents().quarantined()).isZero();
            assertThat(corpus.value(UNTRUE)).isEqualTo("0");
        }
    }

    /** Each of those after it would have to get an id that the next one holds. */
    @Test
    void chunkThatComesBetweenOthers_afterItsDocumentMoved_setsItAside() {
        try (Migration migration = migration()) {
            UUID run = migration.started(Migration.SETTINGS);
            migration.drive(run, RunState.FINISHED);
            Map<String, String> moved = VARIANT.contents(corpus);
            insert(TRUE, "8", 500);

            RunView next = migration.drive(migration.started(PATIENT), RunState.FINISHED);

            assertThat(next.documents().quarantined()).isEqualTo(1);
            assertThat(new BookkeepingTables(corpus).quarantine())
                    .extracting(BookkeepingTables.Quarantined::code)
                    .containsOnly("chunk.id.held");
            corpus.execute("DELETE FROM app.document_chunk WHERE text = 'new'");
            assertThat(VARIANT.contents(corpus)).isEqualTo(moved);
        }
    }

    /** As with an ordinal that is no longer legal, a person reads the reason before the run goes on. */
    @Test
    void chunksThatAreTiedSinceThePlan_setTheirDocumentAside_andPauseTheRun() {
        try (Migration migration = migration()) {
            UUID run = migration.planned(PATIENT);
            insert(OLD, "8", 90);
            migration.command(run, RunCommand.START);
            RunView paused = migration.drive(run, RunState.PAUSED);
            assertThat(paused.lastError().orElseThrow().message()).contains("no legal ordinal");
            assertThat(obstacles(migration, run)).isEmpty();
            migration.command(run, RunCommand.RESUME);

            RunView finished = migration.drive(run, RunState.FINISHED);

            assertThat(finished.documents().quarantined()).isEqualTo(1);
            assertThat(corpus.value("SELECT count(*) FROM app.file WHERE id = " + OLD))
                    .isEqualTo("1");
        }
    }

    /** Nothing is numbered on the way back. */
    @Test
    void tiesAndChunksWithoutAPlace_stopNeitherARollbackNorItsResumption() {
        try (Migration migration = migration()) {
            UUID run = migration.started(Migration.SETTINGS);
            migration.drive(run, RunState.FINISHED);
            insert(TRUE, "8", 90);
            insert(TRUE, "null", 90);

            assertThat(obstacles(migration, run)).isEmpty();
            migration.rolledBack(run);

            assertThat(corpus.value("SELECT count(*) FROM app.document_chunk WHERE file_id = " + OLD))
                    .isEqualTo("8");
        }
    }

    /**
     * Ids would pass from each chunk to the one before it. The order of rows decides whether PostgreSQL refuses that, and the cascade would take
     * references that have arrived one chunk further.
     */
    @Test
    void chunkThatIsDeletedBeforeOthers_afterThePlanOfAnAppendedOne_setsItsDocumentAside() {
        try (Migration migration = migration()) {
            corpus.execute("ALTER TABLE app.child_chunk DROP CONSTRAINT child_chunk_chunk_id_fkey,"
                    + " ADD FOREIGN KEY (chunk_id) REFERENCES app.document_chunk ON UPDATE CASCADE");
            migration.drive(migration.started(Migration.SETTINGS), RunState.FINISHED);
            corpus.execute("CREATE INDEX by_place ON app.document_chunk"
                    + " (file_id, ((vmetadata->>'page')::numeric), ((vmetadata->>'start_index')::numeric));"
                    + " CLUSTER app.document_chunk USING by_place; DROP INDEX app.by_place");
            insert(TRUE, "99", 1);
            UUID run = migration.planned(PATIENT);
            String first = "(SELECT id FROM app.document_chunk WHERE file_id = " + TRUE
                    + " AND vmetadata @> '{\"page\": 8, \"start_index\": 90}')";
            corpus.execute("DELETE FROM app.child_chunk WHERE chunk_id = " + first
                    + "; DELETE FROM app.document_chunk WHERE id = " + first);
            Map<String, String> before = VARIANT.contents(corpus);
            migration.command(run, RunCommand.START);

            RunView finished = migration.drive(run, RunState.FINISHED);

            assertThat(corpus.value(
                            "SELECT count(*) FROM app.child_chunk h JOIN app.document_chunk c ON c.id = h.chunk_id"
                                    + " WHERE h.content <> c.text"))
                    .as("references to other chunks")
                    .isEqualTo("0");
            assertThat(VARIANT.contents(corpus)).isEqualTo(before);
            assertThat(finished.documents().quarantined()).isEqualTo(1);
            assertThat(new BookkeepingTables(corpus).quarantine())
                    .extracting(BookkeepingTables.Quarantined::code)
                    .containsOnly("chunk.id.held");
        }
    }

    /** Else the chunks of both would be counted among each other. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void copyWithAChunkBetweenOthers_isNotMerged(boolean beforeThePlan) {
        try (Migration migration = migration()) {
            Runnable change = () -> insert("fixture.v4('document 7')::text", "8", 500);
            if (beforeThePlan) {
                change.run();
            }
            UUID run = migration.planned(PATIENT);
            if (!beforeThePlan) {
                change.run();
            }
            migration.command(run, RunCommand.START);

            RunView finished = migration.drive(run, RunState.FINISHED);

            assertThat(finished.documents().quarantined()).isEqualTo(1);
            assertThat(new BookkeepingTables(corpus).quarantine())
                    .singleElement()
                    .satisfies(entry -> {
                        assertThat(entry.code()).isEqualTo("chunk.differs");
                        assertThat(entry.reason()).contains("vmetadata");
                    });
            assertThat(corpus.value("SELECT count(*) FROM app.file WHERE id = fixture.v4('document 7')::text"))
                    .isEqualTo("1");
            migration.rolledBack(run);
        }
    }

    @Test
    void copyWithAChunkAfterTheOthers_isMerged_andComesBack() {
        becomesTrue_andComesBack(() -> {
            corpus.execute("INSERT INTO app.document_chunk SELECT fixture.v4('copy ' || id)::text,"
                    + " fixture.v4('document 7')::text, text, vmetadata FROM app.document_chunk"
                    + " WHERE file_id = fixture.v4('document 6')::text");
            insert("fixture.v4('document 7')::text", "99", 1);
        });
        assertThat(new BookkeepingTables(corpus).documents())
                .filteredOn(document -> document.intoDoc().isPresent())
                .hasSize(1);
    }

    @Test
    void columnThatATriggerChanges_isNamedWhereItIsAnOrder() {
        try (Migration migration = migration()) {
            corpus.execute("""
                    CREATE FUNCTION app.touch() RETURNS trigger LANGUAGE plpgsql AS $$
                        BEGIN NEW.start_at := to_timestamp(-extract(epoch FROM NEW.start_at)); RETURN NEW; END $$;
                    CREATE TRIGGER touch BEFORE UPDATE ON app.child_chunk FOR EACH ROW EXECUTE FUNCTION app.touch()""");
            RunView planned = migration.view(migration.planned(Migration.SETTINGS));

            assertThat(planned.findings()).anySatisfy(finding -> {
                assertThat(finding.code()).isEqualTo("preflight.sample.refused");
                assertThat(finding.reason()).contains("app.child_chunk", "position by start_at, label", "trigger");
            });
        }
    }

    private static List<String> obstacles(Migration migration, UUID run) {
        return migration.database().with(session -> RunObstacles.of(session, migration.view(run)));
    }

    /** True ids beside the keys are written for chunks in the order of their keys, and not by document. */
    @Test
    void positionsBesideTheKeys_areThoseOfWholeDocuments() {
        KeyedVariant articles = KeyedVariant.VECTORIZED_ARTICLES;
        articles.create(corpus, 60);
        Map<String, String> before = articles.contents(corpus);
        String mapping = articles.mapping().replace("ordinal: chunk_seq", "ordinal: {position: [chunk_seq]}");
        try (Migration migration = Migration.of(corpus, mapping)) {
            UUID run = migration.started(Migration.SETTINGS);
            migration.drive(run, RunState.FINISHED);
            assertThat(corpus.value(articles.untrue())).isEqualTo("0");
            migration.rolledBack(run);
            assertThat(articles.contents(corpus)).isEqualTo(before);
        }
    }
}
