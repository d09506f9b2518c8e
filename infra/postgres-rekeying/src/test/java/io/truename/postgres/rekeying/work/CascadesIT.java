// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.postgres.rekeying.fixture.BookkeepingTables;
import io.truename.postgres.rekeying.fixture.Migration;
import io.truename.postgres.rekeying.run.RunView;
import io.truename.rekeying.run.RunCommand;
import io.truename.rekeying.run.RunState;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer.Version;
import io.truename.testkit.schema.SchemaVariant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows outside of the corpus that the server would take along when a merge deletes what they refer to. */
class CascadesIT {
    private static final String FIRST = "fixture.v4('document 1')";
    private static final String TWIN = "fixture.v4('document twin')";
    private static final double ANY_NUMBER_IN_QUARANTINE = 1;

    private final TestDatabase corpus = Migration.database(Version.NEWEST);

    @BeforeEach
    void store() {
        SchemaVariant.SAMPLE_PIPELINE.create(corpus, 12);
        corpus.execute("ALTER TABLE upload_pipeline.documents DROP CONSTRAINT documents_user_id_file_sha256_key;"
                + "INSERT INTO upload_pipeline.documents SELECT " + TWIN
                + ", user_id, 'twin', mime, bytes_len, file_sha256, processing_status, '2099-01-01', updated_at"
                + " FROM upload_pipeline.documents WHERE document_id = " + FIRST + ";"
                + "CREATE TABLE upload_pipeline.summaries (id bigint PRIMARY KEY, language text NOT NULL DEFAULT 'en',"
                + " document_id uuid UNIQUE NOT NULL REFERENCES upload_pipeline.documents, UNIQUE (id, language));"
                + "INSERT INTO upload_pipeline.summaries (id, document_id) VALUES (0, fixture.v4('document 2')), (1, "
                + FIRST + "), (2, " + TWIN + ")");
    }

    private void hang(String columns) {
        corpus.execute("CREATE TABLE upload_pipeline.parts (id bigint PRIMARY KEY, note text, " + columns + ")");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "summary bigint NOT NULL REFERENCES upload_pipeline.summaries ON DELETE CASCADE",
                "summary bigint REFERENCES upload_pipeline.summaries ON DELETE SET NULL",
                "summary bigint DEFAULT 0 REFERENCES upload_pipeline.summaries ON DELETE SET DEFAULT",
                "summary bigint REFERENCES upload_pipeline.summaries ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED",
                "summary bigint, lang text DEFAULT 'en', FOREIGN KEY (summary, lang) REFERENCES"
                        + " upload_pipeline.summaries (id, language) ON DELETE CASCADE"
            })
    void duplicateWhoseRowsTheServerWouldTake_isSetAside_andNothingIsLost(String columns) {
        hang(columns);
        corpus.execute("INSERT INTO upload_pipeline.parts (id, note, summary) VALUES (10, 'of the first', 1),"
                + " (20, 'of the twin', 2), (21, 'of the twin, too', 2)");
        Map<String, String> before = SchemaVariant.SAMPLE_PIPELINE.contents(corpus);
        String parts = parts();
        try (Migration migration = Migration.of(SchemaVariant.SAMPLE_PIPELINE, corpus)) {
            UUID run = migration.planned(patient());
            assertThat(findings(migration.view(run)))
                    .contains("WARNING merge.cascade", "WARNING preflight.merge.cascade");
            migration.command(run, RunCommand.START);

            RunView finished = migration.drive(run, RunState.FINISHED);

            assertThat(finished.documents().quarantined()).isEqualTo(1);
            assertThat(new BookkeepingTables(corpus).quarantine())
                    .singleElement()
                    .satisfies(entry -> {
                        assertThat(entry.oldId()).isEqualTo(corpus.value("SELECT " + FIRST));
                        assertThat(entry.code()).isEqualTo("merge.cascade");
                        assertThat(entry.reason()).contains("2 rows of upload_pipeline.parts would go with");
                    });
            assertThat(parts()).isEqualTo(parts);

            corpus.execute("UPDATE upload_pipeline.parts SET summary = 1 WHERE summary = 2");
            migration.command(run, RunCommand.RETRY_QUARANTINED);
            RunView retried = migration.drive(run, RunState.FINISHED);

            assertThat(retried.documents().merged()).isEqualTo(1);
            assertThat(corpus.value("SELECT count(*) FROM upload_pipeline.parts WHERE summary = 1"))
                    .isEqualTo("3");

            migration.rolledBack(run);
            corpus.execute("UPDATE upload_pipeline.parts SET summary = 2 WHERE id > 10");

            assertThat(SchemaVariant.SAMPLE_PIPELINE.contents(corpus)).isEqualTo(before);
        }
    }

    @Test
    void duplicateWithoutSuchRows_isMerged_andComesBack() {
        hang("summary bigint NOT NULL REFERENCES upload_pipeline.summaries ON DELETE CASCADE");
        corpus.execute("INSERT INTO upload_pipeline.parts (id, note, summary) VALUES (10, 'of the first', 1)");
        Map<String, String> before = SchemaVariant.SAMPLE_PIPELINE.contents(corpus);
        try (Migration migration = Migration.of(SchemaVariant.SAMPLE_PIPELINE, corpus)) {
            UUID run = migration.started(Migration.SETTINGS);

            assertThat(migration.drive(run, RunState.FINISHED).documents().merged())
                    .isEqualTo(1);
            assertThat(corpus.value("SELECT count(*) FROM upload_pipeline.parts"))
                    .isEqualTo("1");

            migration.rolledBack(run);

            assertThat(SchemaVariant.SAMPLE_PIPELINE.contents(corpus)).isEqualTo(before);
        }
    }

    @Test
    void rowsThatOnlyForbidTheMerge_areNamed() {
        hang("summary bigint NOT NULL REFERENCES upload_pipeline.summaries");
        corpus.execute("INSERT INTO upload_pipeline.parts (id, note, summary) VALUES (20, 'of the twin', 2)");
        try (Migration migration = Migration.of(SchemaVariant.SAMPLE_PIPELINE, corpus)) {
            UUID run = migration.started(patient());

            assertThat(migration.drive(run, RunState.FINISHED).documents().quarantined())
                    .isEqualTo(1);
            assertThat(new BookkeepingTables(corpus).quarantine())
                    .singleElement()
                    .satisfies(entry -> {
                        assertThat(entry.code()).isEqualTo("reference.uncovered");
                        assertThat(entry.sqlstate()).hasValue("23503");
                        assertThat(entry.reason()).contains("\"parts\"");
                    });
            assertThat(corpus.value("SELECT count(*) FROM upload_pipeline.parts"))
                    .isEqualTo("1");
        }
    }

    private static io.truename.rekeying.run.RunSettings patient() {
        return Migration.settings(1, ANY_NUMBER_IN_QUARANTINE, io.truename.rekeying.run.RunSettings.OnFailure.PAUSE);
    }

    private static java.util.List<String> findings(RunView run) {
        return run.findings().stream()
                .map(finding -> finding.severity() + " " + finding.code())
                .toList();
    }

    private String parts() {
        return corpus.rows("SELECT * FROM upload_pipeline.parts ORDER BY id").toString();
    }
}
