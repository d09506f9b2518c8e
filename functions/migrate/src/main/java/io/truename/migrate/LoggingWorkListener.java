// SPDX-License-Identifier: Apache-2.0
package io.truename.migrate;

import io.truename.corpus.failure.Failure;
import io.truename.migrate.http.MigrateEvents;
import io.truename.postgres.rekeying.batch.BatchSummary;
import io.truename.postgres.rekeying.work.WorkListener;
import io.truename.rekeying.run.Direction;
import io.truename.rekeying.run.RunState;
import java.util.UUID;

/** Listener that logs the events of a step. */
final class LoggingWorkListener implements WorkListener {
    private final MigrateEvents events;

    LoggingWorkListener(MigrateEvents events) {
        this.events = events;
    }

    @Override
    public void moved(UUID run, int shard, Direction direction, BatchSummary moved, double seconds) {
        events.batch(
                run, direction.name(), moved.documents(), (int) moved.chunks(), moved.merged(), moved.rows(), seconds);
    }

    @Override
    public void held(UUID run, int shard, String code) {
        events.held(run, shard, code);
    }

    @Override
    public void vacuumed(UUID run, int shard, double seconds) {
        events.vacuumed(run, shard, seconds);
    }

    @Override
    public void failed(UUID run, int shard, Failure failure) {
        events.batchFailed(run, shard, failure.code(), failure.sqlState());
    }

    @Override
    public void quarantined(UUID run, int shard, String code) {
        events.quarantined(run, shard, code);
    }

    @Override
    public void became(UUID run, RunState from, RunState state, String cause) {
        events.transition(run, from.name(), state.name(), cause);
    }
}
