// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.corpus.mapping.MappingReader;
import io.truename.corpus.schema.CorpusSchema;
import io.truename.corpus.schema.Finding;
import io.truename.corpus.schema.Finding.Severity;
import io.truename.corpus.schema.ImportedHashes;
import io.truename.postgres.Database;
import io.truename.postgres.DatabaseUrl;
import io.truename.postgres.corpus.fixture.CorpusDatabase;
import io.truename.postgres.corpus.imported.ImportOptions;
import io.truename.postgres.corpus.imported.ImportOptions.OnConflict;
import io.truename.postgres.corpus.imported.ImportedHashStore;
import io.truename.postgres.corpus.imported.ImportedPair;
import io.truename.postgres.corpus.recipe.RecipeSql;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Inputs that are more than columns: their values for every kind of row, and the refusals of those that cannot be read.
 *
 * <p>Long, because each kind of input has its cases on one fixture.
 */
class InputColumnsIT {
    private TestDatabase test;
    private Database database;

    @BeforeEach
    void create() {
        test = CorpusDatabase.withOurTables(TestServer.Version.NEWEST);
        test.execute("""
                CREATE SCHEMA app;
                CREATE TABLE app.documents (id uuid PRIMARY KEY, number int, owner text, other uuid, code bpchar(6), info text,
                                            meta jsonb, doc json, hash text, content text, raw bytea);
                CREATE TABLE app.files (file_id uuid PRIMARY KEY, number int, document_id uuid, code bpchar(6), kind text, hash text,
                                        owner_id bigint);
                CREATE TABLE app.owners (id bigint PRIMARY KEY, name text);
                """);
        database = Database.of(DatabaseUrl.parse(test.url()), "test", 1);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private Inspection inspect(String user, String hash, String more) {
        String mapping =
                "documents: {table: app.documents, id: id, user: " + user + ", contentHash: " + hash + "}\n" + more;
        return database.with(session -> CorpusInspector.inspect(session, MappingReader.read(mapping)));
    }

    private List<String> refusals(String user, String hash, String more) {
        return inspect(user, hash, more).findings().stream()
                .filter(finding -> finding.severity() == Severity.REFUSAL)
                .map(Finding::code)
                .toList();
    }

    /** Values of the owner in the order of documents; a null is shown as {@code -}. */
    private List<String> users(String user) {
        CorpusSchema schema = inspect(user, "hash", "").schema().orElseThrow();
        return test.rows("SELECT coalesce(" + RecipeSql.user(schema.documents(), "d")
                + ", '-') FROM app.documents d ORDER BY number");
    }

    private List<String> hashes(String hash) {
        CorpusSchema schema = inspect("owner", hash, "").schema().orElseThrow();
        return test.rows("SELECT coalesce(" + RecipeSql.contentHash(schema.documents(), "d")
                + ", '-') FROM app.documents d ORDER BY number");
    }

    private void documents(String... columns) {
        int number = 0;
        for (String values : columns) {
            test.execute("INSERT INTO app.documents (id, number, " + values.split("=", 2)[0]
                    + ") VALUES (gen_random_uuid(), " + number++ + ", " + values.split("=", 2)[1] + ")");
        }
    }

    @Test
    void constant_isEachRows_alsoWithAQuote() {
        documents("owner='a'", "owner=NULL");
        assertThat(users("{value: \"it's $1\"}")).containsExactly("it's $1", "it's $1");
    }

    @Test
    void firstOf_takesTheFirstThatIsThere() {
        documents("owner='a'", "other='6ba7b810-9dad-11d1-80b4-00c04fd430c8'", "owner=NULL", "owner=''");
        assertThat(users("{firstOf: [owner, other, {value: nobody}]}"))
                .containsExactly("a", "6ba7b810-9dad-11d1-80b4-00c04fd430c8", "nobody", "");
    }

    /** Text may hold anything: what is no JSON, or has no such value, is absent, and the statement goes on. */
    @Test
    void path_intoEveryKindOfJson() {
        documents(
                "info=' {\"a\": {\"b c\": \"x\"}} '",
                "info='{\"a\": {\"b c\": 12345678901234567890}}'",
                "info='{\"a\": null}'",
                "info='{\"a\":'",
                "info=''",
                "info='{\"a\": {\"b c\": \"\\u0000\"}}'",
                "info='[{\"a\": {\"b c\": \"in a list\"}}]'",
                "info=repeat('[', 200000)",
                "info=NULL");
        String path = ", path: '$.a.\"b c\"'}";
        assertThat(users("{column: info" + path))
                .containsExactly("x", "12345678901234567890", "-", "-", "-", "-", "-", "-", "-");
        test.execute("DELETE FROM app.documents WHERE number NOT IN (0, 1, 2, 6);"
                + " UPDATE app.documents SET meta = info::jsonb, doc = info::json");
        assertThat(users("{column: meta" + path)).containsExactly("x", "12345678901234567890", "-", "-");
        assertThat(users("{column: doc" + path)).containsExactly("x", "12345678901234567890", "-", "-");
    }

    @Test
    void base64_ofEveryAlphabet_givesHexDigits() {
        documents(
                "hash=encode(decode('" + "fb".repeat(32) + "', 'hex'), 'base64')",
                "hash=translate(rtrim(encode(decode('" + "fb".repeat(32) + "', 'hex'), 'base64'), '='), '+/', '-_')",
                "hash='%'",
                "hash='a'",
                "hash=''",
                "hash=NULL");
        assertThat(hashes("{column: hash, encoding: base64}"))
                .containsExactly("fb".repeat(32), "fb".repeat(32), "-", "-", "", "-");
    }

    @Test
    void sha256_ofBytes_andOfSeveralValues() {
        documents("content, raw='ä', '\\x00ff'", "content, raw='', '\\x'", "content=NULL");
        assertThat(hashes("{sha256Of: content}"))
                .containsExactlyElementsOf(
                        test.rows(
                                "SELECT coalesce(encode(sha256(convert_to(content, 'UTF8')), 'hex'), '-') FROM app.documents ORDER BY number"));
        assertThat(hashes("{sha256Of: raw}"))
                .containsExactlyElementsOf(test.rows(
                        "SELECT coalesce(encode(sha256(raw), 'hex'), '-') FROM app.documents ORDER BY number"));
        assertThat(hashes("{sha256Of: [content, raw]}"))
                .containsExactly(
                        test.value("SELECT encode(sha256('\\x0000000000000002c3a4000000000000000200ff'), 'hex')"),
                        test.value("SELECT encode(sha256('\\x00000000000000000000000000000000'), 'hex')"),
                        "-");
    }

    /** Values that the other column's type cannot hold match nothing; two rows of one value are that value, of two values none. */
    @Test
    void otherTable_hasOneValueOrNone() {
        test.execute("""
                INSERT INTO app.owners VALUES (7, 'seven'), (8, 'eight');
                INSERT INTO app.files VALUES
                    ('6ba7b810-9dad-11d1-80b4-00c04fd430c8', 1, NULL, 'AB', 'raw', 'h1', 7),
                    (gen_random_uuid(), 2, NULL, 'AB', 'raw', 'h1', 7), (gen_random_uuid(), 2, NULL, 'CD', 'raw', 'h2', 8),
                    (gen_random_uuid(), 2, NULL, 'CD', 'raw', 'h3', 7), (gen_random_uuid(), 3, NULL, 'EF', 'thumb', 'h4', 8)
                """);
        documents(
                "info, code='{\"file\": \"6BA7B810-9dad-11d1-80b4-00c04fd430c8\"}', 'AB'",
                "info, code='{\"file\": \"none\"}', 'CD'",
                "info, code='{\"file\": \"99999999999999999999\"}', 'EF'",
                "info, code='{}', NULL");
        assertThat(hashes("{from: app.files, where: {file_id: {column: info, path: $.file}}, take: hash}"))
                .containsExactly("h1", "-", "-", "-");
        assertThat(hashes("{from: app.files, where: {code: code, kind: {value: raw}}, take: hash}"))
                .containsExactly("h1", "-", "-", "-");
        assertThat(hashes("{from: app.files, where: {number: {column: info, path: $.file}}, take: hash}"))
                .containsExactly("-", "-", "-", "-");
        assertThat(
                        users(
                                "{from: app.owners, where: {id: {from: app.files, where: {code: code}, take: owner_id}}, take: name}"))
                .containsExactly("seven", "-", "eight", "-");
        assertThat(users("{from: app.files, where: {code: code},"
                        + " take: {from: app.owners, where: {id: owner_id}, take: name}}"))
                .containsExactly("seven", "-", "eight", "-");
    }

    /** A UUID is found in every form in which a list or a row may write it; another text only as it is. */
    @Test
    void importedHash_isFoundByItsKey() {
        String uuid = "6ba7b810-9dad-11d1-80b4-00c04fd430c8";
        imported(uuid, "a".repeat(64));
        imported("raw/7.pdf", "b".repeat(64));
        documents(
                "info, other='raw/7.pdf', '" + uuid + "'",
                "info='" + uuid + "'",
                "info='" + uuid.toUpperCase(Locale.ROOT) + "'",
                "info='" + uuid.replace("-", "") + "'",
                "info='{" + uuid + "}'",
                "info='urn:uuid:" + uuid + "'",
                "info='RAW/7.pdf'",
                "info=''",
                "info=NULL");
        assertThat(hashes("{imported: content-hashes, key: other}"))
                .containsExactly("a".repeat(64), "-", "-", "-", "-", "-", "-", "-", "-");
        assertThat(hashes("{imported: content-hashes, key: info}"))
                .containsExactly(
                        "b".repeat(64),
                        "a".repeat(64),
                        "a".repeat(64),
                        "a".repeat(64),
                        "a".repeat(64),
                        "a".repeat(64),
                        "-",
                        "-",
                        "-");
        assertThat(hashes("{firstOf: [{imported: content-hashes, key: info}, {value: none}]}"))
                .endsWith("none", "none", "none");
    }

    /** Without the finding, a run would move the documents, and nobody would find their hashes again. */
    @Test
    void importByAnId_thatMovesWithoutTheKeys_isRefused() {
        String chunks =
                "chunks: {table: app.files, id: file_id, document: document_id, chunker: kind, chunkerVersion: kind, ordinal: number}";
        assertThat(refusals("owner", "{imported: content-hashes, key: id}", chunks))
                .isEmpty();
        assertThat(refusals("owner", "{imported: content-hashes, key: {firstOf: [info, id]}}", chunks))
                .containsExactly("input.changes");
        assertThat(refusals(
                        "owner",
                        "{from: app.files, where: {document_id: id}, take: {imported: content-hashes, key: file_id}}",
                        chunks))
                .containsExactly("input.changes");
    }

    @Test
    void importByTheDocumentsId_makesTheKeysMove() {
        CorpusSchema schema = inspect("owner", "{imported: content-hashes, key: id}", "")
                .schema()
                .orElseThrow();
        assertThat(schema.tables()).extracting(table -> table.relation().name()).contains(ImportedHashes.TABLE);
        assertThat(schema.bookkeeping()).containsKey(ImportedHashes.TABLE);
        assertThat(inspect("owner", "{imported: content-hashes, key: info}", "")
                        .schema()
                        .orElseThrow()
                        .tables())
                .hasSize(1);
    }

    @Test
    void conflictOfImports_isAWarning_whereTheyAreRead() {
        imported("k", "a".repeat(64));
        imported("k", "b".repeat(64));
        assertThat(inspect("owner", "{imported: content-hashes, key: info}", "").findings())
                .extracting(Finding::code)
                .contains("imported.conflicts");
        assertThat(inspect("owner", "hash", "").findings())
                .extracting(Finding::code)
                .doesNotContain("imported.conflicts");
    }

    private void imported(String key, String hash) {
        database.with(session -> new ImportedHashStore()
                .store(session, List.of(new ImportedPair(1, key, hash)), new ImportOptions(OnConflict.KEEP, false)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{column: nothing, path: $.a} | column.missing",
                "{column: number, path: $.a} | column.type",
                "{from: app.nothing, where: {a: owner}, take: b} | table.missing",
                "{from: truename.stage_attempt_hour, where: {stage: owner}, take: stage} | table.system",
                "{from: app.files, where: {nothing: owner}, take: kind} | column.missing",
                "{from: app.files, where: {code: owner}, take: nothing} | column.missing",
                "{from: app.owners, where: {id: raw}, take: name} | column.type",
                "{sha256Of: [content, nothing]} | column.missing",
                "{sha256Of: [content, id]} | input.changes",
                "{firstOf: [owner, id]} | input.changes",
                "{from: app.files, where: {document_id: id}, take: kind} | input.by-id",
            })
    void refusal_ofAnInput(String user, String code) {
        assertThat(refusals(user, "hash", "")).containsExactly(code);
    }

    @Test
    void columnWithIdsWithinItsText_isNoInput() {
        String soft = "softReferences: [{table: app.documents, column: content, pattern: '*{id}*', to: documents}]";
        assertThat(refusals("{sha256Of: [content]}", "hash", soft)).containsExactly("input.changes");
    }

    /** The line that the refusal gives makes the mapping one that can be read. */
    @Test
    void lookUpByAnId_isLegal_whereTheOtherColumnMovesToo() {
        String user = "{from: app.files, where: {document_id: id}, take: kind}";
        String remedy = inspect(user, "hash", "").findings().stream()
                .filter(finding -> finding.code().equals("input.by-id"))
                .map(Finding::remedy)
                .findFirst()
                .orElseThrow();
        String line = remedy.substring(remedy.indexOf("softReferences:")).replaceFirst("\\.$", "");
        assertThat(refusals(user, "hash", line.replace("softReferences: ", "softReferences:\n  ")))
                .isEmpty();
    }

    @Test
    void largeTableWithoutIndex_isRefusedWithTheStatement() {
        test.execute(
                "INSERT INTO app.files (file_id, code) SELECT gen_random_uuid(), n FROM generate_series(1, 2000) n");
        Optional<Finding> found =
                inspect("{from: app.files, where: {code: code}, take: kind}", "hash", "").findings().stream()
                        .filter(finding -> finding.code().equals("input.unindexed"))
                        .findFirst();
        assertThat(found).isPresent();
        test.execute(found.get().remedy().replace(" CONCURRENTLY", ""));
        assertThat(refusals("{from: app.files, where: {code: code}, take: kind}", "hash", ""))
                .isEmpty();
    }

    /** A migration of the table changes no row of those that are only read. */
    @Test
    void tableThatIsOnlyRead_hasNoSideEffects() {
        test.execute("""
                CREATE FUNCTION app.refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''no''; END';
                CREATE TRIGGER refuse BEFORE UPDATE ON app.files FOR EACH ROW EXECUTE FUNCTION app.refuse();
                """);
        Inspection inspection = inspect("{from: app.files, where: {code: code}, take: kind}", "hash", "");
        assertThat(inspection.findings())
                .extracting(Finding::subject)
                .noneMatch(subject -> subject.startsWith("app.files"));
        assertThat(inspection.schema().orElseThrow().tables()).hasSize(1);
    }
}
