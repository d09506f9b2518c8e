// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.work;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.truename.corpus.assess.Strategy;
import io.truename.postgres.Session;
import io.truename.postgres.corpus.validate.SliceHalves;
import io.truename.postgres.rekeying.fixture.BookkeepingChanges;
import io.truename.postgres.rekeying.fixture.BookkeepingTables;
import io.truename.postgres.rekeying.fixture.Migration;
import io.truename.postgres.rekeying.run.RunView;
import io.truename.rekeying.run.DocumentState;
import io.truename.rekeying.run.RunCommand;
import io.truename.rekeying.run.RunSettings;
import io.truename.rekeying.run.RunState;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer.Version;
import io.truename.testkit.schema.SchemaVariant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What a run looks at before it ends, either way. */
class FinishingIT {
    private static final String UNTRUE =
            "SELECT count(*) FROM app.documents d WHERE id <> fixture.true_document(user_id, sha256)";

    private final TestDatabase corpus = Migration.database(Version.NEWEST);

    @Test
    void hybrid_leavesTheOldOnesAlone_movesTheRest_andComesBack() {
        SchemaVariant.SOFT_REFERENCES.create(corpus, 60);
        corpus.execute("UPDATE app.documents SET created_at = now() - CASE WHEN number % 2 = 0 THEN 10 ELSE 400 END"
                + " * interval '1 day'");
        Map<String, String> before = SchemaVariant.SOFT_REFERENCES.contents(corpus);
        String old = "SELECT string_agg(d::text || c::text, ' ' ORDER BY c.id) FROM app.documents d"
                + " JOIN app.chunks c ON c.document_id = d.id WHERE number % 2 = 1";
        String oldBefore = corpus.value(old);
        try (Migration migration = Migration.of(SchemaVariant.SOFT_REFERENCES, corpus)) {
            UUID run = migration.started(with(Strategy.HYBRID));

            RunView finished = migration.drive(run, RunState.FINISHED);

            assertThat(finished.documents().done()).isPositive();
            assertThat(corpus.value(UNTRUE + " AND number % 2 = 0")).isEqualTo("0");
            assertThat(corpus.value(UNTRUE)).isNotEqualTo("0");
            assertThat(corpus.value(old)).isEqualTo(oldBefore);
            assertThat(wrong(migration, run)).isEmpty();

            // One of those that it moved, and one of those that it did not.
            corpus.execute("UPDATE app.chunks c SET id = fixture.v4('damage ' || number) FROM app.documents d"
                    + " WHERE d.id = c.document_id AND d.number IN (1, 2) AND c.ord = 0");
            assertThat(wrong(migration, run).orElseThrow())
                    .startsWith("1 chunks of documents that the run was to move");
            corpus.execute("UPDATE app.chunks c SET id = CASE number WHEN 1 THEN fixture.v4('chunk 1-0') ELSE"
                    + " fixture.true_chunk(d.id, 'fixed', '1.0', 0) END FROM app.documents d"
                    + " WHERE d.id = c.document_id AND d.number IN (1, 2) AND c.ord = 0");

            migration.rolledBack(run);
            assertThat(SchemaVariant.SOFT_REFERENCES.contents(corpus)).isEqualTo(before);
        }
    }

    @Test
    void forwardOnly_touchesNothing_andFinishes() {
        SchemaVariant.SOFT_REFERENCES.create(corpus, 20);
        Map<String, String> before = SchemaVariant.SOFT_REFERENCES.contents(corpus);
        try (Migration migration = Migration.of(SchemaVariant.SOFT_REFERENCES, corpus)) {
            UUID run = migration.started(with(Strategy.FORWARD_ONLY));

            RunView finished = migration.drive(run, RunState.FINISHED);

            assertThat(finished.documents().planned()).isZero();
            migration.rolledBack(run);
            assertThat(SchemaVariant.SOFT_REFERENCES.contents(corpus)).isEqualTo(before);
        }
    }

    @Test
    void documentInQuarantine_excusesNoOther() {
        SchemaVariant.SOFT_REFERENCES.create(corpus, 40);
        try (Migration migration = Migration.of(SchemaVariant.SOFT_REFERENCES, corpus)) {
            UUID run = migration.started(Migration.settings(1, 0.5, RunSettings.OnFailure.PAUSE));
            corpus.execute("ALTER TABLE app.documents ADD CONSTRAINT refused CHECK (id <> '"
                    + corpus.value("SELECT fixture.true_document(user_id, sha256) FROM app.documents WHERE number = 5")
                    + "') NOT VALID");
            RunView finished = migration.drive(run, RunState.FINISHED);
            assertThat(finished.documents().quarantined()).isEqualTo(1);
            assertThat(wrong(migration, run)).isEmpty();

            corpus.execute("UPDATE app.chunks c SET id = fixture.v4('damage') FROM app.documents d"
                    + " WHERE d.id = c.document_id AND d.number = 1 AND c.ord = 0");

            assertThat(wrong(migration, run).orElseThrow())
                    .startsWith("1 chunks of documents that the run was to move");
        }
    }

    @Test
    void documentThatCouldNotBePlanned_isPlannedAgainOnceRepaired_althoughEveryIdIsTrue() {
        SchemaVariant.SOFT_REFERENCES.create(corpus, 40);
        corpus.execute("UPDATE app.documents SET id = fixture.true_document(user_id, sha256) WHERE number = 14");
        String hash = corpus.value("SELECT sha256 FROM app.documents WHERE number = 14");
        corpus.execute("UPDATE app.documents SET sha256 = 'unknown' WHERE number = 14");
        try (Migration migration = Migration.of(SchemaVariant.SOFT_REFERENCES, corpus)) {
            UUID run = migration.started(Migration.settings(1, 0.5, RunSettings.OnFailure.PAUSE));
            BookkeepingTables tables = new BookkeepingTables(corpus);
            while (tables.documentsIn(DocumentState.PLANNED) > 0) {
                migration.oneBatch(run, 0);
            }
            assertThat(tables.quarantine()).singleElement().matches(quarantined -> !quarantined.resolved());

            corpus.execute("UPDATE app.documents SET sha256 = '" + hash + "' WHERE number = 14");
            RunView finished = migration.drive(run, RunState.FINISHED);

            assertThat(corpus.value(UNTRUE)).isEqualTo("0");
            assertThat(finished.documents().quarantined()).isZero();
            assertThat(tables.quarantine()).singleElement().matches(BookkeepingTables.Quarantined::resolved);
        }
    }

    @Test
    void rowsThatAreNotWhereTheyWere_stopTheWayBack_untilAPersonHasLooked() {
        SchemaVariant.SOFT_REFERENCES.create(corpus, 40);
        try (Migration migration = Migration.of(SchemaVariant.SOFT_REFERENCES, corpus)) {
            UUID run = migration.started(Migration.SETTINGS);
            migration.drive(run, RunState.FINISHED);
            migration.command(run, RunCommand.ROLL_BACK);
            while (new BookkeepingTables(corpus).documentsIn(DocumentState.MOVED, DocumentState.MERGED) > 0) {
                migration.oneBatch(run, 0);
            }
            String kept = corpus.value("SELECT id FROM app.documents WHERE number = 14");
            corpus.execute("UPDATE app.documents SET id = fixture.true_document(user_id, sha256) WHERE number = 14;"
                    + "DELETE FROM app.documents WHERE number IN (7, 21)");

            RunView paused = migration.drive(run, RunState.PAUSED);

            assertThat(paused.lastError().orElseThrow().message())
                    .contains(
                            " 1 were deleted since. 1 are still under the id they had been given."
                                    + " 1 that had been merged are not there again. Their ids: ",
                            kept,
                            "resume");

            corpus.execute("UPDATE app.documents SET id = '" + kept + "' WHERE number = 14");
            migration.command(run, RunCommand.RESUME);
            RunView rolledBack = migration.drive(run, RunState.ROLLED_BACK);

            assertThat(rolledBack.lastError()).isEmpty();
            assertThat(new BookkeepingTables(corpus).transitionsTo(RunState.ROLLED_BACK))
                    .singleElement()
                    .extracting(BookkeepingTables.Transition::reason, as(STRING))
                    .startsWith("Of app.documents, ")
                    .contains(" 1 that had been merged are not there again.")
                    .endsWith("It was resumed with that.");
        }
    }

    @Test
    void rowsThatTheApplicationDeleted_areCounted_andStopNothing() {
        SchemaVariant.SOFT_REFERENCES.create(corpus, 40);
        try (Migration migration = Migration.of(SchemaVariant.SOFT_REFERENCES, corpus)) {
            UUID run = migration.started(Migration.SETTINGS);
            migration.drive(run, RunState.FINISHED);
            migration.command(run, RunCommand.ROLL_BACK);
            while (new BookkeepingTables(corpus).documentsIn(DocumentState.MOVED, DocumentState.MERGED) > 0) {
                migration.oneBatch(run, 0);
            }
            corpus.execute("DELETE FROM app.chunks WHERE document_id = fixture.v4('document 1');"
                    + "DELETE FROM app.documents WHERE number = 1");

            migration.drive(run, RunState.ROLLED_BACK);

            assertThat(new BookkeepingTables(corpus).transitionsTo(RunState.ROLLED_BACK))
                    .singleElement()
                    .extracting(BookkeepingTables.Transition::reason, as(STRING))
                    .containsPattern(
                            "Of app.documents, .* 1 were deleted since\\. Of app.chunks, .* 5 were deleted since\\.");
        }
    }

    /** What a validation of the corpus as it is says of the run. */
    private static Optional<String> wrong(Migration migration, UUID run) {
        RunView view = migration.view(run);
        try (Session session = migration.database().open()) {
            Validation validation = new Validation(session, migration.schema(), view.number(), view.settings());
            validation.forgetAfter();
            // Only what runs is validated.
            BookkeepingChanges changes = new BookkeepingChanges(migration.corpus());
            changes.runState(RunState.RUNNING);
            Optional<String> wrong = validation.wrong(
                    validation.after(SliceHalves.inTurn(), () -> true).orElseThrow());
            changes.runState(RunState.FINISHED);
            return wrong;
        }
    }

    private static RunSettings with(Strategy strategy) {
        RunSettings usual = Migration.SETTINGS;
        return new RunSettings(
                strategy,
                usual.onCollision(),
                false,
                true,
                true,
                usual.workers(),
                usual.targetBatch(),
                0,
                usual.window(),
                usual.quarantineLimit(),
                usual.onFailure(),
                90,
                true);
    }
}
