// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.plan;

import io.truename.postgres.Session;
import java.util.ArrayList;
import java.util.List;

/** Quarantine of planning: records rows that cannot be moved, with the reasons. */
final class Quarantine {
    private static final String INSERT = "INSERT INTO truename.quarantine (run, doc, old_id, code, reason)"
            + " SELECT $1, t.doc, t.old_id, t.code, t.reason"
            + " FROM unnest($2::bigint[], $3::text[], $4::text[], $5::text[]) AS t (doc, old_id, code, reason)"
            + " ON CONFLICT (run, old_id) DO UPDATE SET doc = excluded.doc, code = excluded.code,"
            + " reason = excluded.reason, attempts = truename.quarantine.attempts + 1, at = clock_timestamp(),"
            + " resolved_at = NULL, sqlstate = NULL";

    private final Session session;
    private final int run;
    private final List<Row> rows = new ArrayList<>();

    /** Row to write; a document number of -1 means that the document is not planned. */
    private record Row(long doc, String oldId, String code, String reason) {}

    Quarantine(Session session, int run) {
        this.session = session;
        this.run = run;
    }

    void add(DocumentRow document) {
        DocumentRow.Unfit unfit = document.unfit;
        if (unfit != null) {
            add(-1, document.written, unfit.code(), unfit.reason());
        }
    }

    void add(long doc, String written, String code, String reason) {
        rows.add(new Row(doc, written, code, reason));
    }

    void write() {
        if (rows.isEmpty()) {
            return;
        }
        session.update(
                INSERT,
                run,
                rows.stream().map(row -> row.doc() < 0 ? null : row.doc()).toArray(Long[]::new),
                rows.stream().map(Row::oldId).toArray(String[]::new),
                rows.stream().map(Row::code).toArray(String[]::new),
                rows.stream().map(Row::reason).toArray(String[]::new));
        rows.clear();
    }

    /** Resolves entries whose documents are fit now. */
    void resolve(List<String> written) {
        if (!written.isEmpty()) {
            session.update(
                    "UPDATE truename.quarantine SET resolved_at = clock_timestamp()"
                            + " WHERE run = $1 AND old_id = ANY($2) AND resolved_at IS NULL",
                    run,
                    written.toArray(String[]::new));
        }
    }
}
