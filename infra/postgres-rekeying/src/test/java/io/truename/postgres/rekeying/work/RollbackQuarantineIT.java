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
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Documents that cannot be moved back. Of sixty, documents 11, 22, 33, 44 and 55 are true already. */
class RollbackQuarantineIT {
    private static final String DOCUMENTS = "upload_pipeline.documents";

    @ParameterizedTest
    @EnumSource(Version.class)
    void oldIdThatIsTakenAgain_holdsUpThatDocumentOnly(Version version) {
        TestDatabase corpus = Migration.database(version);
        try (Migration migration = Migration.ofSample(corpus, 60)) {
            Map<String, String> before = SchemaVariant.SAMPLE_PIPELINE.contents(corpus);
            UUID run = migration.started(Migration.SETTINGS);
            migration.drive(run, RunState.FINISHED);
            takeAgain(corpus, 17);
            migration.command(run, RunCommand.ROLL_BACK);

            RunView paused = migration.drive(run, RunState.PAUSED);

            assertThat(paused.lastError().orElseThrow().message())
                    .startsWith("1 document could not be moved back")
                    .contains("/migrations/" + run + "/quarantine", "resume");
            assertThat(paused.documents().done()).isEqualTo(1);
            assertThat(migration
                            .runs()
                            .lists()
                            .quarantine(run, 10, Optional.empty())
                            .items())
                    .singleElement()
                    .satisfies(document -> {
                        assertThat(document.code()).isEqualTo("unique");
                        assertThat(document.oldId()).isEqualTo(corpus.value("SELECT fixture.v4('document 17')"));
                    });
            assertThat(corpus.value("SELECT truename.resolve(fixture.v4('document 17')) = document_id FROM " + DOCUMENTS
                            + " WHERE file_sha256 = fixture.hash('file 17')"))
                    .isEqualTo("t");

            // Not repaired: it is tried once more, and waits for somebody again.
            migration.command(run, RunCommand.RESUME);
            migration.drive(run, RunState.PAUSED);
            assertThat(new BookkeepingTables(corpus).quarantine())
                    .singleElement()
                    .matches(entry -> entry.attempts() > 1 && !entry.resolved());

            corpus.execute("DELETE FROM " + DOCUMENTS + " WHERE filename = 'again'");
            migration.command(run, RunCommand.RESUME);
            RunView back = migration.drive(run, RunState.ROLLED_BACK);

            assertThat(SchemaVariant.SAMPLE_PIPELINE.contents(corpus)).isEqualTo(before);
            assertThat(back.documents().done()).isZero();
            assertThat(new BookkeepingTables(corpus).quarantined()).isEmpty();
        }
    }

    @Test
    void tooManyThatCannotGoBack_pauseTheRun() {
        TestDatabase corpus = Migration.database(Version.NEWEST);
        try (Migration migration = Migration.ofSample(corpus, 60)) {
            Map<String, String> before = SchemaVariant.SAMPLE_PIPELINE.contents(corpus);
            UUID run = migration.started(Migration.SETTINGS);
            migration.drive(run, RunState.FINISHED);
            takeAgain(corpus, IntStream.rangeClosed(12, 21).toArray());
            migration.command(run, RunCommand.ROLL_BACK);

            RunView paused = migration.drive(run, RunState.PAUSED);

            assertThat(paused.lastError().orElseThrow().code()).isEqualTo("quarantine");
            assertThat(new BookkeepingTables(corpus).transitionsTo(RunState.PAUSED))
                    .extracting(BookkeepingTables.Transition::command)
                    .containsExactly("ERROR_BUDGET_BURNT");

            corpus.execute("DELETE FROM " + DOCUMENTS + " WHERE filename = 'again'");
            migration.command(run, RunCommand.RESUME);
            migration.drive(run, RunState.ROLLED_BACK);

            assertThat(SchemaVariant.SAMPLE_PIPELINE.contents(corpus)).isEqualTo(before);
        }
    }

    /** The application stores another document under an id that the run has freed. */
    private static void takeAgain(TestDatabase corpus, int... numbers) {
        for (int number : numbers) {
            corpus.execute("INSERT INTO " + DOCUMENTS + " SELECT fixture.v4('document " + number
                    + "'), user_id, 'again', mime, bytes_len, fixture.hash('again " + number
                    + "'), processing_status, created_at, updated_at FROM " + DOCUMENTS
                    + " WHERE file_sha256 = fixture.hash('file " + number + "')");
        }
    }
}
