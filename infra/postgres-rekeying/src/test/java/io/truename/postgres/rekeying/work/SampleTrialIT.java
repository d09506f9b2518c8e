// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.truename.corpus.schema.Finding;
import io.truename.corpus.schema.Finding.Severity;
import io.truename.postgres.rekeying.fixture.BookkeepingTables;
import io.truename.postgres.rekeying.fixture.Migration;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer.Version;
import io.truename.testkit.schema.SchemaVariant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Corpora that refuse to be moved must say so before the start, not half-way. */
class SampleTrialIT {
    private final TestDatabase corpus = Migration.database(Version.NEWEST);

    private void refuse(String when, String code, String trigger) {
        corpus.execute(
                "CREATE FUNCTION upload_pipeline.refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF " + when
                        + " THEN RAISE EXCEPTION 'ids are for ever' USING ERRCODE = '" + code
                        + "'; END IF; RETURN NEW; END $$;"
                        + trigger.formatted("upload_pipeline.documents")
                        + " FOR EACH ROW EXECUTE FUNCTION upload_pipeline.refuse()");
    }

    /** Of the second, only a commit learns, and a sample never comes to one. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TRIGGER r BEFORE UPDATE ON %s",
                "CREATE CONSTRAINT TRIGGER r AFTER UPDATE ON %s DEFERRABLE INITIALLY DEFERRED"
            })
    void corpusThatRefusesEveryDocument_isNotPlanned(String trigger) {
        try (Migration migration = Migration.ofSample(corpus, 60)) {
            Map<String, String> before = SchemaVariant.SAMPLE_PIPELINE.contents(corpus);
            refuse("true", "P0001", trigger);

            assertThatThrownBy(() -> migration.planned(Migration.SETTINGS))
                    .hasMessageStartingWith("FAILED instead of PLANNED")
                    .hasMessageContaining("severity=REFUSAL, code=preflight.sample.refused")
                    .hasMessageContaining("ids are for ever");
            assertThat(SchemaVariant.SAMPLE_PIPELINE.contents(corpus)).isEqualTo(before);
        }
    }

    @Test
    void someDocumentsThatAreRefused_areCounted() {
        try (Migration migration = Migration.ofSample(corpus, 60)) {
            refuse(
                    "OLD.file_sha256 IN (fixture.hash('file 5'), fixture.hash('file 17'))",
                    "23514",
                    "CREATE TRIGGER r BEFORE UPDATE ON %s");

            UUID run = migration.planned(Migration.SETTINGS);

            Finding finding = finding(migration, run, "preflight.sample.refused");
            assertThat(finding.severity()).isEqualTo(Severity.WARNING);
            assertThat(finding.reason()).startsWith("2 of 50 documents").contains("ids are for ever");
            assertThat(new BookkeepingTables(corpus)
                            .run()
                            .preflight()
                            .at("/sample/documents")
                            .asInt())
                    .isGreaterThan(10);
        }
    }

    /** Catches a plan that tries again and again what takes longer than a statement may. */
    @Test
    void sampleThatTakesTooLong_isAWarning() {
        try (Migration migration = Migration.ofSample(corpus, 60)) {
            refuse("true", "57014", "CREATE TRIGGER r BEFORE UPDATE ON %s");

            UUID run = migration.planned(Migration.SETTINGS);

            assertThat(finding(migration, run, "preflight.sample.slow").severity())
                    .isEqualTo(Severity.WARNING);
        }
    }

    private static Finding finding(Migration migration, UUID run, String code) {
        return migration.view(run).findings().stream()
                .filter(finding -> finding.code().equals(code))
                .findFirst()
                .orElseThrow(
                        () -> new AssertionError(migration.view(run).findings().toString()));
    }
}
