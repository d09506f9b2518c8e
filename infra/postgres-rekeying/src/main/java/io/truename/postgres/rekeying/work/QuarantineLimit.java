// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.work;

import io.truename.postgres.Session;
import io.truename.postgres.rekeying.batch.Quarantines;
import io.truename.postgres.rekeying.run.RunView;
import io.truename.rekeying.failure.BatchDecision;
import io.truename.rekeying.failure.ErrorBudget;
import io.truename.rekeying.run.Cause;
import java.util.Optional;

/** Limit on the documents in quarantine, checked whenever a document is set aside and when a pass ends. */
final class QuarantineLimit {
    private static final String AT_END = """
            SELECT (SELECT coalesce(sum(documents + merged + CASE WHEN EXISTS (
                                      SELECT FROM truename.backfill_source WHERE run = $1) THEN chunks ELSE 0 END), 0)::bigint
                      FROM truename.shard WHERE run = $1) AS moved,
                   (SELECT count(*) FROM truename.quarantine WHERE run = $1 AND resolved_at IS NULL) AS quarantined,
                   quarantine_accepted AS accepted
              FROM truename.run WHERE number = $1""";

    private QuarantineLimit() {}

    /** Decision to stop the run after a batch set a document aside; empty while the limit is not exceeded. */
    static Optional<BatchDecision.Stop> whileMoving(RunView run, Batches<?> batches) {
        Quarantines.Share share = batches.share();
        return budget(run).burnt(share.tried(), share.quarantined())
                ? Optional.of(stop(batches.tooMany(share)))
                : Optional.empty();
    }

    /**
     * Decision to stop the run at the end of a forward pass or of the run; empty if the limit is not exceeded, or if a person has
     * resumed the run since the last document was set aside. Also counts documents that planning set aside.
     */
    static Optional<BatchDecision.Stop> atEnd(Session session, RunView run) {
        record Seen(Quarantines.Share share, long accepted) {}
        Seen seen = session.one(
                AT_END,
                row -> new Seen(
                        new Quarantines.Share(
                                row.number("moved") + row.number("quarantined"), row.number("quarantined")),
                        row.number("accepted")),
                run.number());
        Quarantines.Share share = seen.share();
        return share.quarantined() > seen.accepted() && budget(run).burntAtEnd(share.tried(), share.quarantined())
                ? Optional.of(stop(share.quarantined() + " of " + share.tried()
                        + " documents are in quarantine at the end of the pass; the limit is a share of "
                        + run.settings().quarantineLimit() + ". GET /migrations/" + run.id()
                        + "/quarantine says why: repair them and POST .../retry-quarantined, or POST .../resume to end the"
                        + " run without them."))
                : Optional.empty();
    }

    private static ErrorBudget budget(RunView run) {
        return new ErrorBudget(run.settings().quarantineLimit());
    }

    private static BatchDecision.Stop stop(String reason) {
        return new BatchDecision.Stop(Cause.ERROR_BUDGET_BURNT, "quarantine", reason);
    }
}
