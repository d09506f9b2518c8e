// SPDX-License-Identifier: Apache-2.0
package io.truename.migrate.metrics;

import io.truename.monitoring.Metrics;
import io.truename.postgres.rekeying.run.RunView;
import io.truename.rekeying.run.RunState;
import io.truename.rekeying.run.Stage;
import io.truename.rekeying.run.StageProgress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Gauges of a run's progress. Completes those of a stage that has ended, so that no chart shows a rest for ever. */
final class RunGauges {
    private final Metrics metrics;
    private @Nullable String lastStage;

    RunGauges(Metrics metrics) {
        this.metrics = metrics;
    }

    synchronized void set(RunView run) {
        Optional<String> stage = run.stage().map(at -> at.stage().word());
        String before = lastStage;
        boolean ended = stage.isPresent() || run.state() == RunState.FINISHED || run.state() == RunState.ROLLED_BACK;
        if (before != null && ended && !before.equals(stage.orElse(""))) {
            complete(before);
        }
        lastStage = stage.orElse(null);
        moved(run.state()).ifPresent(this::complete);
        run.stage().ifPresent(this::set);
        run.rowsPerSecond()
                .filter(rate -> run.stage().isPresent())
                .ifPresent(rate -> metrics.set(
                        MigrateMetrics.ROWS_PER_SECOND, rate, run.direction().name()));
        metrics.set(MigrateMetrics.QUARANTINED, (double) run.documents().quarantined());
    }

    /** The stage that moved the rows of a run that has ended; another instance may have been at it. */
    private static Optional<String> moved(RunState state) {
        return state == RunState.FINISHED
                ? Optional.of(Stage.MOVING.word())
                : state == RunState.ROLLED_BACK ? Optional.of(Stage.ROLLING_BACK.word()) : Optional.empty();
    }

    private void complete(String stage) {
        metrics.set(MigrateMetrics.PROGRESS, 1, stage);
        metrics.set(MigrateMetrics.REMAINING_SECONDS, 0, stage);
    }

    private void set(StageProgress at) {
        String stage = at.stage().word();
        at.total()
                .filter(total -> total > 0)
                .ifPresent(
                        total -> metrics.set(MigrateMetrics.PROGRESS, Math.min(1, at.done() / (double) total), stage));
        at.remaining().ifPresent(left -> metrics.set(MigrateMetrics.REMAINING_SECONDS, left.expected(), stage));
    }
}
