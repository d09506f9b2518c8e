// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.corpus.schema.Finding;
import io.truename.corpus.schema.Finding.Severity;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer;
import io.truename.testkit.database.TestServer.Version;
import io.truename.testkit.suite.LongSuite;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Publications, each compared with the server's own answer to an update of every table, before and after the remedy. */
class PublicationsIT {
    private static final String TABLES = """
            ALTER TABLE app.chunks ALTER document_id SET NOT NULL, ALTER ord SET NOT NULL;
            CREATE UNIQUE INDEX other ON app.chunks (document_id, ord);
            CREATE TABLE app.likes (document_id uuid PRIMARY KEY REFERENCES app.documents, n integer NOT NULL DEFAULT 1)
                   PARTITION BY HASH (document_id);
            CREATE TABLE app.likes_0 PARTITION OF app.likes FOR VALUES WITH (MODULUS 2, REMAINDER 0);
            CREATE TABLE app.likes_1 PARTITION OF app.likes FOR VALUES WITH (MODULUS 2, REMAINDER 1);
            """;

    @LongSuite(sample = 10)
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            since | setup                                                              | publication                                                                   | finding
            14 |                                                                       | FOR TABLE app.chunks                                                          |
            14 |                                                                       | FOR ALL TABLES                                                                |
            14 | ALTER TABLE app.chunks REPLICA IDENTITY FULL                          | FOR TABLE app.chunks                                                          |
            14 | ALTER TABLE app.chunks REPLICA IDENTITY NOTHING                       | FOR TABLE app.chunks                                                          | replication.identity app.chunks
            14 | ALTER TABLE app.chunks REPLICA IDENTITY NOTHING                       | FOR ALL TABLES                                                                | replication.identity app.chunks
            14 | ALTER TABLE app.chunks REPLICA IDENTITY NOTHING                       | FOR TABLE app.chunks WITH (publish = 'insert')                                |
            14 | ALTER TABLE app.chunks REPLICA IDENTITY USING INDEX app.other         | FOR TABLE app.chunks                                                          |
            14 | ALTER TABLE app.likes_0 REPLICA IDENTITY NOTHING                      | FOR TABLE app.likes                                                           | replication.identity app.likes_0
            14 | ALTER TABLE app.likes_0 REPLICA IDENTITY NOTHING                      | FOR TABLE app.likes WITH (publish_via_partition_root)                         | replication.identity app.likes_0
            14 | ALTER TABLE app.likes_0 REPLICA IDENTITY NOTHING                      | FOR TABLE app.likes_1                                                         |
            14 | ALTER TABLE app.chunks SET UNLOGGED; ALTER TABLE app.chunks REPLICA IDENTITY NOTHING | FOR ALL TABLES                                                 |
            15 | ALTER TABLE app.chunks REPLICA IDENTITY NOTHING                       | FOR TABLES IN SCHEMA app                                                      | replication.identity app.chunks
            15 |                                                                       | FOR TABLE app.chunks (chunker, ord) WITH (publish = 'insert, update')         | replication.columns app.chunks
            15 |                                                                       | FOR TABLE app.chunks (chunker, ord) WITH (publish = 'insert')                 |
            15 |                                                                       | FOR TABLE app.chunks (chunker, id)                                            |
            15 | ALTER TABLE app.chunks REPLICA IDENTITY FULL                          | FOR TABLE app.chunks (chunker, id)                                            | replication.columns app.chunks
            15 | ALTER TABLE app.chunks REPLICA IDENTITY USING INDEX app.other         | FOR TABLE app.chunks (chunker, id, ord)                                       | replication.columns app.chunks
            15 | ALTER TABLE app.chunks REPLICA IDENTITY USING INDEX app.other         | FOR TABLE app.chunks (document_id, ord)                                       |
            15 |                                                                       | FOR TABLE app.chunks WHERE (ord > 0)                                          | replication.filter app.chunks
            15 |                                                                       | FOR TABLE app.chunks WHERE (id IS NOT NULL)                                   |
            15 |                                                                       | FOR TABLE app.chunks (chunker) WHERE (id IS NOT NULL)                         | replication.columns app.chunks
            15 |                                                                       | FOR TABLE app.chunks (id, ord) WHERE (ord > 0)                                | replication.filter app.chunks
            15 | ALTER TABLE app.chunks REPLICA IDENTITY FULL                          | FOR TABLE app.chunks WHERE (ord > 0)                                          |
            15 |                                                                       | FOR TABLE app.likes (n) WITH (publish_via_partition_root)                     | replication.columns app.likes_0
            15 |                                                                       | FOR TABLE app.likes WHERE (n > 0) WITH (publish_via_partition_root)           | replication.filter app.likes_1
            15 |                                                                       | FOR TABLE app.likes_0 (n)                                                     | replication.columns app.likes_0
            15 |                                                                       | FOR TABLE app.chunks (chunker) WITH (publish = 'delete')                      | replication.columns.merge app.chunks
            """, useHeadersInDisplayName = true)
    void publication_isRefusedIfTheServerRefuses(
            int since, @Nullable String setup, String publication, @Nullable String finding) {
        for (Version version : Version.values()) {
            if (since == 14 || version == Version.NEWEST) {
                TestDatabase test = TestServer.shared(version).database();
                Corpora.create(test);
                test.execute(TABLES);
                if (setup != null) {
                    test.execute(setup.replace("INDEX app.", "INDEX "));
                }
                test.executeAsSuperuser("CREATE PUBLICATION p " + publication);
                check(test, finding);
            }
        }
    }

    private static void check(TestDatabase test, @Nullable String expected) {
        List<Finding> findings = findings(test);
        List<String> found = findings.stream()
                .map(finding -> finding.code() + " " + finding.subject())
                .toList();
        if (expected == null) {
            assertThat(found).isEmpty();
        } else {
            assertThat(found).contains(expected);
        }
        List<String> refused = refusedByTheServer(test);
        assertThat(refused.isEmpty()).as(refused.toString()).isEqualTo(expected == null);

        for (Finding finding : findings) {
            assertThat(finding.severity())
                    .isEqualTo(finding.code().endsWith(".merge") ? Severity.WARNING : Severity.REFUSAL);
            String remedy = finding.remedy();
            test.executeAsSuperuser(remedy.substring(remedy.indexOf("ALTER"), remedy.lastIndexOf(';')));
        }
        assertThat(findings(test)).isEmpty();
        assertThat(refusedByTheServer(test)).isEmpty();
    }

    private static List<Finding> findings(TestDatabase test) {
        return Corpora.inspect(test, Corpora.MAPPING).findings().stream()
                .filter(found ->
                        found.code().startsWith("replication.") && !found.code().equals("replication.publication"))
                .toList();
    }

    /** EXPLAIN makes all checks of a statement, and executes nothing. */
    private static List<String> refusedByTheServer(TestDatabase test) {
        List<String> refused = new ArrayList<>();
        for (String table : List.of("app.documents", "app.chunks", "app.likes")) {
            for (String statement : List.of("UPDATE %s SET ctid = ctid", "DELETE FROM %s")) {
                try {
                    String key = table.equals("app.likes") ? "document_id" : "id";
                    test.rows("EXPLAIN " + statement.formatted(table).replace("ctid", key));
                } catch (IllegalStateException failed) {
                    refused.add(String.valueOf(failed.getMessage()));
                }
            }
        }
        return refused;
    }
}
