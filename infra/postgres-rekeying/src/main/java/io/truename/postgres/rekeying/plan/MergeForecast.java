// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.plan;

import io.truename.corpus.schema.CorpusSchema;
import io.truename.corpus.schema.Finding;
import io.truename.corpus.schema.Finding.Severity;
import io.truename.postgres.rekeying.batch.DocumentStateSql;
import io.truename.postgres.Session;
import io.truename.postgres.rekeying.merge.UniqueIndexes;
import java.util.ArrayList;
import java.util.List;

/** What the plan's merges will meet, of what inspection warned about without knowing whether there are any. */
public final class MergeForecast {
    private MergeForecast() {}

    /** Looks at a run whose plan is complete. */
    public static List<Finding> findings(Session session, CorpusSchema schema, int run) {
        long waiting = session.one(
                DocumentStateSql.of(
                        "SELECT count(*) AS waiting FROM truename.document_map WHERE run = $1 AND state = {WAITING_TO_MERGE}"),
                row -> row.number("waiting"),
                run);
        if (waiting == 0) {
            return List.of();
        }
        List<Finding> findings = new ArrayList<>();
        session.list(
                        "SELECT f ->> 'subject' AS subject FROM truename.run AS r, jsonb_array_elements(r.findings) AS f"
                                + " WHERE r.number = $1 AND f ->> 'code' = 'merge.cascade'",
                        row -> row.text("subject"),
                        run)
                .forEach(subject -> findings.add(new Finding(
                        Severity.WARNING,
                        Preflight.CODES + "merge.cascade",
                        subject,
                        waiting + (waiting == 1 ? " duplicate is" : " duplicates are")
                                + " to be merged. Those that have rows behind this foreign key will be set aside, and not"
                                + " merged, because the server would take these rows along.",
                        "Resolve them before the start, or plan with \"onCollision\": \"skip\".")));
        UniqueIndexes.unforeseen(session, schema)
                .forEach(index -> findings.add(new Finding(
                        Severity.WARNING,
                        Preflight.CODES + "merge.unique",
                        index,
                        "The condition or an expression of this unique index reads ids, so merging duplicates cannot foresee"
                                + " whether it breaks it: where it would, the documents are set aside.",
                        "Resolve duplicates before, or plan with \"onCollision\": \"skip\".")));
        return findings;
    }
}
