// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.postgres.Database;
import io.truename.postgres.DatabaseUrl;
import io.truename.postgres.SchemaMigrations;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** One spoilt corpus for each finding. Long, because there are as many as findings. */
class InspectionFindingsIT {
    private static final boolean SCHEMA = true;
    private static final boolean NO_SCHEMA = false;

    private static Arguments spoilt(String by, String finding, String remedy, boolean schema) {
        return Arguments.of(by, Corpora.MAPPING, finding, remedy, schema);
    }

    private static Arguments mapped(String by, String mapping, String finding, String remedy) {
        return Arguments.of(by, mapping, finding, remedy, NO_SCHEMA);
    }

    private static String with(String soft) {
        return Corpora.MAPPING + "softReferences:\n  - " + soft + "\n";
    }

    private static String other(String wrong, String right) {
        return Corpora.MAPPING.replace(wrong, right);
    }

    static Stream<Arguments> spoilt() {
        return Stream.of(
                mapped(
                        "",
                        other("app.documents", "app.document"),
                        "REFUSAL table.missing \"app\".\"document\"",
                        "\"app\".\"documents\""),
                mapped(
                        "",
                        other("app.documents", "documents"),
                        "REFUSAL table.missing \"documents\"",
                        "\"app\".\"documents\""),
                mapped(
                        "",
                        other("app.documents", "pg_catalog.pg_class"),
                        "REFUSAL table.system \"pg_catalog\".\"pg_class\"",
                        "application"),
                mapped("", other("sha256", "sha265"), "REFUSAL column.missing app.documents \"sha265\"", "sha256"),
                mapped("", other("sha256", "created_at"), "REFUSAL column.type app.documents.created_at", "type"),
                mapped("", other("ordinal: ord", "ordinal: chunker"), "REFUSAL column.type app.chunks.chunker", "type"),
                mapped("", other("chunks, id: id", "chunks, id: ord"), "REFUSAL column.type app.chunks.ord", "uuid"),
                mapped(
                        "",
                        other("app.chunks", "app.documents")
                                .replace(
                                        "document: document_id, chunker: chunker, chunkerVersion: version, ordinal: ord",
                                        "document: id, chunker: label, chunkerVersion: label, ordinal: user_id"),
                        "REFUSAL mapping.table-twice app.documents",
                        "own"),
                mapped(
                        "CREATE VIEW app.v AS SELECT * FROM app.documents",
                        other("app.documents", "app.v"),
                        "REFUSAL table.view \"app\".\"v\"",
                        "table"),
                mapped(
                        "CREATE MATERIALIZED VIEW app.v AS SELECT * FROM app.documents",
                        other("app.documents", "app.v"),
                        "REFUSAL table.materialized-view \"app\".\"v\"",
                        "table"),
                mapped(
                        "CREATE TABLE app.p (id uuid, user_id text, sha256 text) PARTITION BY HASH (id); CREATE TABLE app.p0 PARTITION OF app.p FOR VALUES WITH (MODULUS 1, REMAINDER 0)",
                        other("app.documents", "app.p0"),
                        "REFUSAL table.partition \"app\".\"p0\"",
                        "app.p"),
                mapped(
                        "",
                        with("{table: app.documents, column: json_ref, path: $.id, to: documents}"),
                        "REFUSAL column.type app.documents.json_ref",
                        "pattern: '*{id}*'"),
                mapped(
                        "",
                        with("{table: app.documents, column: label, to: documents}"),
                        "REFUSAL column.type app.documents.label",
                        "uuid"),
                mapped(
                        "",
                        with("{table: app.documents, column: user_id, path: $.id, to: documents}"),
                        "REFUSAL column.type app.documents.user_id",
                        "path"),
                mapped(
                        "",
                        with("{table: app.chunks, column: document_id, to: chunks}"),
                        "REFUSAL carrier.two-kinds app.chunks.document_id",
                        "mapping"),
                spoilt(
                        "ALTER TABLE app.chunks DROP CONSTRAINT chunks_pkey",
                        "REFUSAL id.not-unique app.chunks.id",
                        "CREATE UNIQUE INDEX CONCURRENTLY ON \"app\".\"chunks\" (\"id\");",
                        NO_SCHEMA),
                spoilt(
                        "CREATE TABLE app.g (a text, b text GENERATED ALWAYS AS (a) STORED); ALTER TABLE app.chunks DROP COLUMN document_id; ALTER TABLE app.chunks ADD document_id uuid GENERATED ALWAYS AS (id) STORED",
                        "REFUSAL carrier.generated app.chunks.document_id",
                        "DROP EXPRESSION",
                        NO_SCHEMA),
                spoilt(
                        "CREATE TABLE app.files (id uuid PRIMARY KEY); ALTER TABLE app.documents ADD FOREIGN KEY (id) REFERENCES app.files",
                        "REFUSAL reference.outward app.documents.id",
                        "soft reference",
                        NO_SCHEMA),
                spoilt(
                        "ALTER TABLE app.chunks DROP CONSTRAINT chunks_document_id_fkey; ALTER TABLE app.documents ALTER id TYPE text; INSERT INTO app.documents (id) VALUES ('6c8a1e6e-1f0b-4aa8-9f0a-1a7c2e6f2b42'), ('7C8A1E6E-1f0b-4aa8-9f0a-1a7c2e6f2b42')",
                        "REFUSAL text.mixed-case app.documents.id",
                        "UPDATE \"app\".\"documents\" SET \"id\" = lower(\"id\")",
                        SCHEMA),
                spoilt(
                        "ALTER TABLE app.chunks DROP CONSTRAINT chunks_document_id_fkey; ALTER TABLE app.documents ALTER id TYPE text; INSERT INTO app.documents (id) VALUES ('{6c8a1e6e-1f0b-4aa8-9f0a-1a7c2e6f2b42}')",
                        "REFUSAL text.not-uuid app.documents.id",
                        "SELECT \"id\"",
                        SCHEMA),
                spoilt(
                        "ALTER TABLE app.documents FORCE ROW LEVEL SECURITY; ALTER TABLE app.documents ENABLE ROW LEVEL SECURITY",
                        "REFUSAL security.rows app.documents",
                        "NO FORCE ROW LEVEL SECURITY",
                        SCHEMA),
                spoilt(
                        "CREATE TABLE app.more () INHERITS (app.chunks)",
                        "REFUSAL table.inherited app.chunks",
                        "partitions",
                        SCHEMA),
                spoilt(
                        "CREATE RULE r AS ON UPDATE TO app.chunks DO INSTEAD NOTHING",
                        "REFUSAL rule.update app.chunks r",
                        "DISABLE RULE \"r\"",
                        SCHEMA),
                spoilt(
                        "CREATE RULE r AS ON DELETE TO app.chunks DO INSTEAD NOTHING",
                        "WARNING rule.merge app.chunks r",
                        "DISABLE RULE \"r\"",
                        SCHEMA),
                spoilt(
                        "CREATE FUNCTION app.f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'; CREATE TRIGGER t BEFORE UPDATE ON app.chunks FOR EACH ROW EXECUTE FUNCTION app.f()",
                        "WARNING trigger.update app.chunks t",
                        "which columns",
                        SCHEMA),
                spoilt(
                        "CREATE FUNCTION app.f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'; CREATE TRIGGER t AFTER DELETE ON app.chunks FOR EACH ROW EXECUTE FUNCTION app.f()",
                        "NOTE trigger.delete app.chunks t",
                        "skip",
                        SCHEMA),
                spoilt(
                        "ALTER TABLE app.chunks ADD EXCLUDE USING hash (document_id WITH =)",
                        "WARNING constraint.exclusion app.chunks.document_id",
                        "skip",
                        SCHEMA),
                spoilt(
                        "CREATE PUBLICATION p FOR TABLE app.chunks",
                        "NOTE replication.publication p",
                        "subscribers",
                        SCHEMA),
                spoilt(
                        "ALTER TABLE app.chunks REPLICA IDENTITY NOTHING; CREATE PUBLICATION p FOR TABLE app.chunks",
                        "REFUSAL replication.identity app.chunks",
                        "REPLICA IDENTITY FULL",
                        SCHEMA),
                spoilt(
                        "CREATE VIEW app.v AS SELECT * FROM app.chunks; CREATE VIEW app.w AS SELECT id FROM app.v",
                        "NOTE view.plain app.w",
                        "readers",
                        SCHEMA),
                spoilt(
                        "CREATE VIEW app.v AS SELECT * FROM app.chunks; CREATE MATERIALIZED VIEW app.w AS SELECT id FROM app.v",
                        "NOTE view.materialized app.w",
                        "REFRESH MATERIALIZED VIEW \"app\".\"w\"",
                        SCHEMA),
                spoilt(
                        "DROP INDEX app.chunks_document_id_idx",
                        "WARNING reference.unindexed app.chunks.document_id",
                        "CREATE INDEX CONCURRENTLY ON \"app\".\"chunks\" (\"document_id\");",
                        SCHEMA),
                spoilt(
                        "DROP INDEX app.chunks_document_id_idx; INSERT INTO app.chunks SELECT md5(n::text)::uuid FROM generate_series(1, 50001) n",
                        "REFUSAL reference.unindexed app.chunks.document_id",
                        "CREATE INDEX CONCURRENTLY",
                        SCHEMA),
                spoilt(
                        "DROP INDEX app.chunks_document_id_idx; INSERT INTO app.chunks SELECT md5(n::text)::uuid FROM generate_series(1, 52000) n; ANALYZE app.chunks",
                        "REFUSAL reference.unindexed app.chunks.document_id",
                        "CREATE INDEX CONCURRENTLY",
                        SCHEMA),
                spoilt(
                        "CREATE TABLE app.p (document_id uuid PRIMARY KEY REFERENCES app.documents) PARTITION BY HASH (document_id); CREATE TABLE app.p0 PARTITION OF app.p FOR VALUES WITH (MODULUS 1, REMAINDER 0)",
                        "NOTE partition.moves app.p",
                        "again",
                        SCHEMA),
                spoilt(
                        "CREATE TABLE app.p (document_id uuid PRIMARY KEY REFERENCES app.documents) PARTITION BY HASH (document_id); CREATE TABLE app.p0 PARTITION OF app.p FOR VALUES WITH (MODULUS 1, REMAINDER 0); CREATE TABLE app.q (d uuid PRIMARY KEY REFERENCES app.p0)",
                        "REFUSAL partition.leaf-referenced app.p",
                        "whole table",
                        SCHEMA));
    }

    @ParameterizedTest
    @MethodSource("spoilt")
    void inspect_ofASpoiltCorpus_saysWhatIsWrong(
            String by, String mapping, String finding, String remedy, boolean schema) {
        TestDatabase test = TestServer.shared(TestServer.Version.NEWEST).database();
        if (by.startsWith("CREATE PUBLICATION") || by.contains("; CREATE PUBLICATION")) {
            test.executeAsSuperuser("GRANT CREATE ON DATABASE " + test.name() + " TO " + test.name());
        }
        Corpora.create(test);
        test.execute(by.isEmpty() ? "SELECT 1" : by);

        Inspection inspection = Corpora.inspect(test, mapping);

        assertThat(Corpora.found(inspection)).contains(finding);
        assertThat(inspection.findings())
                .filteredOn(found -> finding.endsWith(" " + found.code() + " " + found.subject()))
                .allSatisfy(found -> assertThat(found.remedy()).contains(remedy));
        assertThat(inspection.schema().isPresent()).isEqualTo(schema);
        assertThat(inspection.fingerprint().isEmpty()).isEqualTo(!schema);
        assertThat(inspection.refused()).isEqualTo(finding.startsWith("REFUSAL"));
    }

    @ParameterizedTest
    @EnumSource
    void inspect_ofASoundCorpus_findsNothing(TestServer.Version version) {
        TestDatabase test = TestServer.shared(version).database();
        Corpora.create(test);
        assertThat(Corpora.found(Corpora.inspect(test, Corpora.MAPPING))).isEmpty();
    }

    @Test
    void inspect_asAStranger_namesEveryPrivilegeThatMisses() {
        TestDatabase test = TestServer.shared(TestServer.Version.NEWEST).database();
        TestDatabase stranger = TestServer.shared(TestServer.Version.NEWEST).database();
        Corpora.create(test);
        test.execute("ALTER TABLE app.documents ENABLE ROW LEVEL SECURITY");
        String url = stranger.url()
                .replace("/" + stranger.name(), "/" + test.name())
                .replace("//" + test.name() + ":", "//" + stranger.name() + ":");

        assertThat(Corpora.found(Corpora.inspect(url, Corpora.MAPPING)))
                .containsAll(List.of(
                        "REFUSAL privilege.schema app.documents",
                        "REFUSAL privilege.select app.documents",
                        "REFUSAL privilege.update app.documents",
                        "REFUSAL security.rows app.documents",
                        "WARNING privilege.merge app.documents",
                        "REFUSAL privilege.select app.chunks"));

        // Each remedy is SQL that may be run as it stands; row-level security's is for an administrator.
        for (var finding : Corpora.inspect(url, Corpora.MAPPING).findings()) {
            test.executeAsSuperuser(finding.remedy().replace("Run as the table's owner, or: ", ""));
        }
        assertThat(Corpora.found(Corpora.inspect(url, Corpora.MAPPING))).isEmpty();
    }

    @Test
    void inspect_ofPartitionsThatMoveOnAnOldServer_refusesOnlyActionsOnDelete() {
        TestDatabase test = TestServer.shared(TestServer.Version.OLDEST).database();
        Corpora.create(test);
        test.execute(
                "CREATE TABLE app.p (document_id uuid PRIMARY KEY REFERENCES app.documents) PARTITION BY HASH (document_id);"
                        + "CREATE TABLE app.p0 PARTITION OF app.p FOR VALUES WITH (MODULUS 1, REMAINDER 0);"
                        + "CREATE TABLE app.q (d uuid PRIMARY KEY REFERENCES app.p)");
        assertThat(Corpora.inspect(test, Corpora.MAPPING).refused()).isFalse();
        test.execute("CREATE TABLE app.r (d uuid PRIMARY KEY REFERENCES app.p ON DELETE CASCADE)");
        assertThat(Corpora.found(Corpora.inspect(test, Corpora.MAPPING)))
                .contains("REFUSAL partition.row-movement app.p");
    }

    @Test
    void fingerprint_changesWithTheStructureAlone() {
        TestDatabase test = TestServer.shared(TestServer.Version.NEWEST).database();
        Corpora.create(test);
        String before = Corpora.inspect(test, Corpora.MAPPING).fingerprint();
        test.execute("INSERT INTO app.documents SELECT md5(n::text)::uuid FROM generate_series(1, 1000) n;"
                + "ANALYZE; CREATE INDEX ON app.documents (user_id)");
        assertThat(Corpora.inspect(test, Corpora.MAPPING).fingerprint()).isEqualTo(before);
        test.execute("CREATE TABLE app.likes (document_id uuid PRIMARY KEY REFERENCES app.documents)");
        assertThat(Corpora.inspect(test, Corpora.MAPPING).fingerprint()).isNotEqualTo(before);
    }

    /** Catches a name that gets into SQL as it stands. */
    @Test
    void inspect_ofHostileNames_findsNoSuchTable() {
        TestDatabase test = TestServer.shared(TestServer.Version.NEWEST).database();
        Corpora.create(test);
        for (String name : List.of(
                "documents\"; DROP TABLE app.documents; --",
                "app.documents",
                "' OR true --",
                "$1",
                "%s",
                "documents'",
                "\\\"",
                "pg_class WHERE true")) {
            String written = "'\"" + name.replace("\"", "\"\"").replace("'", "''") + "\"'";
            assertThat(Corpora.found(Corpora.inspect(test, other("app.documents", written))))
                    .containsExactly("REFUSAL table.missing \"" + name.replace("\"", "\"\"") + "\"");
            assertThat(Corpora.found(Corpora.inspect(test, other("sha256", written))))
                    .containsExactly("REFUSAL column.missing app.documents \"" + name.replace("\"", "\"\"") + "\"");
        }
        assertThat(test.value("SELECT count(*) FROM app.documents")).isEqualTo("0");
    }

    /** Catches a remedy that the next inspection does not know for one. */
    @Test
    void inspect_afterTheRemedyForAMissingIndex_isContent() {
        TestDatabase test = TestServer.shared(TestServer.Version.OLDEST).database();
        Corpora.create(test);
        try (Database pool = Database.of(DatabaseUrl.parse(test.url()), "test", 1)) {
            SchemaMigrations.run(pool);
        }
        test.execute("CREATE TABLE app.soft (id text, \"Ids\" uuid[], payload jsonb, \"It's\" varchar(90), j json,"
                + " marks text[], names char(40)[], parts json[])");
        String mapping = Corpora.MAPPING + """
                softReferences:
                  - {table: app.soft, column: id, to: documents}
                  - {table: app.soft, column: '"Ids"', to: documents}
                  - {table: app.soft, column: payload, path: $.id, to: documents}
                  - {table: app.soft, column: payload, path: '$."it''s a"."b, c".null', to: chunks}
                  - {table: app.soft, column: payload, pattern: '*{id}*', to: chunks}
                  - {table: app.soft, column: '"It''s"', pattern: '*{ID}*', to: chunks}
                  - {table: app.soft, column: j, pattern: '*{id32}*', to: documents}
                  - {table: app.soft, column: payload, path: '$.refs[*]."it''s"', to: documents}
                  - {table: app.soft, column: payload, path: '$."a\\"\\\\b"[*][*]', pattern: 'raw/{id}', to: documents}
                  - {table: app.soft, column: marks, pattern: '*{id}*', to: documents}
                  - {table: app.soft, column: names, pattern: 'f/{id}', to: documents}
                  - {table: app.soft, column: parts, pattern: '*{id}*', to: documents}
                """;
        var missing = Corpora.inspect(test, mapping);
        assertThat(Corpora.found(missing))
                .containsExactlyInAnyOrder(
                        "WARNING reference.unindexed app.soft.id",
                        "WARNING reference.unindexed app.soft.Ids",
                        "WARNING reference.unindexed app.soft.payload $.\"id\"",
                        "WARNING reference.unindexed app.soft.payload $.\"it's a\".\"b, c\".\"null\"",
                        "WARNING reference.unindexed app.soft.payload *{id}*",
                        "WARNING reference.unindexed app.soft.It's *{ID}*",
                        "WARNING reference.unindexed app.soft.j *{id32}*",
                        "WARNING reference.unindexed app.soft.payload $.\"refs\"[*].\"it's\"",
                        "WARNING reference.unindexed app.soft.payload $.\"a\\\"\\\\b\"[*][*] raw/{id}",
                        "WARNING reference.unindexed app.soft.marks *{id}*",
                        "WARNING reference.unindexed app.soft.names f/{id}",
                        "WARNING reference.unindexed app.soft.parts *{id}*");
        missing.findings().forEach(finding -> test.execute(finding.remedy()));
        assertThat(Corpora.found(Corpora.inspect(test, mapping))).isEmpty();
        // An index as people make it.
        test.execute("ALTER INDEX app.\"soft_Ids_idx\" RESET (fastupdate)");
        var collecting = Corpora.inspect(test, mapping);
        assertThat(Corpora.found(collecting)).containsExactly("WARNING reference.collecting app.soft.Ids");
        test.execute(collecting.findings().get(0).remedy());
        assertThat(Corpora.found(Corpora.inspect(test, mapping))).isEmpty();
        // The same path, written the other way.
        test.execute(
                "DROP INDEX app.soft_expr_idx1; CREATE INDEX ON app.soft ((payload #>> '{it''s a,\"b, c\",\"null\"}'))");
        assertThat(Corpora.found(Corpora.inspect(test, mapping))).isEmpty();
    }
}
