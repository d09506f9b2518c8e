// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.postgres.rekeying.fixture.Gate;
import io.truename.postgres.rekeying.fixture.Migration;
import io.truename.postgres.rekeying.run.RunView;
import io.truename.postgres.rekeying.work.WorkResult.Outcome;
import io.truename.rekeying.run.RunState;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer.Version;
import java.sql.Connection;
import java.sql.Statement;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Several sessions at one plan: ours do not wait for each other, and an error for another's sake is over when the plan goes on. */
class PlanningAtOnceIT {
    private final TestDatabase corpus = Migration.database(Version.NEWEST);

    /** Catches a second step, redelivered or of the schedule, whose sample waits for the rows that the first one's has locked. */
    @Test
    void secondStep_whileTheFirstTriesItsSample_leavesAtOnce() throws Exception {
        try (Migration migration = Migration.ofSample(corpus, 30)) {
            Gate.build(corpus);
            UUID run = migration.created(Migration.SETTINGS);
            CompletableFuture<WorkResult> first;
            try (Gate gate = Gate.shut(corpus)) {
                first = CompletableFuture.supplyAsync(() -> migration.worker().work(run, 0, () -> true));
                gate.awaitBatch();

                WorkResult second = migration.worker().work(run, 0, () -> true);

                assertThat(second.outcome()).isEqualTo(Outcome.ELSEWHERE);
                assertThat(migration.view(run).lastError()).isEmpty();
            }
            assertThat(first.get(1, TimeUnit.MINUTES).outcome()).isEqualTo(Outcome.PLANNED);
            assertThat(migration.view(run).lastError()).isEmpty();
        }
    }

    @Test
    void rowLockedByTheApplication_isTheLastErrorUntilThePlanIsDone() throws Exception {
        try (Migration migration = Migration.ofSample(corpus, 30)) {
            UUID run = migration.created(Migration.SETTINGS);
            try (Connection application = corpus.connect();
                    Statement statement = application.createStatement()) {
                application.setAutoCommit(false);
                statement.execute("SELECT FROM upload_pipeline.documents FOR UPDATE");

                assertThat(migration.worker().work(run, 0, () -> true).outcome())
                        .isEqualTo(Outcome.HELD);

                assertThat(migration.view(run).lastError())
                        .hasValueSatisfying(error -> assertThat(error.code()).isEqualTo("lock.timeout"));
            }
            RunView planned = migration.drive(run, RunState.PLANNED);
            assertThat(planned.lastError()).isEmpty();
            assertThat(planned.waiting()).isEmpty();
        }
    }
}
