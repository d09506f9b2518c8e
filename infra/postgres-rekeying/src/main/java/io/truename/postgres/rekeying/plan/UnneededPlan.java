// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.plan;

import io.truename.postgres.Session;
import io.truename.rekeying.run.RunState;

/**
 * Plan of a later pass that a count of the whole corpus makes unnecessary: if every id is true, planning would read the same rows again
 * and find none to move. If a document could not be planned, the plan is needed: it finds out that somebody has repaired the document.
 */
public final class UnneededPlan {
    private UnneededPlan() {}

    /** Whether a count may replace the plan of the run's present pass: nothing of it is planned yet, and no document is set aside. */
    public static boolean possible(Session session, int run) {
        return session.find(
                        "SELECT number FROM truename.run WHERE number = $1 AND state = 'RUNNING' AND pass > 1 AND NOT plan_done"
                                + " AND plan_cursor IS NULL AND found_in_pass = 0 AND NOT EXISTS (SELECT FROM"
                                + " truename.quarantine q WHERE q.run = number AND q.resolved_at IS NULL)",
                        row -> row.get("number", Integer.class),
                        run)
                .isPresent();
    }

    /**
     * Ends the plan of the present pass, which finds nothing.
     *
     * @param documents number of documents counted, all of them true
     * @param chunks number of chunks counted, all of them true
     * @return false if the plan is needed after all, or another instance has begun or ended it
     */
    public static boolean end(Session session, int run, long documents, long chunks) {
        return session.inTransaction(() -> RunFence.lock(session, run, RunState.RUNNING)
                        .filter(place -> !place.done() && place.cursor().isEmpty())
                        .isPresent()
                && possible(session, run)
                && session.update(
                                "UPDATE truename.run SET plan_done = true, documents_seen = $2, chunks_seen = $3,"
                                        + " changed_at = clock_timestamp() WHERE number = $1",
                                run,
                                documents,
                                chunks)
                        == 1);
    }
}
