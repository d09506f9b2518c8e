// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.plan;

import io.truename.corpus.schema.CorpusSchema;
import io.truename.corpus.schema.Finding;
import io.truename.corpus.schema.Finding.Severity;
import io.truename.corpus.schema.RekeyedTable;
import io.truename.postgres.Session;
import io.truename.postgres.SqlException;
import io.truename.postgres.SqlNames;
import io.truename.postgres.corpus.TableSql;
import io.truename.postgres.corpus.schema.StatementProof;
import io.truename.postgres.rekeying.batch.DocumentStateSql;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Privileges that the merges of a plan need, checked by the server itself. An inspection does not know duplicates and can only warn. A
 * plan with duplicates, or a rollback that restores merged rows, fails without these privileges.
 */
public final class MergeRights {
    private static final String PERMISSION_DENIED = "42501";

    private static final String MERGES = DocumentStateSql.of("""
            SELECT (SELECT count(*) FROM truename.document_map WHERE run = $1 AND state = {WAITING_TO_MERGE})
                   + (SELECT count(*) FROM (SELECT FROM truename.archive WHERE run = $1 LIMIT 1) AS restored) AS merges,
                   current_user::text AS role""");

    private MergeRights() {}

    /** Returns a refusal for each table and statement that the run's merges need and the server refuses. Outside of a transaction. */
    public static List<Finding> findings(Session session, CorpusSchema schema, int run) {
        record Merges(long number, String role) {}
        Merges merges = session.one(MERGES, row -> new Merges(row.number("merges"), row.text("role")), run);
        if (merges.number() == 0) {
            return List.of();
        }
        StatementProof proof = new StatementProof(session);
        List<Finding> findings = new ArrayList<>();
        for (RekeyedTable table : schema.tables()) {
            if (schema.mergesRowsOf(table)) {
                found(table, "DELETE", merges.role(), proof.delete(table)).ifPresent(findings::add);
                found(table, "INSERT", merges.role(), proof.insert(table)).ifPresent(findings::add);
            }
        }
        return findings;
    }

    private static Optional<Finding> found(
            RekeyedTable table, String action, String role, Optional<SqlException> refusal) {
        return refusal.map(refused -> new Finding(
                Severity.REFUSAL,
                Preflight.CODES + "merge.rights",
                table.relation().name() + " " + action,
                "There are duplicates to merge, which "
                        + (action.equals("DELETE") ? "deletes rows" : "a rollback undoes by inserting rows")
                        + ", and the server refuses that: " + refused.getMessage() + ".",
                (refused.sqlState().equals(PERMISSION_DENIED)
                                ? "GRANT " + action + " ON "
                                        + TableSql.quoted(table.relation().name()) + " TO " + SqlNames.quoted(role)
                                        + ";"
                                : "Remove what the message names;")
                        + " -- or plan with \"onCollision\": \"skip\""));
    }
}
