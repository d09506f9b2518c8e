// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.corpus.mapping.MappingReader;
import io.truename.corpus.schema.Finding;
import io.truename.corpus.schema.Finding.Severity;
import io.truename.corpus.schema.TextForm;
import io.truename.postgres.Database;
import io.truename.postgres.DatabaseUrl;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer;
import io.truename.testkit.database.TestServer.Version;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Findings about values of mapped columns. */
class ColumnValuesIT {
    /** Catches references that a run would pass over without a word. */
    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '"', textBlock = """
            text   ;           ; id::text                                ; id || ',' || id                              ; 40 of 60 ; 40 of them
            text   ;           ; id::text                                ; 'urn:uuid:' || id                            ; 40 of 60 ; 40 of them
            text   ;           ; id::text                                ; '{' || id || '}'                             ; 40 of 60 ; 40 of them
            text   ;           ; id::text                                ; replace(id::text, '-', '')                   ; 40 of 60 ; 40 of them
            text   ;           ; id::text                                ; 'none'                                       ; 40 of 60 ; none in them
            text[] ;           ; ARRAY[id::text]                         ; ARRAY[id || ' ', 'none']                     ; 80 of 100 ; 40 of them
            jsonb  ; $.doc     ; jsonb_build_object('doc', id)           ; jsonb_build_object('doc', ARRAY[id])         ; 40 of 60 ; 40 of them
            jsonb  ; $.docs[*] ; jsonb_build_object('docs', ARRAY[id])   ; jsonb_build_object('docs', ARRAY['x:' || id]) ; 40 of 60 ; 40 of them
            jsonb  ; $.doc     ; jsonb_build_object('doc', id)           ; jsonb_build_object('doc', 7)                 ; 40 of 60 ; none in them
            """)
    void softReferences_thatAreNoIds_areCounted(
            String type, String path, String one, String other, String count, String hidden) {
        TestDatabase test = TestServer.shared(Version.NEWEST).database();
        Corpora.create(test);
        test.execute("INSERT INTO app.documents SELECT gen_random_uuid() FROM generate_series(1, 20);"
                + "CREATE TABLE app.soft (value " + type + ");"
                + "INSERT INTO app.soft SELECT " + one + " FROM app.documents;"
                + "INSERT INTO app.soft SELECT " + other + " FROM app.documents, generate_series(1, 2)");
        String mapping = Corpora.MAPPING + "softReferences: [{table: app.soft, column: value, to: documents"
                + (path == null ? "" : ", path: '" + path + "'") + "}]\n";

        assertThat(findings(test, mapping, "text.unreadable")).singleElement().satisfies(finding -> {
            assertThat(finding.reason()).startsWith(count + " values").contains(hidden);
            assertThat(finding.severity()).isEqualTo(hidden.startsWith("none") ? Severity.NOTE : Severity.WARNING);
        });

        test.execute("TRUNCATE app.soft; INSERT INTO app.soft SELECT " + one + " FROM app.documents;"
                + "INSERT INTO app.soft VALUES (NULL)");
        assertThat(findings(test, mapping, "text.unreadable")).isEmpty();
    }

    /** Catches a step of a run that takes another form than the plan, or that reads a million texts to find it. */
    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '"', textBlock = """
            text   ;            ; upper(id::text)                                    ; id::text                            ; UPPER
            text   ;            ; id::text                                           ; upper(id::text)                     ; LOWER
            text   ;            ; 'none'                                             ; upper(id::text)                     ; UPPER
            text[] ;            ; ARRAY[upper(id::text)]                             ; ARRAY[id::text]                     ; UPPER
            jsonb  ; $.docs[*]  ; jsonb_build_object('docs', 7)                      ; jsonb_build_object('docs', ARRAY[upper(id::text)]) ; UPPER
            """)
    void formOfIds_ofARunUnderWay_isThatOfMost(String type, String path, String most, String last, TextForm form) {
        TestDatabase test = TestServer.shared(Version.NEWEST).database();
        Corpora.create(test);
        test.execute("CREATE TABLE app.soft (value " + type + "); INSERT INTO app.soft SELECT " + most
                + " FROM (SELECT gen_random_uuid() AS id FROM generate_series(1, 3000)) AS ids;"
                + " INSERT INTO app.soft SELECT " + last + " FROM (SELECT gen_random_uuid() AS id) AS ids");
        String mapping = Corpora.MAPPING + "softReferences: [{table: app.soft, column: value, to: documents"
                + (path == null ? "" : ", path: '" + path + "'") + "}]\n";

        try (Database database = Database.of(DatabaseUrl.parse(test.url()), "test", 1)) {
            Inspection found =
                    database.with(session -> CorpusInspector.inspectUnderWay(session, MappingReader.read(mapping)));

            assertThat(found.findings()).extracting(Finding::code).doesNotContain("text.mixed-case", "text.unreadable");
            assertThat(found.schema().orElseThrow().tables())
                    .filteredOn(table -> table.relation().name().name().equals("soft"))
                    .singleElement()
                    .satisfies(
                            table -> assertThat(table.idColumns().get(0).form()).isEqualTo(form));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"citext", "text COLLATE app.loose"})
    void usersThatDifferInCaseOnly_areCounted(String type) {
        TestDatabase test = TestServer.shared(Version.NEWEST).database();
        Corpora.create(test);
        test.executeAsSuperuser("CREATE EXTENSION citext; CREATE COLLATION app.loose (provider = icu,"
                + " locale = 'und-u-ks-level2', deterministic = false)");
        test.execute(
                "ALTER TABLE app.documents ALTER user_id TYPE " + type + ";"
                        + "INSERT INTO app.documents (id, user_id) SELECT gen_random_uuid(), unnest(ARRAY['Ann', 'ann', 'ANN', 'bob', 'Bob', 'cy', NULL])");

        List<Finding> findings = findings(test, Corpora.MAPPING, "user.case");
        assertThat(findings)
                .singleElement()
                .satisfies(finding -> assertThat(finding.reason()).contains("2 users are written in 5 ways"));

        String remedy = findings.get(0).remedy();
        test.execute(remedy.substring(remedy.indexOf("UPDATE")));
        assertThat(findings(test, Corpora.MAPPING, "user.case")).isEmpty();
        test.execute(
                "ALTER TABLE app.documents ALTER user_id TYPE text COLLATE \"C\"; UPDATE app.documents SET user_id = 'Bob'"
                        + " WHERE id = (SELECT id FROM app.documents WHERE user_id = 'bob' LIMIT 1)");
        assertThat(findings(test, Corpora.MAPPING, "user.case")).isEmpty();
    }

    /** Catches a number that is only an estimate, and one that nobody has. */
    @ParameterizedTest
    @CsvSource({"'', about 800 rows", "'VACUUM ANALYZE app.soft', about 800 rows", "'TRUNCATE app.soft', not known"})
    void numberOfRows_isSaidAsWellAsItIsKnown(String before, String said) {
        TestDatabase test = TestServer.shared(Version.NEWEST).database();
        Corpora.create(test);
        test.execute(
                "CREATE TABLE app.soft (value uuid); INSERT INTO app.soft SELECT gen_random_uuid() FROM generate_series(1, 800)");
        if (!before.isEmpty()) {
            test.execute(before);
        }
        String mapping = Corpora.MAPPING + "softReferences: [{table: app.soft, column: value, to: documents}]\n";
        assertThat(findings(test, mapping, "reference.unindexed"))
                .extracting(Finding::reason)
                .singleElement()
                .asString()
                .contains(said);
    }

    private static List<Finding> findings(TestDatabase test, String mapping, String code) {
        return Corpora.inspect(test, mapping).findings().stream()
                .filter(finding -> finding.code().equals(code))
                .toList();
    }
}
