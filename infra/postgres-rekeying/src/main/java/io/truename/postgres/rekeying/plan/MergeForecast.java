// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.plan;

import io.truename.corpus.schema.CorpusSchema;
import io.truename.corpus.schema.Finding;
import io.truename.corpus.schema.Finding.Severity;
import io.truename.postgres.Session;
import io.truename.postgres.rekeying.batch.DocumentStateSql;
import io.truename.postgres.rekeying.merge.UniqueIndexes;
import java.util.ArrayList;
import java.util.List;

/** Findings on the merges of a plan, for which the inspection could only warn. */
public final class MergeForecast {
    private MergeForecast() {}

    /** Checks a run whose plan is complete. */
    public static List<Finding> findings(Session session, CorpusSchema schema, int run) {
        Foreseen foreseen = Foreseen.of(session, run);
        List<Finding> findings = new ArrayList<>();
        if (foreseen.differing() > 0) {
            findings.add(new Finding(
                    Severity.WARNING,
                    Preflight.CODES + "duplicates.differ",
                    schema.documents().table().toString(),
                    foreseen.differing() + (foreseen.differing() == 1 ? " document has" : " documents have")
                            + " a true id that another has a claim to, and differ from it, or have chunks that do;"
                            + " they are set aside, because a merge would lose what differs.",
                    "See the quarantine for the columns. Correct these rows, or name the columns under bookkeeping in the"
                            + " mapping if the differences do not matter, and plan again."));
        }
        if (foreseen.documents() + foreseen.chunks() > 0) {
            findings.add(new Finding(
                    Severity.NOTE,
                    Preflight.CODES + "duplicates.merge",
                    schema.documents().table().toString(),
                    foreseen.documents() + " documents and " + foreseen.chunks()
                            + " chunks will be merged into equal ones. What goes is archived, and a rollback restores it.",
                    "Plan with \"onCollision\": \"skip\" to leave them as they are."));
        }
        long waiting = foreseen.documents();
        if (waiting == 0) {
            return findings;
        }
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
                        "This unique index, its condition or an expression of it reads ids within text or in a way that cannot be"
                                + " foreseen: where merging duplicates would break it, the documents are set aside.",
                        "Resolve duplicates before, or plan with \"onCollision\": \"skip\".")));
        return findings;
    }

    private record Foreseen(long documents, long chunks, long differing) {
        static Foreseen of(Session session, int run) {
            return session.one(
                    DocumentStateSql.of(
                            "SELECT (SELECT count(*) FROM truename.document_map WHERE run = $1 AND into_doc IS NOT NULL"
                                    + " AND state = {WAITING_TO_MERGE}) AS documents,"
                                    + " (SELECT COALESCE(sum(merged_chunks), 0)::bigint FROM truename.document_map"
                                    + " WHERE run = $1 AND merged_chunks > 0 AND state IN ({PLANNED}, {WAITING_TO_MERGE})) AS chunks,"
                                    + " (SELECT count(*) FROM truename.quarantine WHERE run = $1 AND code LIKE '%.differs'"
                                    + " AND resolved_at IS NULL) AS differing"),
                    row -> new Foreseen(row.number("documents"), row.number("chunks"), row.number("differing")),
                    run);
        }
    }
}
