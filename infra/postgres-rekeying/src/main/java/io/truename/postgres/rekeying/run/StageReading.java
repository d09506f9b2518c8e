// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.run;

import io.truename.postgres.Session;
import io.truename.rekeying.run.Stage;
import io.truename.rekeying.run.StageProgress;
import java.util.Optional;

/** Reader of a run's stage from the positions that its steps store: three rows, whatever the size of the corpus. */
public final class StageReading {
    private static final String STAGE = """
        SELECT g.stage,
               CASE g.stage WHEN 'COUNTING' THEN (b.numbers #>> '{place,pagesRead}')::bigint
                            WHEN 'VALIDATING' THEN (a.numbers #>> '{place,pagesRead}')::bigint
                            WHEN 'LATE_REFERENCES' THEN (preflight #>> '{lateSweep,pagesRead}')::bigint
                            WHEN 'VERIFYING_ROLLBACK' THEN (preflight #>> '{rollbackCheck,done}')::bigint
                            WHEN 'CHECKING' THEN 0 ELSE documents_seen END AS done,
               CASE g.stage WHEN 'COUNTING' THEN (b.numbers #>> '{place,pages}')::bigint
                            WHEN 'VALIDATING' THEN (a.numbers #>> '{place,pages}')::bigint
                            WHEN 'LATE_REFERENCES' THEN (preflight #>> '{lateSweep,pages}')::bigint
                            WHEN 'VERIFYING_ROLLBACK' THEN (preflight #>> '{rollbackCheck,total}')::bigint
                            WHEN 'CHECKING' THEN 0 ELSE documents_expected END AS total,
               CASE g.stage WHEN 'COUNTING' THEN (b.numbers #>> '{place,seconds}')::float8
                            WHEN 'VALIDATING' THEN (a.numbers #>> '{place,seconds}')::float8
                            WHEN 'LATE_REFERENCES' THEN (preflight #>> '{lateSweep,seconds}')::float8
                            WHEN 'VERIFYING_ROLLBACK' THEN (preflight #>> '{rollbackCheck,seconds}')::float8
                            ELSE extract(epoch FROM clock_timestamp() - pass_began_at)::float8 END AS seconds
          FROM truename.run r
               LEFT JOIN truename.corpus_count b ON b.run = r.number AND b.moment = 'BEFORE'
               LEFT JOIN truename.corpus_count a ON a.run = r.number AND a.moment = 'AFTER' AND a.pass = r.pass
                                                AND r.found_in_pass = 0
               CROSS JOIN LATERAL (
               SELECT CASE WHEN r.state = 'PLANNING' THEN
                             CASE WHEN NOT r.plan_done THEN 'PLANNING'
                                  WHEN coalesce(b.numbers ->> 'done', 'false') = 'false' THEN 'COUNTING'
                                  ELSE 'CHECKING' END
                           WHEN r.state NOT IN ('RUNNING', 'PAUSED', 'ROLLING_BACK') THEN NULL
                           WHEN (r.preflight #>> '{lateSweep,back}')::boolean = (r.direction = 'BACK') THEN 'LATE_REFERENCES'
                           WHEN r.direction = 'BACK' THEN
                             CASE WHEN r.preflight ? 'rollbackCheck' THEN 'VERIFYING_ROLLBACK' ELSE 'ROLLING_BACK' END
                           WHEN NOT r.plan_done AND (r.plan_cursor IS NOT NULL OR a.numbers IS NULL) THEN 'REPLANNING'
                           WHEN a.numbers ->> 'done' = 'false' THEN 'VALIDATING'
                           WHEN NOT r.plan_done THEN 'REPLANNING'
                           ELSE 'MOVING' END AS stage) g
         WHERE r.number = $1 AND g.stage IS NOT NULL""";

    private StageReading() {}

    /**
     * Finds the stage; empty if the run has none. While rows move, only its name is of use, because moved rows are counted elsewhere.
     *
     * @param run number of the run
     */
    public static Optional<StageProgress> find(Session session, int run) {
        return session.find(
                STAGE,
                row -> StageProgress.steady(
                        Stage.valueOf(row.text("stage")),
                        row.find("done", Long.class).orElse(0L),
                        row.find("total", Long.class).orElse(0L),
                        row.find("seconds", Double.class).orElse(0.0)),
                run);
    }
}
