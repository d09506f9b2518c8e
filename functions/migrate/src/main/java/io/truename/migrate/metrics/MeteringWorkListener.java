// SPDX-License-Identifier: Apache-2.0
package io.truename.migrate.metrics;

import io.truename.corpus.failure.Failure;
import io.truename.corpus.health.DatabaseHealth;
import io.truename.monitoring.Metrics;
import io.truename.postgres.rekeying.batch.BatchSummary;
import io.truename.postgres.rekeying.work.WorkListener;
import io.truename.rekeying.hold.HoldCode;
import io.truename.rekeying.run.Cause;
import io.truename.rekeying.run.Direction;
import io.truename.rekeying.run.RunState;
import java.util.Set;
import java.util.UUID;

/** Listener that counts the events of a step, and tells another listener of them. */
public final class MeteringWorkListener implements WorkListener {
    /** Code of a document that was set aside because its batch did not validate. */
    private static final String VALIDATION = "validation";

    /** Holds that the run's settings ask for, and waits of a worker for another one of the run. */
    private static final Set<String> OF_THE_PLAN = Set.of(HoldCode.WINDOW.code(), HoldCode.RATE.code(), "later.moves");

    private final Metrics metrics;
    private final WorkListener next;

    public MeteringWorkListener(Metrics metrics, WorkListener next) {
        this.metrics = metrics;
        this.next = next;
    }

    @Override
    public void moved(UUID run, int shard, Direction direction, BatchSummary moved, double seconds) {
        metrics.add(MigrateMetrics.ROWS_MOVED, moved.rows(), direction.name());
        metrics.record(MigrateMetrics.BATCH_SECONDS, seconds, direction.name());
        next.moved(run, shard, direction, moved, seconds);
    }

    @Override
    public void held(UUID run, int shard, String code) {
        metrics.add(MigrateMetrics.HOLDS, 1, MigrateMetrics.holdCode(code));
        metrics.set(MigrateMetrics.ADVANCING, OF_THE_PLAN.contains(code) ? 1 : 0);
        next.held(run, shard, code);
    }

    @Override
    public void vacuumed(UUID run, int shard, double seconds) {
        next.vacuumed(run, shard, seconds);
    }

    @Override
    public void failed(UUID run, int shard, Failure failure) {
        next.failed(run, shard, failure);
    }

    @Override
    public void quarantined(UUID run, int shard, String code) {
        if (code.equals(VALIDATION)) {
            metrics.add(MigrateMetrics.VALIDATION_FAILURES, 1);
        }
        next.quarantined(run, shard, code);
    }

    @Override
    public void health(UUID run, int shard, DatabaseHealth health) {
        health.poolWaiting().ifPresent(waiting -> metrics.set(MigrateMetrics.POOL_WAITS, (double) waiting));
        health.lockWaiters().ifPresent(waiting -> metrics.set(MigrateMetrics.LOCK_WAITS, (double) waiting));
        next.health(run, shard, health);
    }

    @Override
    public void became(UUID run, RunState from, RunState state, String cause) {
        if (cause.equals(Cause.VALIDATION_FAILED.name())) {
            metrics.add(MigrateMetrics.VALIDATION_FAILURES, 1);
        }
        next.became(run, from, state, cause);
    }
}
