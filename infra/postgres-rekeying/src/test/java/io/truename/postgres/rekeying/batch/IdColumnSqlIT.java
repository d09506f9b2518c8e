// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.truename.corpus.mapping.JsonPath;
import io.truename.corpus.mapping.ReferencePattern;
import io.truename.corpus.schema.Column;
import io.truename.corpus.schema.IdColumn;
import io.truename.corpus.schema.IdType;
import io.truename.corpus.schema.TextForm;
import io.truename.postgres.Database;
import io.truename.postgres.DatabaseUrl;
import io.truename.postgres.SchemaMigrations;
import io.truename.postgres.SqlNames;
import io.truename.postgres.corpus.IdIndexSql;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer;
import io.truename.testkit.database.TestServer.Version;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SQL of an id column, as PostgreSQL understands it. */
class IdColumnSqlIT {
    private static final String OLD = "0000000a-0000-4000-8000-00000000000a";
    private static final String NEW = "0000000b-0000-5000-8000-00000000000b";
    private static final String OTHER = "0000000c-0000-4000-8000-00000000000c";

    private static TestDatabase database;

    @BeforeAll
    static void start() {
        database = TestServer.shared(Version.OLDEST).database();
        try (Database pool = Database.of(DatabaseUrl.parse(database.url()), "test", 1)) {
            SchemaMigrations.run(pool);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "id",
                "Id",
                "select",
                "a b",
                "a\"b",
                "\"",
                "';drop table x;--",
                "a\\b",
                "\\",
                "$1",
                "$$",
                "%s",
                "/*",
                "ключ",
                "a.b"
            })
    void hostileName_isAColumnAndAMember(String name) {
        IdColumn scalar = idColumn(name, "uuid", IdType.UUID, TextForm.LOWER);
        assertThat(replaced(scalar, "'" + OLD + "'::uuid")).isEqualTo("t\t" + NEW);
        IdColumn json = json(name, TextForm.LOWER, new JsonPath.Member(name));
        String object = "(SELECT jsonb_build_object(" + SqlNames.literal(name) + ", '";
        assertThat(database.value("SELECT " + IdColumnSql.replaced(json, "x.v", map()) + " = y.v FROM " + object + OLD
                        + "') AS v) AS x, " + object + NEW + "') AS v) AS y"))
                .isEqualTo("t");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "UUID|LOWER|uuid|'0000000a-0000-4000-8000-00000000000a'|t|0000000b-0000-5000-8000-00000000000b",
                "UUID|LOWER|uuid|'0000000c-0000-4000-8000-00000000000c'|f|0000000c-0000-4000-8000-00000000000c",
                "UUID|LOWER|uuid|NULL||",
                "TEXT|LOWER|text|'0000000a-0000-4000-8000-00000000000a'|t|0000000b-0000-5000-8000-00000000000b",
                "TEXT|UPPER|text|'0000000A-0000-4000-8000-00000000000A'|t|0000000B-0000-5000-8000-00000000000B",
                "TEXT|LOWER|text|'no id'|f|no id",
                "TEXT|LOWER|character(36)|'0000000a-0000-4000-8000-00000000000a'|t|0000000b-0000-5000-8000-00000000000b",
                "UUID_ARRAY|LOWER|uuid[]|'{0000000a-0000-4000-8000-00000000000a,NULL}'|t|{0000000b-0000-5000-8000-00000000000b,NULL}",
                "UUID_ARRAY|LOWER|uuid[]|'{}'|f|{}",
                "UUID_ARRAY|LOWER|uuid[]|'[0:1]={0000000a-0000-4000-8000-00000000000a,NULL}'|t|[0:1]={0000000b-0000-5000-8000-00000000000b,NULL}",
                "UUID_ARRAY|LOWER|uuid[]|'{{0000000c-0000-4000-8000-00000000000c,0000000a-0000-4000-8000-00000000000a},{NULL,0000000a-0000-4000-8000-00000000000a}}'|t|{{0000000c-0000-4000-8000-00000000000c,0000000b-0000-5000-8000-00000000000b},{NULL,0000000b-0000-5000-8000-00000000000b}}",
                "UUID_ARRAY|LOWER|uuid[]|'[2:2][-1:0][1:1]={{{0000000a-0000-4000-8000-00000000000a},{NULL}}}'|t|[2:2][-1:0][1:1]={{{0000000b-0000-5000-8000-00000000000b},{NULL}}}",
                "TEXT_ARRAY|LOWER|text[]|'[1:3][5:6]={{0000000a-0000-4000-8000-00000000000a,\"a,\\\\b\\\"{}\"},{\"\",NULL},{\"NULL\",\" x\"}}'|t|[1:3][5:6]={{0000000b-0000-5000-8000-00000000000b,\"a,\\\\b\\\"{}\"},{\"\",NULL},{\"NULL\",\" x\"}}",
                "TEXT_ARRAY|LOWER|character varying(40)[]|'[0:0]={0000000a-0000-4000-8000-00000000000a}'|t|[0:0]={0000000b-0000-5000-8000-00000000000b}",
                "TEXT_ARRAY|UPPER|text[]|'{x,0000000A-0000-4000-8000-00000000000A}'|t|{x,0000000B-0000-5000-8000-00000000000B}"
            })
    void column_isFoundAndReplacedInItsOwnForm(
            IdType type, TextForm form, String sqlType, String value, String found, String after) {
        assertThat(replaced(idColumn("v", sqlType, type, form), "CAST(" + value + " AS " + sqlType + ")"))
                .isEqualTo((found == null ? "" : found) + "\t" + (after == null ? "" : after));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"a\": {\"b\": \"OLD\"}}|t|{\"a\": {\"b\": \"NEW\"}}",
                "{\"a\": {\"b\": \"OTHER\"}, \"c\": \"OLD\"}|f|{\"a\": {\"b\": \"OTHER\"}, \"c\": \"OLD\"}",
                "{\"a\": {\"b\": null}}||{\"a\": {\"b\": null}}",
                "{\"a\": {\"b\": 1.50}}|f|{\"a\": {\"b\": 1.50}}",
                "{\"a\": [\"OLD\"]}||{\"a\": [\"OLD\"]}",
                "{}||{}",
                "\"OLD\"||\"OLD\"",
                "null||null"
            })
    void member_isReplacedAlone(String value, String found, String after) {
        assertJson(json("v", TextForm.LOWER, new JsonPath.Member("a"), new JsonPath.Member("b")), value, found, after);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"l\": [{\"id\": \"OTHER\"}, {\"id\": \"OLD\", \"n\": 1.0}, 7, {}]}|t|{\"l\": [{\"id\": \"OTHER\"}, {\"n\": 1.0, \"id\": \"NEW\"}, 7, {}]}",
                "{\"l\": []}|f|{\"l\": []}",
                "{\"l\": {\"id\": \"OLD\"}}|f|{\"l\": {\"id\": \"OLD\"}}",
                "[]|f|[]"
            })
    void elements_areReplacedEach(String value, String found, String after) {
        assertJson(
                json(
                        "v",
                        TextForm.LOWER,
                        new JsonPath.Member("l"),
                        new JsonPath.EveryElement(),
                        new JsonPath.Member("id")),
                value,
                found,
                after);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "TEXT|text|file-{id}|'file-OLD'|t|file-NEW",
                "TEXT|text|file-{id}|'file-OTHER'|f|file-OTHER",
                "TEXT|text|file-{id}|'OLD'|f|OLD",
                "TEXT|text|.*{id}|'x.OLD'|f|x.OLD",
                "TEXT|text|it's \\{ID}$|concat('it''s \\', upper('OLD'), '$')|t|it's \\0000000B-0000-5000-8000-00000000000B$",
                "TEXT|character(40)|{id32}|replace('OLD', '-', '')|t|0000000b00005000800000000000000b        ",
                "TEXT|text|ключ{ID32}|concat('ключ', upper(replace('OLD', '-', '')))|t|ключ0000000B00005000800000000000000B",
                "TEXT|text|file-{id}|NULL||",
                "TEXT_ARRAY|text[]|f/{id}|ARRAY['f/OLD', NULL, 'OLD']|t|{f/NEW,NULL,OLD}",
                "WITHIN|text|*{id}*|'OLD,OTHER;xOLD0 {OLD}'|t|NEW,OTHER;xNEW0 {NEW}",
                "WITHIN|text|*{id}*|concat(upper('OLD'), ' ', replace('OLD', '-', ''))|f|0000000A-0000-4000-8000-00000000000A 0000000a00004000800000000000000a",
                "WITHIN|text|*{ID}*|concat('OLD ', upper('OLD'))|t|OLD 0000000B-0000-5000-8000-00000000000B",
                "WITHIN|text|*{id32}*|concat('file', replace('OLD', '-', ''), '.pdf OLD')|t|file0000000b00005000800000000000000b.pdf OLD",
                "WITHIN|text|*{id32}*|concat(replace('OLD', '-', ''), 'abc')|t|0000000b00005000800000000000000babc",
                "WITHIN|text|*{id32}*|concat(replace('OLD', '-', ''), 'abcdef01')|f|0000000a00004000800000000000000aabcdef01",
                "WITHIN|text|*{id32}*|concat('FILE', replace('OLD', '-', ''), 'F')|t|FILE0000000b00005000800000000000000bF",
                "WITHIN|text|*{ID32}*|upper(replace('OLD', '-', ''))|t|0000000B00005000800000000000000B",
                "WITHIN|text|*{id}*|''|f|",
                "WITHIN|text|*{id}*|NULL||",
                "WITHIN|character varying(40)|*{id}*|'a OLD'|t|a NEW",
                "WITHIN|json|*{id}*|'{ \"OLD\" :1.50, \"a\":[\"xOLD\"], \"a\":0}'|t|{ \"NEW\" :1.50, \"a\":[\"xNEW\"], \"a\":0}",
                "WITHIN|jsonb|*{id}*|'{\"OLD\": 1.50, \"a\": [\"\\\\OLD\\\"\", {\"OLD\": \"OTHER\"}]}'|t|{\"a\": [\"\\\\NEW\\\"\", {\"NEW\": \"OTHER\"}], \"NEW\": 1.50}",
                "WITHIN|text[]|*{id}*|ARRAY['a \"OLD\", {', NULL, '']|t|{\"a \\\"NEW\\\", {\",NULL,\"\"}"
            })
    void textWithIds_isFoundAndReplacedAroundTheRest(
            IdType type, String sqlType, String pattern, String value, String found, String after) {
        IdColumn column = new IdColumn(
                new Column("v", sqlType, true, false),
                0,
                type,
                TextForm.LOWER,
                IdColumn.Origin.DECLARED,
                Optional.empty(),
                ReferencePattern.parse(pattern),
                true);
        assertThat(replaced(column, "CAST(" + ids(value) + " AS " + sqlType + ")"))
                .isEqualTo((found == null ? "" : found) + "\t" + (after == null ? "" : ids(after)));
    }

    @Test
    void textAtAPath_isReplacedAroundTheId() {
        IdColumn column = new IdColumn(
                new Column("v", "jsonb", true, false),
                0,
                IdType.JSONB,
                TextForm.LOWER,
                IdColumn.Origin.DECLARED,
                Optional.of(new JsonPath(List.of(new JsonPath.Member("l"), new JsonPath.EveryElement()))),
                ReferencePattern.parse("raw/{id}"),
                true);
        assertJson(
                column,
                "{\"l\": [\"raw/OLD\", \"OLD\", \"raw/OTHER\", 7]}",
                "t",
                "{\"l\": [\"raw/NEW\", \"OLD\", \"raw/OTHER\", 7]}");
    }

    /** Catches a condition that PostgreSQL does not find in the index that a finding asks for. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "uuid|UUID||",
                "character(36)|TEXT||",
                "text|TEXT||file-{id}",
                "uuid[]|UUID_ARRAY||",
                "text[]|TEXT_ARRAY||",
                "character varying(40)[]|TEXT_ARRAY||f/{id}",
                "character(36)[]|TEXT_ARRAY||",
                "jsonb|JSONB|$.a|",
                "jsonb|JSONB|$.a.\"b \\\" c\"|{ID}",
                "jsonb|JSONB|$.a[*]|",
                "jsonb|JSONB|$[*].\"it's\".b[*]|raw/{id}",
                "text|WITHIN||*{id}*",
                "character varying(90)|WITHIN||*{ID32}*",
                "json|WITHIN||*{id}*",
                "jsonb|WITHIN||*{id}*",
                "text[]|WITHIN||*{id}*",
                "character(40)[]|WITHIN||*{id}*",
                "json[]|WITHIN||*{id32}*"
            })
    void rowsOfAnId_areFoundByTheIndexThatIsOffered(String sqlType, IdType type, String path, String pattern) {
        IdColumn column = new IdColumn(
                new Column("V", sqlType, true, false),
                0,
                type,
                TextForm.LOWER,
                IdColumn.Origin.DECLARED,
                Optional.ofNullable(path).flatMap(JsonPath::parse),
                Optional.ofNullable(pattern).flatMap(ReferencePattern::parse),
                true);
        // An empty table would be read without the index. The setting is for the next connections.
        database.execute(
                "ALTER ROLE CURRENT_USER SET enable_seqscan = off; DROP TABLE IF EXISTS offered; CREATE TABLE offered (\"V\" "
                        + sqlType + "); " + IdIndexSql.create("offered", true, column));
        String holds = IdColumnSql.holds(column, "x", "ARRAY['" + OLD + "']::uuid[]");
        assertThat(database.rows("EXPLAIN SELECT 1 FROM offered AS x WHERE " + holds))
                .anyMatch(line -> line.contains("Index Cond"));
    }

    @Test
    void textOfALooseCollation_isReadAsItsBytes() {
        database.execute("CREATE COLLATION loose (provider = icu, locale = 'und-u-ks-level2', deterministic = false)");
        for (String form : List.of("id", "id32")) {
            String old = form.equals("id") ? OLD : OLD.replace("-", "");
            String then = form.equals("id") ? NEW : NEW.replace("-", "");
            assertThat(database.value(
                            "SELECT truename.replace_ids_within('a " + old + "' COLLATE loose, " + map() + ", '" + form
                                    + "') || truename.ids_within('" + old + "' COLLATE loose, '" + form + "')::text"))
                    .isEqualTo("a " + then + "{" + OLD + "}");
        }
    }

    /** Catches a copy of the whole text for each id. */
    @Test
    void textOfManyIds_isReplacedInOneGo() {
        assertThat(database.value(ids("SELECT length(truename.replace_ids_within(repeat('OLD,', 50000), " + map()
                        + ", 'id')) || left(truename.replace_ids_within(repeat('OLD,', 50000), " + map()
                        + ", 'id'), 36)")))
                .isEqualTo(ids("1850000NEW"));
    }

    /** Catches a member that is lost without a word. */
    @ParameterizedTest
    @ValueSource(strings = {"json", "jsonb"})
    void twoKeysThatWouldBecomeOne_areRefused(String type) {
        IdColumn column = new IdColumn(
                new Column("v", type, true, false),
                0,
                IdType.WITHIN,
                TextForm.LOWER,
                IdColumn.Origin.DECLARED,
                Optional.empty(),
                ReferencePattern.parse("*{id}*"),
                true);
        assertThatThrownBy(() -> replaced(column, ids("'{\"OLD\": 1, \"NEW\": 2}'::" + type)))
                .hasStackTraceContaining("two keys of a JSON object would become one");
    }

    @Test
    void zeroCharacter_isNoText() {
        assertThatThrownBy(() -> SqlNames.literal("a\0b")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void scalar_isWrittenInItsColumnsType() {
        assertThat(IdColumnSql.written(idColumn("v", "uuid", IdType.UUID, TextForm.LOWER), "m.n"))
                .isEqualTo("m.n");
        assertThat(database.value("SELECT "
                        + IdColumnSql.written(
                                idColumn("v", "text", IdType.TEXT, TextForm.UPPER),
                                "'" + UUID.fromString(OLD) + "'::uuid")))
                .isEqualTo("0000000A-0000-4000-8000-00000000000A");
    }

    private static void assertJson(IdColumn idColumn, String value, String found, String after) {
        assertThat(replaced(idColumn, "'" + ids(value) + "'::jsonb"))
                .isEqualTo((found == null ? "" : found) + "\t" + ids(after));
    }

    private static String ids(String text) {
        return text.replace("OLD", OLD).replace("NEW", NEW).replace("OTHER", OTHER);
    }

    /** Whether the value holds the old id, by both conditions, and what becomes of it. */
    private static String replaced(IdColumn idColumn, String value) {
        String column = IdColumnSql.column(idColumn, "x");
        String from = " FROM (SELECT " + value + " AS "
                + SqlNames.quoted(idColumn.column().name()) + ") AS x";
        String holds = IdColumnSql.holds(idColumn, "x", "ARRAY['" + OLD + "']::uuid[]");
        assertThat(database.value("SELECT coalesce(" + IdColumnSql.holdsKeyOf(idColumn, "x", map())
                        + ", false) = coalesce(" + holds + ", false)" + from))
                .isEqualTo("t");
        return database.value("SELECT " + holds + ", " + IdColumnSql.replaced(idColumn, column, map()) + from);
    }

    private static String map() {
        return "'{\"" + OLD + "\": \"" + NEW + "\"}'::jsonb";
    }

    private static IdColumn idColumn(String name, String sqlType, IdType type, TextForm form) {
        return new IdColumn(
                new Column(name, sqlType, true, false),
                0,
                type,
                form,
                IdColumn.Origin.DECLARED,
                Optional.empty(),
                true);
    }

    private static IdColumn json(String name, TextForm form, JsonPath.Step... steps) {
        return new IdColumn(
                new Column(name, "jsonb", true, false),
                0,
                IdType.JSONB,
                form,
                IdColumn.Origin.DECLARED,
                Optional.of(new JsonPath(List.of(steps))),
                true);
    }
}
