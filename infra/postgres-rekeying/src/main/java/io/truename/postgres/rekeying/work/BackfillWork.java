// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.work;

import io.truename.corpus.schema.BackfillSchema;
import io.truename.postgres.Database;
import io.truename.postgres.Session;
import io.truename.postgres.rekeying.backfill.BackfillKey;
import io.truename.postgres.rekeying.backfill.BackfillRecords;
import io.truename.postgres.rekeying.lease.LeaseToken;
import io.truename.postgres.rekeying.lease.LostLeaseException;
import io.truename.postgres.rekeying.run.RunStore;
import io.truename.postgres.rekeying.run.RunView;
import io.truename.postgres.rekeying.work.WorkResult.Outcome;
import io.truename.rekeying.failure.BatchDecision;
import io.truename.rekeying.run.Cause;
import io.truename.rekeying.run.Direction;
import java.time.Clock;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Work of a backfill that is started, in either direction. The run's first worker does all of it. */
final class BackfillWork {
    private final Database database;
    private final Session session;
    private final RunStore runs;
    private final RunView run;
    private final LeaseToken lease;
    private final WorkListener events;
    private final BatchTime batchTime;
    private final Clock clock;

    BackfillWork(
            Database database,
            Session session,
            RunStore runs,
            RunView run,
            LeaseToken lease,
            WorkListener events,
            BatchTime batchTime,
            Clock clock) {
        this.database = database;
        this.session = session;
        this.runs = runs;
        this.run = run;
        this.lease = lease;
        this.events = events;
        this.batchTime = batchTime;
        this.clock = clock;
    }

    WorkResult work(BooleanSupplier timeLeft) {
        if (lease.shard() > 0) {
            WorkerStateStore.done(session, lease);
            return WorkResult.of(Outcome.DONE);
        }
        Optional<BackfillSchema> schema = PlannedBackfill.of(session, run);
        if (schema.isEmpty()) {
            return RunStop.stop(
                    session,
                    runs,
                    run,
                    events,
                    new BatchDecision.Stop(Cause.CANNOT_GO_ON, "schema.changed", RunObstacles.SCHEMA_CHANGED));
        }
        BackfillFinishing finishing = new BackfillFinishing(session, runs, run, lease, schema.get(), events);
        try {
            if (run.direction() == Direction.BACK) {
                beginBack(new BackfillRecords(schema.get(), run.number()));
            } else if (finishing.validating()) {
                return finishing.validate(timeLeft);
            }
        } catch (LostLeaseException lost) {
            return WorkResult.of(Outcome.ELSEWHERE);
        }
        BatchLoop<BackfillKey> loop = new BatchLoop<>(
                session,
                runs,
                run,
                lease,
                events,
                batchTime,
                clock,
                new BackfillBatches(session, lease, run, schema.get()));
        LoadThrottle throttle =
                LoadThrottle.of(database, session, schema.get().corpus(), run, lease, events, timeLeft, clock);
        try {
            return loop.work(throttle, timeLeft, () -> {
                loop.goesOn();
                return run.direction() == Direction.BACK ? finishing.rolledBack() : finishing.validate(timeLeft);
            });
        } catch (LostLeaseException lost) {
            return loop.elsewhere();
        }
    }

    /** Begins the way back at the first row, once after each command that lets the run go back. */
    private void beginBack(BackfillRecords records) {
        session.inTransaction(() -> {
            boolean begins = session.update(
                            "UPDATE truename.run SET tried_back = 0 WHERE number = $1 AND state = 'ROLLING_BACK'"
                                    + " AND tried_back = -1",
                            run.number())
                    > 0;
            if (begins) {
                records.rewindBack(session);
            }
            return begins;
        });
    }
}
