// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.probing.known;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.truename.corpus.mapping.MappingReader;
import io.truename.corpus.schema.CorpusSchema;
import io.truename.identity.DocumentName;
import io.truename.identity.Namespace;
import io.truename.identity.UuidText;
import io.truename.postgres.Database;
import io.truename.postgres.DatabaseUrl;
import io.truename.postgres.PlannerSettings;
import io.truename.postgres.SchemaMigrations;
import io.truename.postgres.Session;
import io.truename.postgres.SqlNames;
import io.truename.postgres.corpus.TableSql;
import io.truename.postgres.corpus.recipe.RecipeSql;
import io.truename.postgres.corpus.schema.BackfillInspector;
import io.truename.postgres.corpus.schema.CorpusInspector;
import io.truename.postgres.probing.known.LookUpIndex.Coverage;
import io.truename.postgres.rekeying.fixture.Migration;
import io.truename.rekeying.run.RunState;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer;
import io.truename.testkit.schema.KeyedVariant;
import io.truename.testkit.schema.SchemaVariant;
import io.truename.testkit.suite.LongSuite;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Look-ups of known documents. Long, because each kind of corpus that can be asked has a case. */
class KnownDocumentsIT {
    private static final String SAMPLE = "upload_pipeline.documents";

    /** Every document of every schema is found, by index and without, under the true id if a row has it. */
    @LongSuite(sample = 6)
    @ParameterizedTest
    @EnumSource(
            value = SchemaVariant.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"CONTENT_BEHIND_JSON", "TEXT_ITEMS", "FILES_WITH_METADATA", "CONTENT_ELSEWHERE"})
    void documents_ofEverySchema_areFound(SchemaVariant variant) {
        TestDatabase test = TestServer.shared(TestServer.Version.NEWEST).database();
        variant.create(test, 60);
        try (Database database = open(test)) {
            CorpusSchema schema = schema(database, variant);
            Map<DocumentName, UUID> expected = expected(database, schema);
            assertThat(expected).hasSizeGreaterThan(30);
            assertThat(known(database, schema).find(database, expected.keySet()))
                    .isEqualTo(expected);
            String table = TableSql.quoted(schema.documents().table());
            test.executeAsSuperuser("CREATE INDEX known ON " + table + " ("
                    + SqlNames.quoted(schema.documents()
                            .contentHash()
                            .plainColumn()
                            .orElseThrow()
                            .name()) + ")");
            KnownDocuments indexed = known(database, schema);
            assertThat(indexed.index().coverage()).isIn(Coverage.BOTH, Coverage.HASH);
            assertThat(indexed.find(database, expected.keySet())).isEqualTo(expected);
            DocumentName absent = new DocumentName("nobody", "0".repeat(64));
            assertThat(indexed.find(database, List.of(absent))).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(TestServer.Version.class)
    void index_isUsed_whateverTheStatisticsSay(TestServer.Version version) {
        TestDatabase test = TestServer.shared(version).database();
        SchemaVariant.SAMPLE_PIPELINE.create(test, 500);
        test.executeAsSuperuser(
                "UPDATE pg_class SET reltuples = 0, relpages = 1 WHERE oid = '" + SAMPLE + "'::regclass");
        try (Database database = open(test)) {
            KnownDocuments known = known(database, schema(database, SchemaVariant.SAMPLE_PIPELINE));
            assertThat(known.index().coverage()).isEqualTo(Coverage.BOTH);
            assertThat(known.index().remedy()).isEmpty();
            String[] users = Collections.nCopies(1_000, "auth0|1").toArray(String[]::new);
            String[] hashes = Collections.nCopies(1_000, "a".repeat(64)).toArray(String[]::new);
            Integer[] places = IntStream.range(0, 1_000).boxed().toArray(Integer[]::new);
            List<String> plan = database.inTransaction(session -> {
                session.execute(PlannerSettings.BY_INDEX);
                return session.list("EXPLAIN " + known.sql(), row -> row.get(0, String.class), users, hashes, places);
            });
            assertThat(String.join("\n", plan))
                    .contains("documents_user_id_file_sha256_key")
                    .doesNotContain("Seq Scan");
        }
    }

    @Test
    void index_absentOrOfTheOwnerOnly_isNamedWithItsRemedy() {
        TestDatabase test = TestServer.shared(TestServer.Version.NEWEST).database();
        SchemaVariant.SAMPLE_PIPELINE.create(test, 30);
        test.execute("ALTER TABLE " + SAMPLE + " DROP CONSTRAINT documents_user_id_file_sha256_key");
        try (Database database = open(test)) {
            CorpusSchema schema = schema(database, SchemaVariant.SAMPLE_PIPELINE);
            LookUpIndex none = known(database, schema).index();
            assertThat(none.coverage()).isEqualTo(Coverage.NONE);
            assertThat(none.name()).isEmpty();
            test.execute("CREATE INDEX of_user ON " + SAMPLE + " (user_id, created_at);"
                    + "CREATE INDEX partial ON " + SAMPLE + " (user_id, file_sha256) WHERE bytes_len > 0;"
                    + "CREATE INDEX expression ON " + SAMPLE + " (lower(file_sha256))");
            LookUpIndex ofUser = known(database, schema).index();
            assertThat(ofUser.coverage()).isEqualTo(Coverage.USER);
            assertThat(ofUser.name()).contains("upload_pipeline.of_user");
            test.execute(none.remedy().orElseThrow().replace("CONCURRENTLY ", ""));
            assertThat(known(database, schema).index().coverage()).isEqualTo(Coverage.BOTH);
        }
    }

    /** Of a recipe with inputs that are more than columns, those documents are found that have their true id. */
    @LongSuite(sample = 6)
    @ParameterizedTest
    @EnumSource(
            value = SchemaVariant.class,
            names = {"CONTENT_BEHIND_JSON", "TEXT_ITEMS", "FILES_WITH_METADATA"})
    void documents_ofInputsThatAreNoColumns_areFoundByTheirTrueIds(SchemaVariant variant) {
        TestDatabase test = TestServer.shared(TestServer.Version.NEWEST).database();
        variant.create(test, 30);
        try (Database database = open(test)) {
            SchemaMigrations.run(database);
            CorpusSchema schema = schema(database, variant);
            KnownDocuments known = known(database, schema);
            assertThat(known.index().coverage()).isEqualTo(Coverage.BOTH);
            Map<DocumentName, UUID> stored = expected(database, schema);
            assertThat(known.find(database, stored.keySet())).isEmpty();
            DocumentName one = stored.keySet().iterator().next();
            UUID trueId = schema.documentId(one.userId(), one.fileSha256()).toUuid();
            test.execute("UPDATE " + TableSql.quoted(schema.documents().table()) + " SET id = '" + trueId
                    + "' WHERE id = '" + stored.get(one) + "'");
            assertThat(known.find(database, stored.keySet())).containsExactly(Map.entry(one, trueId));
        }
    }

    /** Of a corpus with true ids beside its keys, those documents are found that have one; what else the column holds is none. */
    @Test
    void documents_withTrueIdsBesideTheirKeys_areFoundByThem() {
        TestDatabase test = TestServer.shared(TestServer.Version.NEWEST).database();
        KeyedVariant.URLS_AND_CHUNK_STATS.create(test, 30);
        try (Database database = open(test)) {
            SchemaMigrations.run(database);
            DocumentName one = new DocumentName("crawler", test.value("SELECT fixture.hash('content 1')"));
            DocumentName other = new DocumentName("crawler", test.value("SELECT fixture.hash('content 2')"));
            assertThat(known(database).find(database, List.of(one, other))).isEmpty();
            assertThat(known(database).index().coverage()).isEqualTo(Coverage.NONE);

            test.execute(known(database).index().remedy().orElseThrow().replace("CONCURRENTLY ", ""));
            test.execute("UPDATE index.documents SET \"True Id\" = CASE WHEN content_hash = sha256('content 1') THEN"
                    + " fixture.true_document('crawler', encode(content_hash, 'hex')) ELSE gen_random_uuid() END");

            KnownDocuments known = known(database);
            assertThat(known.index().coverage()).isEqualTo(Coverage.BOTH);
            assertThat(known.find(database, List.of(one, other)))
                    .containsExactly(Map.entry(
                            one,
                            Namespace.DEFAULT
                                    .documentId(one.userId(), one.fileSha256())
                                    .toUuid()));
            assertThat(known.newest(database, 5)).isEmpty();
        }
    }

    private static KnownDocuments known(Database database) {
        return database.with(session -> KnownDocuments.of(
                session,
                BackfillInspector.inspect(session, MappingReader.read(KeyedVariant.URLS_AND_CHUNK_STATS.mapping()))
                        .schema()
                        .orElseThrow()
                        .documentsByTrueId()
                        .orElseThrow(),
                Namespace.DEFAULT));
    }

    /** The imported hashes of half of them have moved with their ids. */
    @Test
    void documents_ofImportedHashes_areFoundAfterTheirMove() {
        TestDatabase test = Migration.database(TestServer.Version.NEWEST);
        SchemaVariant.CONTENT_ELSEWHERE.create(test, 30);
        try (Migration migration = Migration.of(SchemaVariant.CONTENT_ELSEWHERE, test)) {
            Database database = migration.database();
            Set<DocumentName> names = expected(database, migration.schema()).keySet();
            assertThat(known(database, migration.schema()).find(database, names))
                    .isEmpty();
            UUID run = migration.started(Migration.SETTINGS);
            migration.drive(run, RunState.FINISHED);
            assertThat(known(database, migration.schema()).find(database, names))
                    .hasSameSizeAs(names)
                    .isEqualTo(expected(database, migration.schema()));
            migration.rolledBack(run);
            assertThat(known(database, migration.schema()).find(database, names))
                    .isEmpty();
        }
    }

    /** Their digits are fewer, so that no look-up can name them. */
    @Test
    void documents_ofShorterHashes_areNotFound() {
        TestDatabase test = TestServer.shared(TestServer.Version.NEWEST).database();
        test.execute("CREATE TABLE d (id uuid PRIMARY KEY, u text, h text, UNIQUE (u, h));"
                + "INSERT INTO d VALUES ('00000000-0000-4000-8000-000000000001', 'a', '" + "ab".repeat(32) + "')");
        try (Database database = open(test)) {
            CorpusSchema schema = database.with(session -> CorpusInspector.inspect(
                            session,
                            MappingReader.read("documents: {table: public.d, id: id, user: u, contentHash: "
                                    + "{column: h, algorithm: MD5, accept: different files may share an MD5}}"))
                    .schema()
                    .orElseThrow());
            assertThat(known(database, schema).find(database, List.of(new DocumentName("a", "ab".repeat(32)))))
                    .isEmpty();
        }
    }

    @Test
    void names_thatNoColumnCanHold_areNotStored() {
        TestDatabase test = TestServer.shared(TestServer.Version.NEWEST).database();
        test.execute("CREATE TABLE d (id uuid PRIMARY KEY, u smallint, h varchar(64), UNIQUE (u, h));"
                + "INSERT INTO d VALUES ('00000000-0000-4000-8000-000000000001', -7, '" + "AB".repeat(32) + "')");
        try (Database database = open(test)) {
            CorpusSchema schema = database.with(session -> CorpusInspector.inspect(
                            session,
                            MappingReader.read("documents: {table: public.d, id: id, user: u, contentHash: h}"))
                    .schema()
                    .orElseThrow());
            KnownDocuments known = known(database, schema);
            String hash = "ab".repeat(32);
            List<DocumentName> names = IntStream.of(-7, -32_769, 32_768, 7)
                    .mapToObj(number -> new DocumentName(String.valueOf(number), hash))
                    .toList();
            assertThat(known.find(database, names)).containsOnlyKeys(names.get(0));
            assertThat(known.find(
                            database,
                            List.of(
                                    new DocumentName("-07", hash),
                                    new DocumentName("-0", hash),
                                    new DocumentName("99999999999999999999", hash),
                                    new DocumentName("7'OR'true", hash))))
                    .isEmpty();
            List<DocumentName> many = Collections.nCopies(1_001, names.get(0));
            assertThatThrownBy(() -> known.find(database, many)).hasMessageContaining("at most 1000");
        }
    }

    @Test
    void newest_comeInOrder_whereAnIndexHasThem() {
        TestDatabase test = TestServer.shared(TestServer.Version.NEWEST).database();
        SchemaVariant.SAMPLE_PIPELINE.create(test, 30);
        try (Database database = open(test)) {
            CorpusSchema schema = schema(database, SchemaVariant.SAMPLE_PIPELINE);
            assertThat(known(database, schema).newest(database, 5)).isEmpty();
            test.execute("CREATE INDEX ON " + SAMPLE + " (created_at)");
            assertThat(known(database, schema).newest(database, 5).stream().map(DocumentName::fileSha256))
                    .isEqualTo(test.rows("SELECT file_sha256 FROM " + SAMPLE + " ORDER BY created_at DESC LIMIT 5"));
        }
    }

    @Test
    void version_changesWithEachEpoch() {
        TestDatabase test = TestServer.shared(TestServer.Version.NEWEST).database();
        try (Database database = open(test);
                Session session = database.open()) {
            SchemaMigrations.run(database);
            CorpusVersion first = CorpusVersion.read(session);
            assertThat(CorpusVersion.read(session).text())
                    .isEqualTo(first.text())
                    .doesNotContain(" ");
            CorpusVersion.beginNextEpoch(session);
            CorpusVersion second = CorpusVersion.read(session);
            assertThat(second.text()).isNotEqualTo(first.text());
            assertThat(second.micros()).isGreaterThan(first.micros());
        }
    }

    private static Database open(TestDatabase test) {
        return Database.of(DatabaseUrl.parse(test.url()), "known-test", 2);
    }

    private static CorpusSchema schema(Database database, SchemaVariant variant) {
        return database.with(session -> CorpusInspector.inspect(session, MappingReader.read(variant.mapping()))
                .schema()
                .orElseThrow());
    }

    private static KnownDocuments known(Database database, CorpusSchema schema) {
        return database.with(session -> KnownDocuments.of(session, schema.documents(), schema.namespace()));
    }

    /** The answers, read row by row and chosen here. */
    private static Map<DocumentName, UUID> expected(Database database, CorpusSchema schema) {
        record Row(String user, String hash, UUID id) {}
        List<Row> rows = database.with(session -> session.list(
                "SELECT " + RecipeSql.canonicalUser(schema.documents(), "d") + " AS u, "
                        + RecipeSql.contentHash(schema.documents(), "d") + " AS h, "
                        + RecipeSql.column(schema.documents().id(), "d") + "::text AS id FROM "
                        + TableSql.quoted(schema.documents().table()) + " AS d",
                row -> new Row(
                        row.find("u", String.class).orElse(""),
                        row.find("h", String.class).orElse(""),
                        UuidText.parse(row.text("id")))));
        Map<DocumentName, UUID> expected = new TreeMap<>(java.util.Comparator.comparing(DocumentName::canonical));
        for (Row row : rows) {
            if (DocumentName.check(row.user, row.hash).isEmpty()) {
                DocumentName name = new DocumentName(row.user, row.hash);
                UUID right = UuidText.parse(schema.namespace().documentId(name).toString());
                expected.merge(
                        name,
                        row.id,
                        (one, other) -> Objects.equals(one, right)
                                ? one
                                : Objects.equals(other, right)
                                                || other.toString().compareTo(one.toString()) < 0
                                        ? other
                                        : one);
            }
        }
        return expected;
    }
}
