// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.corpus.assess.UndeclaredReferences;
import io.truename.corpus.assess.UndeclaredReferences.Found;
import io.truename.corpus.assess.UndeclaredReferences.Unsearched;
import io.truename.corpus.mapping.MappingReader;
import io.truename.postgres.Database;
import io.truename.postgres.DatabaseUrl;
import io.truename.postgres.corpus.schema.CorpusInspector;
import io.truename.postgres.corpus.schema.Inspection;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Finds and clean databases, on the oldest and the newest server. Long because all cases share one fixture. */
@ParameterizedClass
@EnumSource(TestServer.Version.class)
class UndeclaredReferenceSearchIT {
    private static final String MAPPING = """
            documents: {table: app.documents, id: id, user: user_id, contentHash: sha256}
            chunks: {table: app.chunks, id: id, document: document_id, chunker: chunker, chunkerVersion: version, ordinal: ord}
            softReferences:
              - {table: app.jobs, column: payload, path: $.document_id, to: documents}
            """;

    private final TestServer.Version version;
    private TestDatabase test;

    UndeclaredReferenceSearchIT(TestServer.Version version) {
        this.version = version;
    }

    /** A corpus with 40 documents of two chunks, references that are declared, and UUIDs that are none. */
    @BeforeEach
    void create() {
        test = TestServer.shared(version).database();
        test.executeAsSuperuser("CREATE EXTENSION citext");
        test.execute("""
                CREATE SCHEMA app;
                CREATE TABLE app.documents (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), user_id text, sha256 text,
                                            trace uuid DEFAULT gen_random_uuid());
                CREATE TABLE app.chunks (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), document_id uuid REFERENCES app.documents,
                                         chunker text, version text, ord integer, body text);
                CREATE INDEX ON app.chunks (document_id);
                INSERT INTO app.documents (user_id, sha256) SELECT 'ann', encode(sha256(n::text::bytea), 'hex') FROM generate_series(1, 40) n;
                INSERT INTO app.chunks (document_id, chunker, version, ord, body)
                    SELECT id, 'recursive', '1', n, 'no id, but ' || gen_random_uuid() FROM app.documents, generate_series(0, 1) n;
                CREATE TABLE app.jobs (id uuid DEFAULT gen_random_uuid(), document_id uuid REFERENCES app.documents, payload jsonb,
                                       notes text[], md5 char(32), tags uuid[]);
                INSERT INTO app.jobs (document_id, payload, notes, md5, tags)
                    SELECT id, jsonb_build_object('document_id', id, 'trace', gen_random_uuid()), ARRAY[gen_random_uuid()::text, 'x'],
                           md5(id::text), ARRAY[gen_random_uuid(), NULL] FROM app.documents""");
    }

    @Test
    void goOn_cleanDatabase_findsNothing() {
        UndeclaredReferences result = search();

        assertThat(result.found()).isEmpty();
        assertThat(result.unsearched()).isEmpty();
        assertThat(result.findings()).isEmpty();
        assertThat(result.tables()).isEqualTo(3);
        assertThat(result.sampled()).isZero();
        assertThat(result.rows()).isEqualTo(40 + 80 + 40);
    }

    /** Every way of writing, in one table that is read once: the pattern, and the line that covers it or why there is none. */
    @Test
    void goOn_idsInEveryForm_areFoundWithTheirLine() {
        test.execute("CREATE DOMAIN app.ref AS varchar(40); CREATE DOMAIN app.doc AS jsonb;"
                + "CREATE SCHEMA other; CREATE TABLE other.\"Holder's\" AS SELECT id AS plain, id::text AS whole,"
                + " upper(id::text) AS capitals, id::text::varchar(36) AS short, id::text::app.ref AS domain, id::text::citext AS ci,"
                + " id::text::name AS nm, '{' || id || '}' AS braces, 'urn:uuid:' || id AS urn, replace(id::text, '-', '') AS digits,"
                + " id || '__' || (random() * 9)::int AS numbered, id || ',' || id AS list, 'file-' || id AS prefixed,"
                + " 'files/u' || left(sha256, 4) || '/../raw/' || id || '.pdf' AS path, ARRAY[id] AS ids,"
                + " ARRAY['x', id::text] AS texts, ARRAY['f:' || id] AS embedded, 'see ' || id || ' now' AS prose"
                + " FROM app.documents");

        assertThat(lines(search()))
                .containsExactlyInAnyOrder(
                        line("plain", "", "{id}", covered("plain")),
                        line("whole", "", "{id}", covered("whole")),
                        line("capitals", "", "{ID}", covered("capitals")),
                        line("short", "", "{id}", covered("short")),
                        line("domain", "", "{id}", covered("domain")),
                        line("ci", "", "{id}", covered("ci", "pattern", "*{id}*")),
                        line("nm", "", "{id}", covered("nm", "pattern", "*{id}*") + altered("name", "nm", "text")),
                        line("braces", "", "{{id}}", covered("braces", "pattern", "*{id}*")),
                        line("urn", "", "urn:uuid:{id}", covered("urn", "pattern", "urn:uuid:{id}")),
                        line("digits", "", "{id32}", covered("digits", "pattern", "{id32}")),
                        line("numbered", "", "{id}__*", covered("numbered", "pattern", "*{id}*")),
                        line("list", "", "{id},{id}", covered("list", "pattern", "*{id}*")),
                        line("prefixed", "", "file-{id}", covered("prefixed", "pattern", "file-{id}")),
                        line("path", "", "files/*/../raw/{id}.pdf", covered("path", "pattern", "*{id}*")),
                        line("ids", "$[*]", "{id}", covered("ids")),
                        line("texts", "$[*]", "{id}", covered("texts")),
                        line("embedded", "$[*]", "f:{id}", covered("embedded", "pattern", "f:{id}")),
                        line("prose", "", "* {id} *", covered("prose", "pattern", "*{id}*")));
    }

    @Test
    void goOn_idsInJson_areFoundWithTheirPath() {
        test.execute("""
                CREATE SCHEMA other;
                CREATE TABLE other."Holder's" AS SELECT jsonb_build_object('doc', id, 'raw', 'raw/' || id, 'list', ARRAY[id, id],
                        'deep', jsonb_build_array(jsonb_build_object('a b', id))) AS b,
                    json_build_object('doc', id) AS j, jsonb_build_object(id::text, 1) AS keys,
                    jsonb_build_object(left(sha256, 8), id) AS members, to_jsonb(id) AS root, to_jsonb(ARRAY[id]) AS elements,
                    '{"upload_file_id": "' || id || '"}' AS told, '{"broken": "' || id || '"' AS broken,
                    ARRAY[jsonb_build_object('x', id)] AS objects
                FROM app.documents;
                UPDATE app.jobs SET payload = payload || jsonb_build_object('again', document_id)""");

        assertThat(lines(search()))
                .containsExactlyInAnyOrder(
                        "app.jobs.payload $.again {id} 40/40: - {table: app.jobs, column: payload, path: $.again, to: documents}",
                        line("b", "$.doc", "{id}", covered("b", "path", "$.doc")),
                        line(
                                "b",
                                "$.raw",
                                "raw/{id}",
                                covered("b", "path", "$.raw")
                                        .replace("path: $.raw", "path: $.raw, pattern: 'raw/{id}'")),
                        line("b", "$.list[*]", "{id}", covered("b", "path", "$.list[*]")),
                        line("b", "$.deep[*].\"a b\"", "{id}", covered("b", "path", "$.deep[*].\"a b\"")),
                        line("j", "$.doc", "{id}", covered("j", "pattern", "*{id}*")),
                        line("keys", "$", "\"{id}\":", covered("keys", "pattern", "*{id}*")),
                        line("members", "$.*", "{id}", covered("members", "pattern", "*{id}*")),
                        line("root", "", "{id}", covered("root", "pattern", "*{id}*")),
                        line("elements", "$[*]", "{id}", covered("elements", "path", "$[*]")),
                        line("told", "$.upload_file_id", "{id}", covered("told", "pattern", "*{id}*")),
                        line("broken", "", "* \"{id}\"", covered("broken", "pattern", "*{id}*")),
                        line(
                                "objects",
                                "$[*].x",
                                "{id}",
                                "Arrays are changed if they have one dimension and ids, or text with ids, as their elements."));
    }

    @Test
    void goOn_afterTheLineIsInTheMapping_findsNothing() {
        test.execute(
                "CREATE TABLE app.\"Audit\" AS SELECT jsonb_build_object('it''s', ARRAY[id]) AS \"the value\", id::text AS doc"
                        + " FROM app.documents");
        List<Found> found = search().found();
        assertThat(found).hasSize(2);

        String mapping = MAPPING
                + found.stream().map(place -> "  " + place.line() + "\n").collect(Collectors.joining());

        assertThat(search(test.url(), mapping, SearchLimits.DEFAULT).found()).isEmpty();
    }

    /** Every form in one table: with the lines that were proposed, nothing is left to find. */
    @Test
    void goOn_afterPatternsAreInTheMapping_findsNothing() {
        test.execute(
                "CREATE TABLE app.forms AS SELECT d.id::citext AS ci, '{' || d.id || '}' AS braces, 'urn:uuid:' || d.id AS urn,"
                        + " replace(d.id::text, '-', '') AS digits, d.id || '__' || c.id AS both, upper(d.id || ',' || d.id) AS list,"
                        + " 'files/u' || left(sha256, 4) || '/../raw/' || d.id || '.pdf' AS path, ARRAY['f:' || d.id] AS texts,"
                        + " json_build_object('doc', d.id) AS j, jsonb_build_object(d.id::text, 'raw/' || c.id) AS keys,"
                        + " jsonb_build_object('doc', 'raw/' || d.id) AS at, 'file' || replace(d.id::text, '-', '') AS touching"
                        + " FROM app.documents d JOIN app.chunks c ON document_id = d.id");
        List<Found> found = search().found();
        assertThat(found)
                .hasSize(13)
                .allSatisfy(place -> assertThat(place.line()).isNotEmpty());

        String mapping = MAPPING
                + found.stream()
                        .flatMap(place -> place.line().lines())
                        .distinct()
                        .map(line -> "  " + line + "\n")
                        .collect(Collectors.joining());

        assertThat(search(test.url(), mapping, SearchLimits.DEFAULT).found()).isEmpty();
    }

    @Test
    void goOn_someRowsAndKinds_areToldApart() {
        test.execute(
                "CREATE TABLE app.mixed (entity uuid, note text);"
                        + "INSERT INTO app.mixed SELECT id FROM app.documents LIMIT 10;"
                        + "INSERT INTO app.mixed SELECT id FROM app.chunks LIMIT 20;"
                        + "INSERT INTO app.mixed SELECT gen_random_uuid() FROM generate_series(1, 70);"
                        + "UPDATE app.mixed SET note = 'doc ' || (SELECT min(id::text) FROM app.documents) WHERE entity IN (SELECT id FROM app.chunks)");

        UndeclaredReferences result = search();

        assertThat(lines(result))
                .containsExactlyInAnyOrder(
                        "app.mixed.entity {id} 10/100: - {table: app.mixed, column: entity, to: documents}",
                        "app.mixed.entity {id} 20/100: - {table: app.mixed, column: entity, to: chunks}",
                        "app.mixed.note * {id} 20/100: - {table: app.mixed, column: note, pattern: '*{id}*', to: documents}");
        assertThat(result.findings())
                .filteredOn(
                        finding -> finding.reason().startsWith("About 10 % of 100 rows read hold ids of app.documents"))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.code()).isEqualTo("reference.undeclared");
                    assertThat(finding.subject()).isEqualTo("app.mixed.entity");
                });
    }

    /** Catches a reference that is found twice, or not at all, and a line that a run would refuse. */
    @Test
    void goOn_partitionsAndInheritingTables_areReadOnce() {
        test.execute("CREATE TABLE app.log (n integer, doc uuid) PARTITION BY HASH (n);"
                + "CREATE TABLE app.log_0 PARTITION OF app.log FOR VALUES WITH (MODULUS 2, REMAINDER 0);"
                + "CREATE TABLE app.log_1 PARTITION OF app.log FOR VALUES WITH (MODULUS 2, REMAINDER 1);"
                + "INSERT INTO app.log SELECT row_number() OVER (), id FROM app.documents;"
                + "CREATE TABLE app.parent (doc uuid); CREATE TABLE app.child (more text) INHERITS (app.parent);"
                + "INSERT INTO app.parent SELECT id FROM app.documents LIMIT 10;"
                + "INSERT INTO app.child SELECT id FROM app.documents LIMIT 30");

        assertThat(lines(search()))
                .containsExactlyInAnyOrder(
                        "app.log.doc {id} 40/40: - {table: app.log, column: doc, to: documents}",
                        "app.parent.doc {id} 10/10: Other tables inherit from this one.",
                        "app.child.doc {id} 30/30: - {table: app.child, column: doc, to: documents}");
    }

    /** Catches a value that ends the search, fills the memory, or hides another. */
    @Test
    void goOn_hostileValues_areReadAsFarAsTheyGo() {
        test.execute(
                "CREATE TABLE app.hostile (n integer, t text, b jsonb, a text[], \"; DROP TABLE app.jobs; --\" text);"
                        + "INSERT INTO app.hostile SELECT 1, id || repeat('x', 5000000) FROM app.documents LIMIT 1;"
                        + "INSERT INTO app.hostile SELECT 2, repeat('abcdef01', 500000) || ' ' || id FROM app.documents LIMIT 1;"
                        + "INSERT INTO app.hostile SELECT 3, repeat('[', 30000) || '\"' || id || '\"' FROM app.documents LIMIT 1;"
                        + "INSERT INTO app.hostile SELECT 4, E'\\x01\\x02\\x7f\\t\\r\\n' || id || E'\\x01\\uFFFD\\U0001F600' FROM app.documents LIMIT 1;"
                        + "INSERT INTO app.hostile SELECT 5, NULL, jsonb_build_object('big', (SELECT string_agg(md5(g::text), '') FROM generate_series(1, 9999) g),"
                        + " 'doc', id) FROM app.documents LIMIT 1;"
                        + "INSERT INTO app.hostile SELECT 6, NULL, (repeat('{\"a\":', 1500) || '\"' || id || '\"' || repeat('}', 1500))::jsonb FROM app.documents LIMIT 1;"
                        + "INSERT INTO app.hostile SELECT 7, NULL, jsonb_build_object('a', E'\\x01\"\\\\' || id) FROM app.documents LIMIT 1;"
                        + "INSERT INTO app.hostile SELECT 8, NULL, NULL, array_agg(id::text) || ARRAY[NULL, '', '{\"'] FROM app.documents;"
                        + "INSERT INTO app.hostile (n, \"; DROP TABLE app.jobs; --\") SELECT 9, string_agg(id::text, '') FROM app.documents");

        UndeclaredReferences result = search();

        assertThat(result.found())
                .extracting(Found::column)
                .contains("app.hostile.t", "app.hostile.b", "app.hostile.a", "app.hostile.; DROP TABLE app.jobs; --");
        assertThat(result.found()).allSatisfy(found -> {
            assertThat(found.pattern()).hasSizeLessThan(120).doesNotContain("\u0001");
            assertThat(found.path()).hasSizeLessThan(200);
        });
        assertThat(result.unsearched())
                .containsExactly(new Unsearched(
                        "app.hostile", "1 values of JSON or arrays were not read: each takes more than 64 kB."));
        assertThat(test.value("SELECT count(*) FROM app.jobs")).isEqualTo("40");
    }

    @Test
    void goOn_tableOfAsManyColumnsAsThereCanBe_isReadInOnePass() {
        String columns = IntStream.range(0, 1_600)
                .mapToObj(i -> "c" + i + (i % 2 == 0 ? " text" : i % 3 == 0 ? " jsonb" : " varchar(80)"))
                .collect(Collectors.joining(", "));
        test.execute("CREATE TABLE app.wide (" + columns + ");"
                + "INSERT INTO app.wide (c0, c1599) SELECT 'f-' || id, to_jsonb(id) FROM app.documents;"
                + "INSERT INTO app.wide (c800) SELECT id FROM app.documents");

        assertThat(lines(search()))
                .containsExactlyInAnyOrder(
                        "app.wide.c0 f-{id} 40/80: - {table: app.wide, column: c0, pattern: 'f-{id}', to: documents}",
                        "app.wide.c1599 {id} 40/80: - {table: app.wide, column: c1599, pattern: '*{id}*', to: documents}",
                        "app.wide.c800 {id} 40/80: - {table: app.wide, column: c800, to: documents}");
    }

    @Test
    void goOn_tablesThatCannotBeRead_areToldAndNotWaitedFor() throws SQLException {
        String role = test.name() + "_reader";
        test.execute("CREATE TABLE app.locked AS SELECT id FROM app.documents;"
                + "CREATE TABLE app.secret AS SELECT id FROM app.documents;"
                + "CREATE TABLE app.hidden AS SELECT id FROM app.documents; ALTER TABLE app.hidden ENABLE ROW LEVEL SECURITY;"
                + "CREATE TABLE app.seen AS SELECT id FROM app.documents;"
                + "CREATE VIEW app.view AS SELECT id FROM app.documents");
        test.executeAsSuperuser(
                "CREATE FOREIGN DATA WRAPPER nowhere; CREATE SERVER nowhere FOREIGN DATA WRAPPER nowhere;"
                        + "CREATE FOREIGN TABLE app.remote (id uuid) SERVER nowhere;"
                        + "CREATE TABLE app.scattered (id uuid) PARTITION BY HASH (id);"
                        + "CREATE FOREIGN TABLE app.elsewhere PARTITION OF app.scattered FOR VALUES WITH (MODULUS 2, REMAINDER 0) SERVER nowhere;"
                        + "CREATE ROLE " + role + " LOGIN PASSWORD 'r'; GRANT USAGE ON SCHEMA app TO " + role
                        + "; GRANT SELECT ON ALL TABLES IN SCHEMA app TO " + role
                        + "; REVOKE SELECT ON app.secret FROM " + role);
        String url = test.url().replace(test.name() + ":" + test.name() + "@", role + ":r@");

        UndeclaredReferences result;
        try (Connection other = test.connect();
                Statement lock = other.createStatement()) {
            other.setAutoCommit(false);
            lock.execute("LOCK TABLE app.locked IN ACCESS EXCLUSIVE MODE");
            result = search(url, MAPPING, SearchLimits.DEFAULT);
        }

        assertThat(result.unsearched())
                .containsExactly(
                        new Unsearched(
                                "app.hidden",
                                "Row-level security may hide rows from the role. Assess as the owner, or with BYPASSRLS."),
                        new Unsearched("app.locked", "Another session had locked it. Assess again."),
                        new Unsearched("app.remote", "Its rows, or some of them, are on another server."),
                        new Unsearched("app.scattered", "Its rows, or some of them, are on another server."),
                        new Unsearched(
                                "app.secret",
                                "The role may not read it. GRANT SELECT ON \"app\".\"secret\" and USAGE on its schema, then assess again."));
        assertThat(result.found()).extracting(Found::column).containsExactly("app.seen.id");
        assertThat(result.findings())
                .filteredOn(finding -> finding.code().equals("reference.unsearched"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.reason()).startsWith("5 tables were not searched"));
    }

    @Test
    void goOn_inSteps_findsTheSameAsInOne() {
        test.execute("CREATE TABLE app.many AS SELECT 'files/' || id || '/' || n AS path, gen_random_uuid() AS other"
                + " FROM app.documents, generate_series(1, 500) n");
        UndeclaredReferences whole = search();

        try (Database pool = pool(test.url())) {
            UndeclaredReferenceSearch search =
                    new UndeclaredReferenceSearch(schema(pool, MAPPING), SearchLimits.DEFAULT);
            SearchState state = SearchState.BEGIN;
            boolean ended = false;
            while (!ended) {
                SearchState from = state;
                UndeclaredReferenceSearch.Progress progress =
                        pool.with(session -> search.goOn(session, from, () -> true));
                assertThat(progress.state().steps()).isEqualTo(state.steps() + 1);
                state = progress.state();
                ended = progress.ended();
            }
            assertThat(state.steps()).isGreaterThan(8);
            assertThat(state.result()).isEqualTo(whole);
        }
        assertThat(lines(whole))
                .containsExactly("app.many.path files/{id}/* 20000/20000:"
                        + " - {table: app.many, column: path, pattern: '*{id}*', to: documents}");
    }

    /** Catches a sample that is taken from the beginning of a table alone. */
    @Test
    void goOn_largeTable_isSampledEvenly() {
        test.execute(
                "CREATE TABLE app.large AS SELECT n, CASE WHEN n > 90000 THEN (SELECT max(id::text) FROM app.documents) ELSE 'none' END AS doc"
                        + " FROM generate_series(1, 100000) n");
        SearchLimits few = new SearchLimits(
                Duration.ofSeconds(30),
                Duration.ofSeconds(1),
                Duration.ofMinutes(5),
                Duration.ofMinutes(5),
                1_000_000,
                128);

        UndeclaredReferences result = search(test.url(), MAPPING, few);

        assertThat(result.sampled()).isEqualTo(1);
        assertThat(result.found()).singleElement().satisfies(found -> {
            assertThat(found.read()).isBetween(10_000L, 50_000L);
            assertThat(found.share()).isBetween(0.06, 0.14);
        });
    }

    @Test
    void goOn_timeOfTheSearchIsOver_tellsTheTables() {
        SearchLimits none = new SearchLimits(
                Duration.ofSeconds(3), Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ZERO, 1_000, 64);

        assertThat(search(test.url(), MAPPING, none).unsearched())
                .extracting(Unsearched::table)
                .containsExactly("app.documents", "app.jobs");
    }

    /** Catches a statement that runs into its limit and ends the whole search. */
    @Test
    void goOn_statementTakesTooLong_tellsTheTable() {
        test.execute("CREATE TABLE app.slow (t text); CREATE TABLE app.quick AS SELECT id FROM app.documents;"
                + "ALTER TABLE app.slow ALTER t SET STORAGE EXTERNAL;"
                + "INSERT INTO app.slow SELECT repeat('0123456789abcdef-', 2000) FROM generate_series(1, 400)");
        SearchLimits hasty = new SearchLimits(
                Duration.ofMillis(60), Duration.ofSeconds(1), Duration.ofMinutes(1), Duration.ofMinutes(1), 50_000, 64);

        UndeclaredReferences result = search(test.url(), MAPPING, hasty);

        assertThat(result.unsearched())
                .contains(new Unsearched("app.slow", "Reading one of its blocks took longer than 60 ms."));
        assertThat(result.found()).extracting(Found::column).contains("app.quick.id");
    }

    @Test
    void goOn_anyDatabase_writesNothing() {
        test.execute("CREATE TABLE app.audit AS SELECT id, 'f-' || id AS file FROM app.documents");
        String before = contents();

        String written = "SELECT sum(n_tup_ins + n_tup_upd + n_tup_del) FROM pg_stat_user_tables";
        test.execute("ANALYZE");
        String rows = test.value(written);
        assertThat(search().found()).hasSize(2);

        assertThat(contents()).isEqualTo(before);
        assertThat(test.value(written)).isEqualTo(rows);
    }

    private String contents() {
        return Stream.of("documents", "chunks", "jobs", "audit")
                .map(table -> test.value(
                        "SELECT md5(string_agg(t::text || t.xmin::text || t.ctid::text, '' ORDER BY t.ctid)) FROM app."
                                + table + " t"))
                .collect(Collectors.joining());
    }

    private static String line(String column, String path, String pattern, String coverage) {
        return "other.Holder's." + column + (path.isEmpty() ? "" : " " + path) + " " + pattern + " 40/40: " + coverage;
    }

    private static String covered(String column) {
        return "- {table: 'other.\"Holder''s\"', column: " + column + ", to: documents}";
    }

    private static String covered(String column, String field, String value) {
        String scalar = value.matches("[$.a-z]+") ? value : "'" + value + "'";
        return "- {table: 'other.\"Holder''s\"', column: " + column + ", " + field + ": " + scalar + ", to: documents}";
    }

    private static String altered(String type, String column, String other) {
        return "A column of type " + type + " cannot be mapped. ALTER TABLE \"other\".\"Holder's\" ALTER COLUMN \""
                + column + "\" TYPE " + other + ";";
    }

    private static List<String> lines(UndeclaredReferences result) {
        return result.found().stream()
                .map(found ->
                        found.column() + (found.path().isEmpty() ? "" : " " + found.path()) + " " + found.pattern()
                                + " " + found.rows() + "/" + found.read() + ": " + found.line() + found.obstacle())
                .toList();
    }

    private UndeclaredReferences search() {
        return search(test.url(), MAPPING, SearchLimits.DEFAULT);
    }

    private static UndeclaredReferences search(String url, String mapping, SearchLimits limits) {
        BooleanSupplier inTime = () -> false;
        try (Database pool = pool(url)) {
            UndeclaredReferenceSearch search = new UndeclaredReferenceSearch(schema(pool, mapping), limits);
            UndeclaredReferenceSearch.Progress progress =
                    pool.with(session -> search.goOn(session, SearchState.BEGIN, inTime));
            assertThat(progress.ended()).isTrue();
            return progress.state().result();
        }
    }

    private static io.truename.corpus.schema.CorpusSchema schema(Database pool, String mapping) {
        Inspection inspection = pool.with(session -> CorpusInspector.inspect(session, MappingReader.read(mapping)));
        return Optional.of(inspection)
                .flatMap(Inspection::schema)
                .orElseThrow(() -> new AssertionError(inspection.findings()));
    }

    private static Database pool(String url) {
        return Database.of(DatabaseUrl.parse(url), "test", 2);
    }
}
