// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.work;

import io.truename.corpus.failure.Failure;
import io.truename.corpus.health.DatabaseHealth;
import io.truename.postgres.rekeying.batch.BatchSummary;
import io.truename.rekeying.run.Direction;
import io.truename.rekeying.run.RunState;
import java.util.UUID;

/** Listener for events of a run, for a log or metrics: counts and codes, never data. */
public interface WorkListener {
    /** Listener that ignores all events. */
    WorkListener NONE = new WorkListener() {};

    /** A batch was committed. */
    default void moved(UUID run, int shard, Direction direction, BatchSummary moved, double seconds) {}

    /** A worker of the run holds. */
    default void held(UUID run, int shard, String code) {}

    /** A vacuum of a table beside the batches has ended. */
    default void vacuumed(UUID run, int shard, double seconds) {}

    /** A batch failed; the kind of the failure decides on the recovery. */
    default void failed(UUID run, int shard, Failure failure) {}

    /** A document was set aside. */
    default void quarantined(UUID run, int shard, String code) {}

    /** The health of the database was read; at most twice a second. */
    default void health(UUID run, int shard, DatabaseHealth health) {}

    /** The run's state changed. */
    default void became(UUID run, RunState from, RunState state, String cause) {}
}
