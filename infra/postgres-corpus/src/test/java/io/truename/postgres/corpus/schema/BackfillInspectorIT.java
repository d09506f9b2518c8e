// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.corpus.mapping.Mapping;
import io.truename.corpus.mapping.MappingReader;
import io.truename.corpus.schema.Finding;
import io.truename.corpus.schema.Finding.Severity;
import io.truename.postgres.Database;
import io.truename.postgres.DatabaseUrl;
import io.truename.postgres.corpus.fixture.CorpusDatabase;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Mappings with true ids beside the keys of pages and their sections; each obstacle is found, with a remedy that works. */
class BackfillInspectorIT {
    private static final String PAGES =
            "documents: {table: app.page, id: %s, user: owner, contentHash: hash, status: state%s}\n";
    private static final String SECTIONS = "chunks: {table: app.section, id: %s, document: %s, trueId: %s,"
            + " chunker: {value: sections}, chunkerVersion: {value: '1'}, ordinal: n}\n";

    private TestDatabase test;
    private Database database;

    @BeforeEach
    void create() {
        test = CorpusDatabase.withOurTables(TestServer.Version.NEWEST);
        test.execute("""
                CREATE SCHEMA app;
                CREATE TABLE app.page (id bigint PRIMARY KEY, url text NOT NULL, number int UNIQUE, seen timestamptz NOT NULL UNIQUE,
                    owner text, hash text, state uuid, true_id uuid, short varchar(20), referenced uuid UNIQUE,
                    generated text GENERATED ALWAYS AS (url) STORED);
                CREATE TABLE app.section (id uuid PRIMARY KEY, page_id bigint, small int, name text, n int, true_id uuid);
                CREATE TABLE app.link (page uuid REFERENCES app.page (referenced));
                """);
        database = Database.of(DatabaseUrl.parse(test.url()), "test", 1);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private BackfillInspection inspect(String yaml) {
        return database.with(session -> BackfillInspector.inspect(session, MappingReader.read(yaml)));
    }

    private static String pages(String id, String trueId) {
        return PAGES.formatted(id, trueId.isEmpty() ? "" : ", trueId: " + trueId);
    }

    private static List<String> codes(List<Finding> findings, Severity severity) {
        return findings.stream()
                .filter(finding -> finding.severity() == severity)
                .map(finding -> finding.code() + " " + finding.subject())
                .toList();
    }

    @Test
    void keys_ofAnyKind_andOnlyAnIndexIsOffered() {
        BackfillInspection inspection =
                inspect(pages("id", "true_id") + SECTIONS.formatted("id", "page_id", "true_id"));

        assertThat(inspection.schema()).isPresent();
        assertThat(codes(inspection.findings(), Severity.REFUSAL)).isEmpty();
        assertThat(codes(inspection.findings(), Severity.NOTE))
                .containsExactly("true-id.unindexed app.page.true_id", "true-id.unindexed app.section.true_id");
        assertThat(inspection.schema().orElseThrow().tables())
                .extracting(table -> table.key().name())
                .containsExactly("id", "id");
    }

    @ParameterizedTest
    @CsvSource({
        "url,    true_id,      id.not-unique app.page.url",
        "number, true_id,      key.nullable app.page.number",
        "seen,   true_id,      column.type app.page.seen",
        "id,     missing,      true-id.missing app.page.missing",
        "id,     short,        column.type app.page.short",
        "id,     number,       column.type app.page.number",
        "id,     generated,    carrier.generated app.page.generated",
        "id,     state,        true-id.mapped app.page.state",
        "id,     owner,        input.changes app.page.owner",
        "id,     referenced,   true-id.foreign-key app.page.referenced",
    })
    void obstacle_isRefusedWithARemedy(String key, String trueId, String refusal) {
        BackfillInspection inspection = inspect(pages(key, trueId));

        assertThat(inspection.schema()).isEmpty();
        assertThat(codes(inspection.findings(), Severity.REFUSAL)).containsExactly(refusal);
        assertThat(inspection.findings())
                .allSatisfy(finding -> assertThat(finding.remedy()).isNotBlank());
    }

    @Test
    void remedyOfAMissingColumn_andOfANullableKey_removeTheObstacles() {
        for (String yaml : List.of(pages("id", "missing"), pages("number", "true_id"))) {
            test.execute(inspect(yaml).findings().get(0).remedy());
            assertThat(codes(inspect(yaml).findings(), Severity.REFUSAL)).isEmpty();
        }
    }

    @Test
    void chunks_mustHoldTheKeyOfTheirDocuments() {
        assertThat(codes(
                        inspect(pages("id", "true_id") + SECTIONS.formatted("id", "small", "true_id"))
                                .findings(),
                        Severity.REFUSAL))
                .isEmpty();
        assertThat(codes(
                        inspect(pages("id", "true_id") + SECTIONS.formatted("id", "name", "true_id"))
                                .findings(),
                        Severity.REFUSAL))
                .containsExactly("column.type app.section.name");
    }

    @Test
    void keyOfChunks_mayBecomeTheTrueId_ifNothingRefersToIt() {
        String yaml = pages("id", "") + SECTIONS.formatted("id", "page_id", "id");
        BackfillInspection inspection = inspect(yaml);
        assertThat(codes(inspection.findings(), Severity.REFUSAL)).isEmpty();
        assertThat(codes(inspection.findings(), Severity.WARNING)).containsExactly("true-id.key app.section.id");

        test.execute("CREATE TABLE app.vector (section uuid REFERENCES app.section)");

        assertThat(codes(inspect(yaml).findings(), Severity.REFUSAL))
                .containsExactly("true-id.foreign-key app.section.id");
        assertThat(codes(
                        inspect(pages("referenced", "referenced") + SECTIONS.formatted("id", "true_id", "name"))
                                .findings(),
                        Severity.REFUSAL))
                .contains("true-id.key app.page.referenced");
    }

    @Test
    void missingRight_isRefused() {
        Mapping mapping = MappingReader.read(pages("id", "true_id"));
        test.executeAsSuperuser("ALTER TABLE app.page OWNER TO postgres; GRANT SELECT ON app.page TO PUBLIC");

        BackfillInspection inspection = database.with(session -> BackfillInspector.inspect(session, mapping));

        assertThat(codes(inspection.findings(), Severity.REFUSAL)).containsExactly("privilege.update app.page");
    }

    @Test
    void fingerprint_changesWithTheKey_andNotWithAUniqueIndexOfTrueIds() {
        String before = inspect(pages("id", "true_id")).fingerprint();
        test.execute("CREATE UNIQUE INDEX ON app.page (true_id)");
        assertThat(inspect(pages("id", "true_id")).fingerprint()).isEqualTo(before);
        test.execute("ALTER TABLE app.page ALTER COLUMN true_id TYPE text");
        assertThat(inspect(pages("id", "true_id")).fingerprint()).isNotEqualTo(before);
    }

    @Test
    void inspectorOfMovingIds_refusesTheMapping() {
        Mapping mapping = MappingReader.read(pages("id", "true_id"));

        Inspection inspection = database.with(session -> CorpusInspector.inspect(session, mapping));

        assertThat(inspection.schema()).isEmpty();
        assertThat(codes(inspection.findings(), Severity.REFUSAL)).containsExactly("true-id.beside mapping");
    }
}
