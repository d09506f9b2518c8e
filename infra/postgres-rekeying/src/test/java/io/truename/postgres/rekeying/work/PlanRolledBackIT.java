// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.postgres.rekeying.fixture.BookkeepingTable;
import io.truename.postgres.rekeying.fixture.Gate;
import io.truename.postgres.rekeying.fixture.Migration;
import io.truename.postgres.rekeying.run.RunLists;
import io.truename.postgres.rekeying.run.RunView;
import io.truename.postgres.rekeying.work.WorkResult.Outcome;
import io.truename.rekeying.run.RunCommand;
import io.truename.rekeying.run.RunState;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer.Version;
import io.truename.testkit.schema.SchemaVariant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A plan that somebody rolls back while it is written: wherever the planner is, it stops and writes nothing over that. */
class PlanRolledBackIT {
    private final ExecutorService others = Executors.newCachedThreadPool();
    private final TestDatabase corpus = Migration.database(Version.NEWEST);

    @AfterEach
    void close() {
        others.shutdownNow();
    }

    @Test
    void rollBack_betweenTwoTicks_endsThePlan() {
        try (Migration migration = Migration.ofSample(corpus, 30)) {
            Map<String, String> before = SchemaVariant.SAMPLE_PIPELINE.contents(corpus);
            UUID run = migration.created(Migration.SETTINGS);
            assertThat(migration.worker().work(run, 0, () -> false).outcome()).isEqualTo(Outcome.PLANNING);

            migration.command(run, RunCommand.ROLL_BACK);

            assertThat(migration.worker().work(run, 0, () -> false).outcome()).isEqualTo(Outcome.IDLE);
            assertRolledBack(migration, run, before);
        }
    }

    @Test
    void rollBack_betweenTwoPagesOfOneTick_endsItBeforeTheNext() {
        try (Migration migration = Migration.ofSample(corpus, 30)) {
            Map<String, String> before = SchemaVariant.SAMPLE_PIPELINE.contents(corpus);
            UUID run = migration.created(Migration.SETTINGS);
            AtomicInteger asked = new AtomicInteger();
            Thread planner = Thread.currentThread();

            WorkResult result = migration.worker().work(run, 0, () -> {
                // The count beside the planner asks too, whenever it comes to it.
                if (Thread.currentThread() == planner && asked.getAndIncrement() == 0) {
                    migration.command(run, RunCommand.ROLL_BACK);
                }
                return true;
            });

            assertThat(result.outcome()).isEqualTo(Outcome.ELSEWHERE);
            assertThat(result.again()).isEmpty();
            assertRolledBack(migration, run, before);
        }
    }

    @Test
    void rollBack_whileAPageIsWritten_waitsForIt_andIsNotWrittenOver() throws Exception {
        try (Migration migration = Migration.ofSample(corpus, 30)) {
            Gate.build(corpus, "INSERT ON " + BookkeepingTable.DOCUMENT_MAP.qualifiedName());
            Map<String, String> before = SchemaVariant.SAMPLE_PIPELINE.contents(corpus);
            UUID run = migration.created(Migration.SETTINGS);
            try (Gate gate = Gate.shut(corpus)) {
                Future<WorkResult> planning =
                        others.submit(() -> migration.worker().work(run, 0, () -> true));
                gate.awaitBatch();
                Future<?> command = others.submit(() -> migration.command(run, RunCommand.ROLL_BACK));
                Gate.awaitEngineWaiting(corpus);
                gate.close();

                command.get();
                // The planner may have written its last page and count the corpus when the command comes to its turn.
                assertThat(planning.get().outcome()).isIn(Outcome.ELSEWHERE, Outcome.IDLE, Outcome.PLANNING);
                assertThat(migration.worker().work(run, 0, () -> true).outcome())
                        .isEqualTo(Outcome.IDLE);
            }
            assertRolledBack(migration, run, before);
        }
    }

    @Test
    void rollBack_whileTheSampleBatchIsOpen_leavesNothingOfIt() throws Exception {
        SchemaVariant.SAMPLE_PIPELINE.create(corpus, 30);
        Gate.build(corpus);
        try (Migration migration = Migration.of(SchemaVariant.SAMPLE_PIPELINE, corpus)) {
            Map<String, String> before = SchemaVariant.SAMPLE_PIPELINE.contents(corpus);
            UUID run = migration.created(Migration.SETTINGS);
            try (Gate gate = Gate.shut(corpus)) {
                Future<WorkResult> planning =
                        others.submit(() -> migration.worker().work(run, 0, () -> true));
                gate.awaitBatch();
                Future<?> command = others.submit(() -> migration.command(run, RunCommand.ROLL_BACK));
                Migration.await(
                        () -> "not rolled back", () -> migration.view(run).state() == RunState.ROLLED_BACK);
                gate.close();

                command.get();
                assertThat(planning.get().outcome()).isEqualTo(Outcome.IDLE);
            }
            assertThat(migration.view(run).preflight()).doesNotContain("sample");
            assertRolledBack(migration, run, before);
        }
    }

    /** And that the next run is none the worse for it. */
    private void assertRolledBack(Migration migration, UUID run, Map<String, String> before) {
        RunView view = migration.view(run);
        assertThat(view.state()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(view.lastError()).isEmpty();
        assertThat(view.commands()).isEmpty();
        assertThat(view.times().ended()).isPresent();
        assertThat(migration.runs().lists().transitions(run))
                .extracting(RunLists.Transition::command)
                .containsExactly("PLAN", "ROLL_BACK");
        assertThat(SchemaVariant.SAMPLE_PIPELINE.contents(corpus)).isEqualTo(before);

        UUID next = migration.started(Migration.SETTINGS);
        migration.drive(next, RunState.FINISHED);
        migration.rolledBack(next);
        assertThat(SchemaVariant.SAMPLE_PIPELINE.contents(corpus)).isEqualTo(before);
    }
}
