// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.postgres.rekeying.fixture.BookkeepingTables;
import io.truename.postgres.rekeying.fixture.Migration;
import io.truename.postgres.rekeying.run.RunView;
import io.truename.rekeying.run.RunCommand;
import io.truename.rekeying.run.RunSettings.OnFailure;
import io.truename.rekeying.run.RunState;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer.Version;
import io.truename.testkit.schema.SchemaVariant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Documents that the corpus' own rules refuse to move. Of sixty, documents 11, 22, 33, 44 and 55 are true already. */
class PoisonIT {
    private static final String REFUSE =
            "ALTER TABLE upload_pipeline.documents ADD CONSTRAINT refused CHECK (document_id NOT IN (%s)) NOT VALID";

    private final TestDatabase corpus = Migration.database(Version.NEWEST);

    @Test
    void refusedDocument_isFoundAndSetAside_andMovesWhenTheCauseIsGone() {
        try (Migration migration = Migration.ofSample(corpus, 60)) {
            Map<String, String> before = SchemaVariant.SAMPLE_PIPELINE.contents(corpus);
            UUID run = migration.started(Migration.SETTINGS);
            refuse(17);

            RunView finished = migration.drive(run, RunState.FINISHED);

            assertThat(finished.documents().quarantined()).isEqualTo(1);
            assertThat(finished.documents().done()).isEqualTo(54);
            assertThat(new BookkeepingTables(corpus).quarantine())
                    .singleElement()
                    .satisfies(entry -> {
                        assertThat(entry.oldId()).isEqualTo(corpus.value("SELECT fixture.v4('document 17')"));
                        assertThat(entry.code()).isEqualTo("constraint");
                        assertThat(entry.sqlstate()).hasValue("23514");
                        assertThat(entry.attempts()).isEqualTo(1);
                    });
            assertThat(untrue()).isEqualTo("1");

            corpus.execute("ALTER TABLE upload_pipeline.documents DROP CONSTRAINT refused");
            migration.command(run, RunCommand.RETRY_QUARANTINED);
            RunView retried = migration.drive(run, RunState.FINISHED);

            assertThat(retried.documents().quarantined()).isZero();
            assertThat(retried.documents().done()).isEqualTo(55);
            assertThat(untrue()).isEqualTo("0");

            migration.rolledBack(run);
            assertThat(SchemaVariant.SAMPLE_PIPELINE.contents(corpus)).isEqualTo(before);
        }
    }

    @Test
    void documentThatIsRefusedAlreadyWhilePlanning_doesNotEndThePlan() {
        try (Migration migration = Migration.ofSample(corpus, 60)) {
            refuse(17);

            UUID run = migration.started(Migration.SETTINGS);
            RunView finished = migration.drive(run, RunState.FINISHED);

            assertThat(finished.documents().quarantined()).isEqualTo(1);
            assertThat(finished.documents().done()).isEqualTo(54);
        }
    }

    @Test
    void tooManyRefused_pauseTheRun() {
        try (Migration migration = Migration.ofSample(corpus, 60)) {
            UUID run = migration.started(Migration.SETTINGS);
            refuse(1, 3, 5, 6, 7, 8, 12, 13, 14, 15, 16, 17, 18, 19, 20);

            RunView paused = migration.drive(run, RunState.PAUSED);

            assertThat(paused.lastError().orElseThrow().code()).isEqualTo("quarantine");
            assertThat(paused.documents().quarantined()).isBetween(3L, 15L);
            assertThat(new BookkeepingTables(corpus).transitionsTo(RunState.PAUSED))
                    .extracting(BookkeepingTables.Transition::command)
                    .containsExactly("ERROR_BUDGET_BURNT");
        }
    }

    @Test
    void tooManyRefused_rollTheRunBack_whereItIsToldTo() {
        try (Migration migration = Migration.ofSample(corpus, 60)) {
            Map<String, String> before = SchemaVariant.SAMPLE_PIPELINE.contents(corpus);
            UUID run = migration.started(Migration.settings(1, 0.01, OnFailure.ROLL_BACK));
            refuse(1, 3, 5, 6, 7, 8, 12, 13, 14, 15, 16, 17, 18, 19, 20);

            migration.drive(run, RunState.ROLLED_BACK);

            assertThat(SchemaVariant.SAMPLE_PIPELINE.contents(corpus)).isEqualTo(before);
        }
    }

    private void refuse(int... numbers) {
        StringBuilder ids = new StringBuilder();
        for (int number : numbers) {
            ids.append(ids.length() > 0 ? ", '" : "'")
                    .append(corpus.value("SELECT fixture.true_document('auth0|" + number % 9 + "', fixture.hash('file "
                            + number + "'))"))
                    .append('\'');
        }
        corpus.execute(REFUSE.formatted(ids));
    }

    private String untrue() {
        return corpus.value("SELECT count(*) FROM upload_pipeline.documents"
                + " WHERE document_id <> fixture.true_document(user_id, file_sha256)");
    }
}
