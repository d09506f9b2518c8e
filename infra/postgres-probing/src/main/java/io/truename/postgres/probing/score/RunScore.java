// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.probing.score;

import io.truename.postgres.Session;
import io.truename.probing.score.PartFormulas;
import io.truename.probing.score.PartFormulas.RunCondition;
import io.truename.probing.score.PartScore;
import io.truename.probing.score.ScorePart;

/** Scores the newest run of migrate. */
public final class RunScore {
    /** State 4 is QUARANTINED of migrate's DocumentState. */
    private static final String NEWEST = """
        SELECT r.state, r.documents_planned AS planned,
               (SELECT count(*) FROM truename.document_map m WHERE m.run = r.number AND m.state = 4) AS quarantined
          FROM truename.run r ORDER BY r.number DESC LIMIT 1\
        """;

    private RunScore() {}

    /** Reads it, in one statement that an index answers. */
    public static PartScore read(Session session) {
        return session.find(
                        NEWEST,
                        row -> PartFormulas.migration(
                                condition(row.text("state")), row.number("planned"), row.number("quarantined")))
                .orElseGet(() -> new PartScore.Unknown(ScorePart.MIGRATION, "No run of migrate was made yet."));
    }

    private static RunCondition condition(String state) {
        return switch (state) {
            case "FINISHED", "ROLLED_BACK" -> RunCondition.ENDED;
            case "PAUSED" -> RunCondition.PAUSED;
            case "FAILED" -> RunCondition.FAILED;
            default -> RunCondition.AT_WORK;
        };
    }
}
