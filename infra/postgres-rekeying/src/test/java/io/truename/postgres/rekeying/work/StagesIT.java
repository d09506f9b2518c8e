// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.postgres.rekeying.fixture.BookkeepingTable;
import io.truename.postgres.rekeying.fixture.BookkeepingTables;
import io.truename.postgres.rekeying.fixture.Migration;
import io.truename.postgres.rekeying.run.RunView;
import io.truename.rekeying.run.Direction;
import io.truename.rekeying.run.RunCommand;
import io.truename.rekeying.run.RunState;
import io.truename.rekeying.run.Stage;
import io.truename.rekeying.run.StageProgress;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer.Version;
import io.truename.testkit.schema.SchemaVariant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A run whose every step is a new instance that has no time: each does one slice, and the next one goes on behind it. */
class StagesIT {
    private static final int DOCUMENTS = 60;

    @Test
    void steps_oneSliceEach_nameTheirStage_andNeverBeginAgain() {
        TestDatabase corpus = Migration.database(Version.NEWEST);
        SchemaVariant.SOFT_REFERENCES.create(corpus, DOCUMENTS);
        try (Migration migration = Migration.of(SchemaVariant.SOFT_REFERENCES, corpus)) {
            UUID run = migration.created(Migration.SETTINGS);
            List<StageProgress> planned = steps(migration, run, RunState.PLANNED);
            assertThat(stages(planned)).containsExactly(Stage.PLANNING, Stage.COUNTING, Stage.CHECKING);
            assertGetsOn(planned, Stage.COUNTING, 3);

            migration.command(run, RunCommand.START);
            List<StageProgress> moved = steps(migration, run, RunState.FINISHED);
            assertThat(stages(moved)).containsExactly(Stage.MOVING, Stage.VALIDATING, Stage.LATE_REFERENCES);
            assertGetsOn(moved, Stage.VALIDATING, 3);
            assertThat(migration.view(run).stage()).isEmpty();

            migration.command(run, RunCommand.ROLL_BACK);
            List<StageProgress> back = steps(migration, run, RunState.ROLLED_BACK);
            assertThat(stages(back))
                    .containsExactly(Stage.ROLLING_BACK, Stage.LATE_REFERENCES, Stage.VERIFYING_ROLLBACK);
            assertGetsOn(back, Stage.VERIFYING_ROLLBACK, 1);
            assertThat(new BookkeepingTables(corpus).count(BookkeepingTable.USER_TALLY))
                    .isZero();
        }
    }

    private static List<StageProgress> steps(Migration migration, UUID run, RunState until) {
        List<StageProgress> seen = new ArrayList<>();
        Migration.await(() -> "is at " + seen, () -> {
            RunView view = migration.view(run);
            view.stage().ifPresent(seen::add);
            boolean slices = view.direction() == Direction.FORWARD
                    && view.stage().filter(at -> at.stage() == Stage.MOVING).isEmpty();
            migration.worker().work(run, 0, slices ? () -> false : once());
            return migration.view(run).state() == until;
        });
        return seen;
    }

    /** Time for one batch; and on the way back, which looks for a batch first, for one slice. */
    private static BooleanSupplier once() {
        AtomicBoolean first = new AtomicBoolean(true);
        return () -> first.getAndSet(false);
    }

    private static Stream<Stage> stages(List<StageProgress> seen) {
        List<Stage> stages = new ArrayList<>();
        for (StageProgress progress : seen) {
            if (stages.isEmpty() || stages.get(stages.size() - 1) != progress.stage()) {
                stages.add(progress.stage());
            }
        }
        return stages.stream();
    }

    private static void assertGetsOn(List<StageProgress> seen, Stage stage, int steps) {
        List<StageProgress> of =
                seen.stream().filter(progress -> progress.stage() == stage).toList();
        assertThat(of).hasSizeGreaterThanOrEqualTo(steps);
        assertThat(of.stream().map(StageProgress::done)).isSorted();
        assertThat(of.get(of.size() - 1).total())
                .hasValueSatisfying(total -> assertThat(total)
                        .isGreaterThan(0)
                        .isGreaterThanOrEqualTo(of.get(of.size() - 1).done()));
    }
}
