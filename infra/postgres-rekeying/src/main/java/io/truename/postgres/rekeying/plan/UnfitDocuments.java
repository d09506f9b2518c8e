// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.plan;

import io.truename.corpus.schema.Finding;
import io.truename.corpus.schema.Finding.Severity;
import io.truename.postgres.Session;
import io.truename.rekeying.failure.ErrorBudget;
import io.truename.rekeying.run.RunSettings;
import java.util.List;

/** Documents that planning set aside. The plan counts them, and starting the run accepts them. */
public final class UnfitDocuments {
    private UnfitDocuments() {}

    /** Returns a finding with their number, for a run whose plan is complete; a warning if it exceeds the run's limit. */
    public static List<Finding> findings(Session session, int run, RunSettings settings) {
        record DocumentCounts(long seen, long unfit, String codes) {}
        DocumentCounts counts = session.one(
                """
                SELECT r.documents_seen, q.unfit, q.codes
                  FROM truename.run r CROSS JOIN LATERAL (
                       SELECT coalesce(sum(n), 0)::bigint AS unfit,
                              coalesce(string_agg(n || ' ' || code, ', ' ORDER BY n DESC, code), '') AS codes
                         FROM (SELECT code, count(*) AS n FROM truename.quarantine
                                WHERE run = $1 AND resolved_at IS NULL GROUP BY code) AS by_code) q
                 WHERE r.number = $1""",
                row -> new DocumentCounts(row.number("documents_seen"), row.number("unfit"), row.text("codes")),
                run);
        if (counts.unfit() == 0) {
            return List.of();
        }
        boolean tooMany = new ErrorBudget(settings.quarantineLimit())
                .burntAtEnd(Math.max(counts.seen(), counts.unfit()), counts.unfit());
        return List.of(new Finding(
                tooMany ? Severity.WARNING : Severity.NOTE,
                Preflight.CODES + "quarantine",
                "quarantine",
                counts.unfit() + " of " + counts.seen() + " documents were set aside while planning ("
                        + counts.codes() + ") and will keep their ids"
                        + (tooMany
                                ? "; that is more than the run's quarantineLimit of " + settings.quarantineLimit()
                                : "")
                        + ".",
                "See the run's quarantine for the reason of each. Repair them and plan again, or start the run, which accepts"
                        + " them."));
    }
}
