// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.work;

import io.truename.postgres.Session;
import io.truename.postgres.rekeying.run.RunStore;
import io.truename.postgres.rekeying.run.RunView;
import io.truename.postgres.rekeying.work.WorkResult.Outcome;
import io.truename.rekeying.failure.BatchDecision;
import io.truename.rekeying.run.Cause;
import java.util.Optional;

/** Stop of a run by a decision of its own, with the reason as its last error. */
final class RunStop {
    private RunStop() {}

    /** Stops the run, unless another worker or a person has changed its state meanwhile. */
    static WorkResult stop(Session session, RunStore runs, RunView run, WorkListener events, BatchDecision.Stop stop) {
        return session.inTransaction(() -> {
            runs.failed(session, run.number(), stop.code(), Optional.empty(), stop.reason());
            return became(session, runs, run, events, stop.cause(), stop.reason());
        });
    }

    /** Changes the state of a run by itself, within a transaction of the caller; nothing if somebody else has changed it meanwhile. */
    static WorkResult became(
            Session session, RunStore runs, RunView run, WorkListener events, Cause cause, String reason) {
        return runs.became(session, run.number(), run.state(), cause, reason)
                .map(next -> {
                    events.became(run.id(), run.state(), next.state(), cause.name());
                    return RunWorker.ended(next.state());
                })
                .orElse(WorkResult.of(Outcome.IDLE));
    }
}
