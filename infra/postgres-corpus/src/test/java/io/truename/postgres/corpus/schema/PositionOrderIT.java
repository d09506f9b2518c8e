// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.corpus.mapping.MappingReader;
import io.truename.corpus.schema.CorpusSchema.ChunkTable;
import io.truename.corpus.schema.Finding;
import io.truename.postgres.Database;
import io.truename.postgres.DatabaseUrl;
import io.truename.postgres.corpus.fixture.CorpusDatabase;
import io.truename.postgres.corpus.recipe.RecipeSql;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Positions of chunks: their numbers for every kind of order, and the refusal of orders that are not certain. */
class PositionOrderIT {
    private static final String A = "00000000-0000-4000-8000-00000000000a";
    private static final String B = "00000000-0000-4000-8000-00000000000b";

    private TestDatabase test;
    private Database database;

    @BeforeEach
    void create() {
        test = CorpusDatabase.withOurTables(TestServer.Version.NEWEST);
        test.execute("""
                CREATE SCHEMA app;
                CREATE TABLE app.documents (id uuid PRIMARY KEY, owner text, hash text);
                CREATE TABLE app.chunks (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), document_id uuid, name text, page int,
                                         start float8, at timestamptz, label text, meta jsonb, raw bytea, maker text);
                """);
        database = Database.of(DatabaseUrl.parse(test.url()), "test", 1);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private Inspection inspect(String order) {
        return inspect(order, "{value: c}");
    }

    private Inspection inspect(String order, String chunker) {
        String mapping = """
                documents: {table: app.documents, id: id, user: owner, contentHash: hash}
                chunks: {table: app.chunks, id: id, document: document_id, chunker: %s, chunkerVersion: {value: '1'},
                         ordinal: {position: %s}}
                """.formatted(chunker, order);
        return database.with(session -> CorpusInspector.inspect(session, MappingReader.read(mapping)));
    }

    private ChunkTable chunks(String order) {
        return chunks(inspect(order));
    }

    private static ChunkTable chunks(Inspection inspection) {
        return inspection.schema().orElseThrow().chunks().get(0);
    }

    private void insert(String columns, String... values) {
        for (String row : values) {
            test.execute("INSERT INTO app.chunks (document_id, name, " + columns + ") VALUES ('"
                    + row.replaceFirst(" ", "', "));
        }
    }

    /** Names with their positions in the order of names; without a position {@code -}. */
    private List<String> positions(String order) {
        return positions(chunks(order));
    }

    private List<String> positions(ChunkTable chunks) {
        return test.rows("SELECT c.name || ' ' || coalesce(" + RecipeSql.ordinal(chunks, "c") + "::text, '-') FROM "
                + RecipeSql.chunks(chunks, "c") + " ORDER BY c.name");
    }

    @Test
    void chunks_areNumberedFromZeroInEachDocument_whateverOrderTheyAreWrittenIn() {
        insert("page, start", A + " 'c', 2, 1.5)", A + " 'b', 1, 7)", A + " 'a', 1, -0.5)", B + " 'd', 9, 0)");
        assertThat(positions("[page, start]")).containsExactly("a 0", "b 1", "c 2", "d 0");
        assertThat(positions("[start]")).containsExactly("a 0", "b 2", "c 1", "d 0");
    }

    /** A locale would put a before B, and text would put 10 before 9. */
    @Test
    void text_isInTheOrderOfItsBytes_andNumbersInJsonInTheirs() {
        insert(
                "label, meta",
                A + " '1', 'a', '{\"n\": 10}')",
                A + " '2', 'B', '{\"n\": \"9\"}')",
                A + " '3', 'ä', '{\"n\": -1.5}')",
                A + " '4', '_', '{\"n\": \"x\"}')");
        assertThat(positions("[label]")).containsExactly("1 2", "2 0", "3 3", "4 1");
        assertThat(positions("[{column: meta, path: $.n}]")).containsExactly("1 2", "2 1", "3 0", "4 3");
    }

    /** The type json keeps the exponents that programs write for small numbers. */
    @Test
    void numbersInJson_areInTheirOrder_howeverTheyAreWritten() {
        test.execute("ALTER TABLE app.chunks ALTER meta TYPE json");
        insert("meta", A + " 'a', '{\"n\": 0.5}')", A + " 'b', '{\"n\": 1e-05}')", A + " 'c', '{\"n\": 1.5E+2}')");
        assertThat(positions("[{column: meta, path: $.n}]")).containsExactly("a 1", "b 0", "c 2");
    }

    /** The next version of a chunker numbers its chunks from 0, while those of the version before are still there. */
    @Test
    void chunksOfSeveralChunkers_areNumberedByEach() {
        insert("maker, page", A + " 'a', 'x', 1)", A + " 'b', 'y', 1)", A + " 'c', 'y', 2)", A + " 'd', 'x', 2)");
        Inspection inspection = inspect("[page]", "maker");
        assertThat(positions(chunks(inspection))).containsExactly("a 0", "b 0", "c 1", "d 1");
        assertThat(inspection.findings())
                .extracting(Finding::code)
                .contains("position.unproven")
                .doesNotContain("position.tied");
        Finding note = inspection.findings().stream()
                .filter(finding -> finding.code().equals("position.unproven"))
                .findFirst()
                .orElseThrow();
        test.execute(note.remedy().replace("CONCURRENTLY ", "") + " ALTER TABLE app.chunks ALTER page SET NOT NULL");
        assertThat(inspect("[page]", "maker").findings())
                .extracting(Finding::code)
                .noneMatch(code -> code.startsWith("position."));
    }

    /** The rest of the JSON tells chunks apart that have one place, and chunks without a document are nobody's. */
    @Test
    void tiesInJson_areListedByTheirPlaces() {
        insert(
                "meta",
                A + " 'a', '{\"n\": 1, \"k\": 1}')",
                A + " 'b', '{\"n\": 1, \"k\": 2}')",
                A + " 'c', '{\"n\": 2, \"k\": 3}')");
        String order = "[{column: meta, path: $.n}]";
        String remedy = found(order, "position.tied").remedy();
        assertThat(test.rows(remedy.substring(remedy.indexOf("SELECT")).replace(";", "")))
                .containsExactly(A + "\t1\t2");
        test.execute("UPDATE app.chunks SET document_id = NULL WHERE name <= 'b'");
        assertThat(codes(order)).doesNotContain("position.tied");
    }

    /** Only those have none whose place is not certain: each may be the one that another reading numbers first. */
    @Test
    void chunksWithoutACertainPlace_haveNoPosition_andOthersKeepTheirs() {
        insert(
                "page",
                A + " 'a', 1)",
                A + " 'b', 2)",
                A + " 'c', 2)",
                A + " 'd', 3)",
                A + " 'e', NULL)",
                B + " 'f', 2)");
        assertThat(positions("[page]")).containsExactly("a 0", "b -", "c -", "d 3", "e -", "f 0");
    }

    @Test
    void ordersThatAreNotCertain_areRefusedWithAnExample() {
        insert("page", A + " 'a', 1)", B + " 'b', 2)", B + " 'c', 2)");
        Finding tied = found("[page]", "position.tied");
        assertThat(tied.severity()).isEqualTo(Finding.Severity.REFUSAL);
        assertThat(tied.reason()).contains("2 chunks").contains(B);
        String query = tied.remedy().substring(tied.remedy().indexOf("SELECT"));
        assertThat(test.rows(query.replace(";", ""))).containsExactly(B + "\t2\t2");

        test.execute("UPDATE app.chunks SET page = NULL WHERE name = 'c'");
        assertThat(found("[page]", "position.absent").reason())
                .contains("1 chunk has")
                .contains(B);
        assertThat(codes("[page]")).doesNotContain("position.tied");
        insert("page", A + " 'd', 1)");
        assertThat(found("[page]", "position.tied").reason()).contains(A).doesNotContain(B);
        assertThat(found("[page]", "position.absent").reason()).contains(B).doesNotContain(A);
    }

    /** The statement of the note makes the next inspection silent. */
    @Test
    void orderThatNothingEnsures_isANoteWithTheStatement() {
        test.execute("ALTER TABLE app.chunks ALTER page SET NOT NULL");
        insert("page", A + " 'a', 1)", B + " 'b', 1)");
        Finding note = found("[page]", "position.unproven");
        assertThat(note.severity()).isEqualTo(Finding.Severity.NOTE);
        test.execute(note.remedy().replace("CONCURRENTLY ", ""));
        assertThat(codes("[page]")).noneMatch(code -> code.startsWith("position."));
        assertThat(codes("[page, start]")).noneMatch(code -> code.startsWith("position.tied"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[nothing] | column.missing",
                "[{column: nothing, path: $.a}] | column.missing",
                "[raw] | column.type",
                "[meta] | column.type",
                "[{column: page, path: $.a}] | column.type",
                "[id] | input.changes",
                "[page, document_id] | input.changes",
            })
    void refusal_ofAnOrder(String order, String code) {
        assertThat(inspect(order).findings().stream().filter(finding -> finding.severity() == Finding.Severity.REFUSAL))
                .extracting(Finding::code)
                .containsExactly(code);
    }

    /** Otherwise each batch would number the whole table. */
    @Test
    void conditionOnDocuments_findsTheirChunksByIndex() {
        test.execute("CREATE INDEX by_document ON app.chunks (document_id);"
                + " INSERT INTO app.chunks (document_id, page) SELECT md5((n / 10)::text)::uuid, n FROM generate_series(1, 20000) n;"
                + " ANALYZE app.chunks");
        ChunkTable chunks = chunks("[page]");
        String select = "EXPLAIN SELECT " + RecipeSql.ordinal(chunks, "c") + " FROM ";
        for (String from : List.of(
                RecipeSql.chunks(chunks, "c") + " WHERE c.document_id = ANY ('{" + A + "," + B + "}'::uuid[])",
                RecipeSql.chunksOf(chunks, "c", "SELECT h.document_id FROM app.chunks h WHERE h.id = '" + A + "'"),
                RecipeSql.chunks(chunks, "c") + " WHERE c.document_id = ANY (ARRAY(SELECT id FROM app.documents))",
                RecipeSql.chunks(chunks, "c") + " WHERE c.document_id > '" + A + "' AND c.document_id <= '" + B + "'",
                "app.documents m " + RecipeSql.chunksOfEach(chunks, "c", "m.id"))) {
            assertThat(String.join("\n", test.rows(select + from)))
                    .as(from)
                    .contains("by_document")
                    .doesNotContain("Seq Scan on chunks");
        }
    }

    private List<String> codes(String order) {
        return inspect(order).findings().stream().map(Finding::code).toList();
    }

    private Finding found(String order, String code) {
        Optional<Finding> found = inspect(order).findings().stream()
                .filter(finding -> finding.code().equals(code))
                .findFirst();
        assertThat(found).as(code).isPresent();
        return found.orElseThrow();
    }
}
