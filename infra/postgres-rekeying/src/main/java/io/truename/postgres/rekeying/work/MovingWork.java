// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.work;

import io.truename.corpus.schema.CorpusSchema;
import io.truename.postgres.Database;
import io.truename.postgres.Session;
import io.truename.postgres.rekeying.batch.PlannedDocument;
import io.truename.postgres.rekeying.lease.LeaseToken;
import io.truename.postgres.rekeying.lease.LostLeaseException;
import io.truename.postgres.rekeying.move.BatchMover;
import io.truename.postgres.rekeying.run.RunStore;
import io.truename.postgres.rekeying.run.RunView;
import io.truename.postgres.rekeying.work.WorkResult.Outcome;
import io.truename.rekeying.failure.BatchDecision;
import io.truename.rekeying.run.Cause;
import io.truename.rekeying.run.Direction;
import java.time.Clock;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Moving of one worker's documents, in either direction, and the end of a pass when none is left. */
final class MovingWork {
    private final Database database;
    private final Session session;
    private final RunStore runs;
    private final RunView run;
    private final LeaseToken lease;
    private final WorkListener events;
    private final BatchTime batchTime;
    private final Clock clock;

    MovingWork(
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
        Optional<CorpusSchema> schema = PlannedSchema.of(session, run);
        if (schema.isEmpty()) {
            return stop(new BatchDecision.Stop(Cause.CANNOT_GO_ON, "schema.changed", RunObstacles.SCHEMA_CHANGED));
        }
        FinishingWork finishing = new FinishingWork(database, session, runs, run, lease, schema.get(), events);
        if (forward() && !run.planned()) {
            return finishing.plan(timeLeft);
        }
        if (forward() && finishing.validating()) {
            return finishing.validate(timeLeft);
        }
        BatchMover mover = new BatchMover(schema.get(), lease.run());
        BatchLoop<PlannedDocument> loop = new BatchLoop<>(
                session,
                runs,
                run,
                lease,
                events,
                batchTime,
                clock,
                forward()
                        ? new ForwardBatches(session, lease, run, mover)
                        : new RollbackBatches(session, lease, run, mover));
        LoadThrottle throttle = LoadThrottle.of(database, session, schema.get(), run, lease, events, timeLeft, clock);
        try {
            return loop.work(throttle, timeLeft, () -> nothingLeft(loop, finishing, timeLeft));
        } catch (LostLeaseException lost) {
            return loop.elsewhere();
        }
    }

    private boolean forward() {
        return run.direction() == Direction.FORWARD;
    }

    private WorkResult nothingLeft(BatchLoop<PlannedDocument> loop, FinishingWork finishing, BooleanSupplier timeLeft) {
        loop.goesOn();
        if (!WorkerStateStore.done(session, lease)) {
            return WorkResult.of(Outcome.DONE);
        }
        if (!forward()) {
            return finishing.rolledBack(timeLeft);
        }
        return QuarantineLimit.atEnd(session, run).map(this::stop).orElseGet(() -> finishing.plan(timeLeft));
    }

    private WorkResult stop(BatchDecision.Stop stop) {
        return RunStop.stop(session, runs, run, events, stop);
    }
}
