// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.corpus.assess.Assessment;
import io.truename.corpus.assess.SampleAttempt;
import io.truename.corpus.assess.UndeclaredReferences;
import io.truename.corpus.assess.UndeclaredReferences.Found;
import io.truename.postgres.corpus.assess.Assessor;
import io.truename.postgres.corpus.assess.ScanState;
import io.truename.postgres.rekeying.fixture.Migration;
import io.truename.rekeying.run.RunState;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer.Version;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class UndeclaredReferencesAfterRunIT {
    private static final String HIDDEN = "CREATE TABLE upload_pipeline.hidden AS SELECT document_id::text AS doc,"
            + " 'files/' || user_id || '/../raw/' || document_id || '.pdf' AS path FROM upload_pipeline.documents";

    /** Catches ids that keep their old values after a run that has finished, without a word. */
    @ParameterizedTest
    @EnumSource
    void assess_beforeAndAfterARun_findsThemAndSaysWhichAreOld(Version version) {
        TestDatabase corpus = Migration.database(version);
        try (Migration migration = Migration.ofSample(corpus, 20)) {
            assertThat(undeclared(migration).found()).isEmpty();
            corpus.execute(HIDDEN);
            assertThat(undeclared(migration).found())
                    .allSatisfy(found -> assertThat(found.old()).isZero())
                    .extracting(Found::rows)
                    .containsExactly(20L, 20L);

            migration.drive(migration.started(Migration.SETTINGS), RunState.FINISHED);

            List<Found> found = undeclared(migration).found();
            assertThat(found).extracting(Found::rows).containsExactly(20L, 20L);
            assertThat(found).allSatisfy(place -> assertThat(place.old()).isPositive());
            assertThat(undeclared(migration).findings())
                    .allSatisfy(finding -> assertThat(finding.reason())
                            .contains("In " + found.get(0).old() + " of these rows"));

            corpus.execute("UPDATE upload_pipeline.hidden SET doc = truename.resolve(doc::uuid)");
            assertThat(undeclared(migration).found())
                    .extracting(Found::old)
                    .containsExactlyInAnyOrder(0L, found.get(0).old());
        }
    }

    private static UndeclaredReferences undeclared(Migration migration) {
        Assessor assessor = new Assessor(migration.schema(), Assessor.RECENT_DAYS);
        Assessment assessment = migration
                .database()
                .with(session -> assessor.complete(
                        session,
                        assessor.scan(session, ScanState.BEGIN, () -> false),
                        () -> SampleAttempt.NONE,
                        List.of()));
        return assessment.undeclared();
    }
}
