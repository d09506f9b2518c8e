// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.postgres.corpus.validate.CorpusNumbers;
import io.truename.postgres.corpus.validate.CorpusValidator;
import io.truename.postgres.rekeying.fixture.BookkeepingChanges;
import io.truename.postgres.rekeying.fixture.BookkeepingTable;
import io.truename.postgres.rekeying.fixture.BookkeepingTables;
import io.truename.postgres.rekeying.fixture.Migration;
import io.truename.postgres.rekeying.work.CorpusCount.Moment;
import io.truename.postgres.rekeying.work.WorkResult.Outcome;
import io.truename.rekeying.run.RunCommand;
import io.truename.rekeying.run.RunState;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer.Version;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The count of the corpus beside the planner: neither waits for the other, and a later pass begins it anew. */
final class ConcurrentCountIT {
    private static final int DOCUMENTS = 30;
    private static final String STALE = "{\"done\": false, \"counters\": {\"documents\": 1000}}";

    private final TestDatabase corpus = Migration.database(Version.NEWEST);

    @Test
    void count_runLockedByAnotherPlanner_goesOn() throws SQLException {
        try (Migration migration = Migration.ofSample(corpus, DOCUMENTS)) {
            UUID run = migration.created(Migration.SETTINGS);
            try (Connection other = locked(BookkeepingTable.RUN)) {
                assertThat(migration.worker().work(run, 0, () -> true).outcome())
                        .isEqualTo(Outcome.ELSEWHERE);
                assertThat(before(migration, run).count("documents")).isEqualTo(DOCUMENTS);
                assertThat(other.isClosed()).isFalse();
            }
            assertThat(migration.drive(run, RunState.PLANNED).lastError()).isEmpty();
            assertThat(before(migration, run).done()).isTrue();
            assertThat(before(migration, run).count("documents")).isEqualTo(DOCUMENTS);
        }
    }

    @Test
    void plan_countLockedByAnotherInstance_goesOnAndNamesNoError() throws SQLException {
        try (Migration migration = Migration.ofSample(corpus, DOCUMENTS)) {
            UUID run = migration.created(Migration.SETTINGS);
            new BookkeepingChanges(corpus).addCount("BEFORE", 1, "{}");
            try (Connection other = locked(BookkeepingTable.CORPUS_COUNT)) {
                assertThat(migration.worker().work(run, 0, () -> true).outcome())
                        .isEqualTo(Outcome.PLANNING);
                assertThat(new BookkeepingTables(corpus).run().planDone()).isTrue();
                assertThat(migration.view(run).lastError()).isEmpty();
                assertThat(other.isClosed()).isFalse();
            }
            migration.drive(run, RunState.PLANNED);
            assertThat(before(migration, run).count("documents")).isEqualTo(DOCUMENTS);
        }
    }

    /** Left by an instance that was killed when its pass had found something and its count was not deleted yet. */
    @Test
    void validation_countBegunInAPassThatFoundRows_waitsUntilTheyMoved() {
        try (Migration migration = Migration.ofSample(corpus, DOCUMENTS)) {
            UUID run = migration.created(Migration.SETTINGS);
            migration.drive(run, RunState.PLANNED);
            migration.command(run, RunCommand.START);
            new BookkeepingChanges(corpus).addCount("AFTER", 1, STALE);

            CorpusCount after = new CorpusCount(migration.view(run).number(), Moment.AFTER);
            assertThat(migration.database().with(after::begun)).isFalse();
            assertThat(migration.drive(run, RunState.FINISHED).lastError()).isEmpty();
            assertThat(migration.database().with(after::numbers).sound()).isTrue();
        }
    }

    @Test
    void count_ofAnEarlierPass_beginsAnew() {
        try (Migration migration = Migration.ofSample(corpus, DOCUMENTS)) {
            UUID run = migration.created(Migration.SETTINGS);
            migration.drive(run, RunState.PLANNED);
            migration.command(run, RunCommand.START);
            BookkeepingChanges changes = new BookkeepingChanges(corpus);
            changes.set(BookkeepingTable.RUN, "pass = 2");
            changes.addCount("AFTER", 1, STALE);

            CorpusCount after = new CorpusCount(migration.view(run).number(), Moment.AFTER);
            CorpusNumbers numbers = migration
                    .database()
                    .with(session -> after.tick(
                            session, new CorpusValidator(migration.schema()), CorpusNumbers::new, () -> true))
                    .orElseThrow();

            assertThat(numbers.count("documents")).isEqualTo(DOCUMENTS);
        }
    }

    private static CorpusNumbers before(Migration migration, UUID run) {
        int number = migration.view(run).number();
        return migration.database().with(session -> new CorpusCount(number, Moment.BEFORE).numbers(session));
    }

    private Connection locked(BookkeepingTable table) throws SQLException {
        Connection other = corpus.connect();
        other.setAutoCommit(false);
        try (Statement statement = other.createStatement()) {
            statement.execute("SELECT FROM " + table.qualifiedName() + " FOR NO KEY UPDATE");
        }
        return other;
    }
}
