// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.corpus.schema.CorpusSchema;
import io.truename.postgres.Session;
import io.truename.postgres.rekeying.fixture.BookkeepingChanges;
import io.truename.postgres.rekeying.fixture.BookkeepingTables;
import io.truename.postgres.rekeying.fixture.Migration;
import io.truename.postgres.rekeying.late.LateReference;
import io.truename.postgres.rekeying.late.LateReferences;
import io.truename.postgres.rekeying.lease.LeaseToken;
import io.truename.postgres.rekeying.lease.Leases;
import io.truename.postgres.rekeying.run.RunView;
import io.truename.rekeying.run.Direction;
import io.truename.rekeying.run.DocumentState;
import io.truename.rekeying.run.RunCommand;
import io.truename.rekeying.run.RunState;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer.Version;
import io.truename.testkit.schema.SchemaVariant;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * An application that writes where no foreign key stops it from writing ids that are gone.
 *
 * <p>Long, because each case is a small application of its own.
 */
class LateReferencesIT {
    private static final String LATE = "SELECT n::text FROM app.notes n WHERE number > 99999"
            + " UNION ALL SELECT b::text FROM app.bundles b WHERE number > 99999"
            + " UNION ALL SELECT j::text FROM app.jobs j WHERE number > 99999";

    private static final String FORGET_LATE =
            "DELETE FROM app.notes WHERE number > 99999; DELETE FROM app.bundles WHERE number > 99999;"
                    + "DELETE FROM app.jobs WHERE number > 99999";

    private final TestDatabase corpus = Migration.database(Version.NEWEST);

    @Test
    void documentThatTheApplicationDeletes_leavesReferences_thatAreReported() {
        try (Migration migration = soft(corpus)) {
            UUID run = migration.planned(Migration.SETTINGS);
            String id = corpus.value("SELECT d.id FROM app.documents d JOIN app.notes n ON n.document_ref = d.id::text"
                    + " WHERE d.number = 12");
            corpus.execute("DELETE FROM app.chunks WHERE document_id = '" + id
                    + "'; DELETE FROM app.documents WHERE id = '" + id + "'");
            migration.command(run, RunCommand.START);

            RunView finished = migration.drive(run, RunState.FINISHED);

            assertThat(finished.pass()).isEqualTo(2);
            assertThat(finished.documents().gone()).isEqualTo(1);
            assertThat(new BookkeepingTables(corpus)
                            .run()
                            .validation()
                            .path("summary")
                            .asText())
                    .containsPattern(
                            "Of app.notes.document_ref, .* 1 references lead nowhere, 1 more than when it was planned")
                    .contains("Of app.notes.chunk_ref, ");
            assertThat(corpus.value("SELECT document_ref FROM app.notes WHERE number = 12"))
                    .isEqualTo(id);

            migration.rolledBack(run);
        }
    }

    @ParameterizedTest
    @EnumSource
    void referencesToOldIds_ofEveryKind_areLedToTheirTargets_andBack(Version version) {
        TestDatabase written = Migration.database(version);
        try (Migration migration = soft(written)) {
            Map<String, String> before = SchemaVariant.SOFT_REFERENCES.contents(written);
            UUID run = migration.started(Migration.SETTINGS);
            moveAll(migration, written, run);
            writeLate(written, "old_id");
            List<String> late = written.rows(LATE);

            RunView finished = migration.drive(run, RunState.FINISHED);

            assertThat(written.rows(LATE)).isEqualTo(ledOn(written, late)).doesNotContainAnyElementsOf(late);
            assertThat(finished.pass()).isEqualTo(3);
            BookkeepingTables tables = new BookkeepingTables(written);
            assertThat(tables.batches())
                    .filteredOn(batch -> batch.docs().isEmpty())
                    .flatExtracting(BookkeepingTables.Batch::columns)
                    .containsExactlyInAnyOrder(
                            "app.notes.document_ref",
                            "app.notes.chunk_ref",
                            "app.bundles.document_ids",
                            "app.bundles.chunk_texts",
                            "app.jobs.payload",
                            "app.jobs.payload",
                            "app.jobs.request",
                            "app.jobs.ids");
            assertThat(tables.run().validation().path("passed").asBoolean()).isTrue();
            assertThat(tables.run().preflight().has("lateSweep")).isFalse();

            migration.rolledBack(run);

            assertThat(written.rows(LATE)).isEqualTo(late);
            written.execute(FORGET_LATE);
            assertThat(SchemaVariant.SOFT_REFERENCES.contents(written)).isEqualTo(before);
        }
    }

    @ParameterizedTest
    @EnumSource
    void oldIdsWithinTexts_areLedToTheirTargets_andBack(Version version) {
        TestDatabase written = Migration.database(version);
        SchemaVariant.IDS_WITHIN_TEXT.create(written, 60);
        try (Migration migration = Migration.of(SchemaVariant.IDS_WITHIN_TEXT, written)) {
            Map<String, String> before = SchemaVariant.IDS_WITHIN_TEXT.contents(written);
            UUID run = migration.started(Migration.SETTINGS);
            moveAll(migration, written, run);
            BookkeepingTables.Document document = document(written, 12);
            written.execute(
                    "INSERT INTO app.objects VALUES (100000, 'raw/%1$s.pdf', 'x/%1$s/%1$s', '%2$s', '{file-%3$s,%1$s}')"
                            .formatted(
                                    document.oldId(),
                                    document.oldId().toString().replace("-", ""),
                                    document.oldId().toString().toUpperCase(Locale.ROOT)));
            written.execute("INSERT INTO app.knowledge (number, meta, listed, data) VALUES (100000, '{\"%1$s\":  1}',"
                            .formatted(document.oldId())
                    + " '{\"%1$s\": \"x\"}', '{\"files\": [\"file-%1$s\"]}')".formatted(document.oldId()));
            String late =
                    "SELECT o::text || k::text FROM app.objects o JOIN app.knowledge k USING (number) WHERE number = 100000";
            String asWritten = written.value(late);

            migration.drive(run, RunState.FINISHED);

            String newId = document.newId().toString();
            assertThat(written.value(late))
                    .isEqualTo(asWritten
                            .replace("," + document.oldId() + "}", ",LEFT}")
                            .replace(document.oldId().toString(), newId)
                            .replace(document.oldId().toString().replace("-", ""), newId.replace("-", ""))
                            .replace(
                                    document.oldId().toString().toUpperCase(Locale.ROOT),
                                    newId.toUpperCase(Locale.ROOT))
                            .replace(",LEFT}", "," + document.oldId() + "}"));

            migration.rolledBack(run);

            assertThat(written.value(late)).isEqualTo(asWritten);
            written.execute(
                    "DELETE FROM app.objects WHERE number = 100000; DELETE FROM app.knowledge WHERE number = 100000");
            assertThat(SchemaVariant.IDS_WITHIN_TEXT.contents(written)).isEqualTo(before);
        }
    }

    @Test
    void referencesToNewIds_thatComeAfterTheWayBack_areLedBack() {
        try (Migration migration = soft(corpus)) {
            Map<String, String> before = SchemaVariant.SOFT_REFERENCES.contents(corpus);
            UUID run = migration.started(Migration.SETTINGS);
            migration.drive(run, RunState.FINISHED);
            writeLate(corpus, "old_id");
            List<String> asBefore = corpus.rows(LATE);
            corpus.execute(FORGET_LATE);
            migration.command(run, RunCommand.ROLL_BACK);
            moveAllBack(migration, run);
            writeLate(corpus, "new_id");
            new BookkeepingChanges(corpus).documentState(DocumentState.MOVED, DocumentState.ROLLED_BACK);

            migration.drive(run, RunState.ROLLED_BACK);

            assertThat(corpus.rows(LATE)).isEqualTo(asBefore);
            corpus.execute(FORGET_LATE);
            assertThat(SchemaVariant.SOFT_REFERENCES.contents(corpus)).isEqualTo(before);
        }
    }

    @Test
    void referenceToADuplicate_isLedToTheOneThatItWasMergedInto() {
        try (Migration migration = soft(corpus)) {
            UUID run = migration.started(Migration.SETTINGS);
            moveAll(migration, corpus, run);
            BookkeepingTables.Document duplicate = document(corpus, 17);
            assertThat(duplicate.state()).isEqualTo(DocumentState.MERGED);
            corpus.execute("INSERT INTO app.notes VALUES (100000, '" + duplicate.oldId() + "', NULL)");

            migration.drive(run, RunState.FINISHED);

            assertThat(corpus.value(
                            "SELECT d.number FROM app.notes n JOIN app.documents d ON d.id::text = n.document_ref"
                                    + " WHERE n.number = 100000"))
                    .isEqualTo("16");
        }
    }

    @Test
    void chunkThatComesUnderAnOldId_followsItsDocument_andGetsItsTrueId() {
        SchemaVariant.SEVERAL_CHUNK_TABLES.create(corpus, 40);
        try (Migration migration = Migration.of(SchemaVariant.SEVERAL_CHUNK_TABLES, corpus)) {
            UUID run = migration.started(Migration.SETTINGS);
            moveAll(migration, corpus, run);
            corpus.execute(
                    "INSERT INTO app.image_chunks VALUES (fixture.v4('late'), fixture.v4('document 1'), 'late', '1',"
                            + " 0, 'text', NULL); INSERT INTO app.captions SELECT id, fixture.v4('late') FROM app.text_chunks LIMIT 1");

            migration.drive(run, RunState.FINISHED);

            assertThat(corpus.rows("SELECT d.number, c.id = fixture.true_chunk(d.id, 'late', '1', 0),"
                            + " EXISTS (SELECT FROM app.captions p WHERE p.image = c.id) FROM app.image_chunks c"
                            + " JOIN app.documents d ON d.id = c.document_id WHERE c.chunker = 'late'"))
                    .containsExactly("1\tt\tt");

            migration.rolledBack(run);

            assertThat(corpus.rows("SELECT id = fixture.v4('late'), document_id = fixture.v4('document 1'),"
                            + " EXISTS (SELECT FROM app.captions p WHERE p.image = c.id) FROM app.image_chunks c"
                            + " WHERE chunker = 'late'"))
                    .containsExactly("t\tt\tt");
        }
    }

    @Test
    void writerThatNeverStops_isNamedByWhatItWrites_untilItStops() {
        try (Migration migration = soft(corpus)) {
            UUID run = migration.started(Migration.SETTINGS);
            moveAll(migration, corpus, run);
            int[] note = {100_000};
            Migration.await(() -> "not held: " + migration.view(run), () -> {
                corpus.execute(
                        "INSERT INTO app.notes VALUES (" + note[0]++ + ", fixture.v4('document 1')::text, NULL)");
                migration.worker().work(run, 0, Instant.now().plusSeconds(40));
                return migration
                        .view(run)
                        .waiting()
                        .filter(waiting -> waiting.code().equals("writers.untrue"))
                        .isPresent();
            });
            assertThat(migration.view(run).waiting().orElseThrow().sentence())
                    .contains(" in app.notes.document_ref: something keeps writing them", "truename.resolve");

            RunView finished = migration.drive(run, RunState.FINISHED);

            assertThat(finished.waiting()).isEmpty();
            assertThat(corpus.value(
                            "SELECT count(*) FROM app.notes WHERE document_ref = fixture.v4('document 1')::text"))
                    .isEqualTo("0");
        }
    }

    @Test
    void referenceThatItsTableForbidsToChange_pausesTheRun_untilItIsRepaired() {
        SchemaVariant.SOFT_REFERENCES.create(corpus, 40);
        corpus.execute("CREATE UNIQUE INDEX ON app.notes (document_ref) WHERE number IN (1, 100000)");
        try (Migration migration = Migration.of(SchemaVariant.SOFT_REFERENCES, corpus)) {
            UUID run = migration.started(Migration.SETTINGS);
            moveAll(migration, corpus, run);
            corpus.execute("UPDATE app.notes SET document_ref = truename.resolve(fixture.v4('document 1'))::text"
                    + " WHERE number = 1; INSERT INTO app.notes VALUES (100000, fixture.v4('document 1')::text, NULL),"
                    + " (100001, fixture.v4('document 2')::text, NULL)");

            RunView paused = migration.drive(run, RunState.PAUSED);

            assertThat(paused.lastError().orElseThrow().message())
                    .startsWith("Rows of app.notes.document_ref hold ids that the run has moved from");
            assertThat(corpus.value("SELECT document_ref = truename.resolve(fixture.v4('document 2'))::text"
                            + " FROM app.notes WHERE number = 100001"))
                    .isEqualTo("t");

            corpus.execute("DELETE FROM app.notes WHERE number = 100000");
            migration.command(run, RunCommand.RESUME);
            migration.drive(run, RunState.FINISHED);
        }
    }

    @Test
    void referenceInTheOtherCase_isLedOnInThatCase() {
        try (Migration migration = soft(corpus);
                Session session = migration.database().open()) {
            UUID run = migration.started(Migration.SETTINGS);
            moveAll(migration, corpus, run);
            CorpusSchema schema = migration.schema();
            corpus.execute("INSERT INTO app.notes SELECT 100000, upper(old_id::text), NULL FROM " + moved(corpus, 1)
                    + " AS m; INSERT INTO app.bundles SELECT 100000, NULL, ARRAY[upper(old_id::text), old_id::text] FROM "
                    + chunk(corpus) + " AS c");
            int number = migration.view(run).number();
            LeaseToken lease =
                    Leases.take(session, number, 0, UUID.randomUUID()).orElseThrow();
            LateReferences late = new LateReferences(schema, number, Direction.FORWARD);
            for (int column = 0; column < late.columns(); column++) {
                LateReferences.Slice all = new LateReferences.Slice(
                        column, 0, late.blocks(session, column).last());
                List<LateReference> found = late.find(session, lease, all, new UUID(0, 0));
                if (!found.isEmpty()) {
                    assertThat(late.repair(session, lease, all, found).left()).isFalse();
                }
            }

            assertThat(corpus.value("SELECT document_ref = upper(new_id::text) FROM app.notes, " + moved(corpus, 1)
                            + " AS m WHERE number = 100000"))
                    .isEqualTo("t");
            assertThat(corpus.value("SELECT chunk_texts = ARRAY[upper(new_id::text), new_id::text] FROM app.bundles, "
                            + chunk(corpus) + " AS c WHERE number = 100000"))
                    .isEqualTo("t");
        }
    }

    private static Migration soft(TestDatabase corpus) {
        SchemaVariant.SOFT_REFERENCES.create(corpus, 40);
        return Migration.of(SchemaVariant.SOFT_REFERENCES, corpus);
    }

    private static void moveAll(Migration migration, TestDatabase corpus, UUID run) {
        while (new BookkeepingTables(corpus).documentsIn(DocumentState.PLANNED, DocumentState.WAITING_TO_MERGE) > 0) {
            migration.oneBatch(run, 0);
        }
    }

    private void moveAllBack(Migration migration, UUID run) {
        while (new BookkeepingTables(corpus).documentsIn(DocumentState.MOVED, DocumentState.MERGED) > 0) {
            migration.oneBatch(run, 0);
        }
    }

    private static BookkeepingTables.Document document(TestDatabase corpus, int number) {
        return new BookkeepingTables(corpus)
                .document(UUID.fromString(corpus.value("SELECT fixture.v4('document " + number + "')")));
    }

    /** Old and new id of a document, as a table of one row. */
    private static String moved(TestDatabase corpus, int number) {
        BookkeepingTables.Document document = document(corpus, number);
        assertThat(document.state()).isIn(DocumentState.MOVED, DocumentState.ROLLED_BACK);
        return pair(document.oldId(), document.newId());
    }

    /** The same of the first document's first chunk. */
    private static String chunk(TestDatabase corpus) {
        UUID oldId = UUID.fromString(corpus.value("SELECT fixture.v4('chunk 1-0')"));
        BookkeepingTables.Chunk chunk = new BookkeepingTables(corpus)
                .chunks().stream()
                        .filter(planned -> planned.oldId().equals(oldId))
                        .findFirst()
                        .orElseThrow();
        assertThat(chunk.merged()).isFalse();
        return pair(chunk.oldId(), chunk.newId());
    }

    private static String pair(UUID oldId, UUID newId) {
        return "(SELECT '" + oldId + "'::uuid AS old_id, '" + newId + "'::uuid AS new_id)";
    }

    /** A row of each kind. */
    private static void writeLate(TestDatabase corpus, String id) {
        String one = moved(corpus, 1);
        String two = moved(corpus, 2);
        String from = " FROM " + one + " one, " + two + " two, " + chunk(corpus) + " chunk";
        corpus.execute(("INSERT INTO app.notes SELECT 100000, one.@::text, upper(chunk.@::text)" + from
                        + ";INSERT INTO app.bundles SELECT 100000, ARRAY[one.@, NULL, fixture.v4('nowhere'), two.@, one.@],"
                        + " ARRAY['none', chunk.@::text, NULL]" + from
                        + ";INSERT INTO app.jobs SELECT 100000, jsonb_build_object('document_id', one.@, 'other', one.old_id, 'chunks',"
                        + " jsonb_build_array(chunk.@, 1.50, NULL)), jsonb_build_object('items', jsonb_build_array(5,"
                        + " jsonb_build_object('the document', jsonb_build_object('id', two.@)))),"
                        + " jsonb_build_array(one.@, true, two.@)" + from)
                .replace("@", id));
    }

    /** With every old id replaced but the one that no path of the mapping names. */
    private static List<String> ledOn(TestDatabase corpus, List<String> rows) {
        String pairs = moved(corpus, 1) + " UNION ALL " + moved(corpus, 2) + " UNION ALL " + chunk(corpus);
        List<String> led = rows;
        for (String pair : corpus.rows("SELECT * FROM (" + pairs + ") AS pairs")) {
            String[] ids = pair.split("\t", -1);
            led = led.stream()
                    .map(row -> row.replaceAll("(?<!other\"\": \"\")" + ids[0], ids[1])
                            .replace(ids[0].toUpperCase(Locale.ROOT), ids[1].toUpperCase(Locale.ROOT)))
                    .toList();
        }
        return led;
    }
}
