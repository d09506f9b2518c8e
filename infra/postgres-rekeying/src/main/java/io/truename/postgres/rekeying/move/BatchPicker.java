// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.move;

import io.truename.postgres.Session;
import io.truename.postgres.rekeying.batch.DocumentStateSql;
import io.truename.postgres.rekeying.batch.PlannedDocument;
import java.util.List;
import java.util.UUID;

/** Picker of a worker's next documents. It reads the plan and never a key that is changing. */
public final class BatchPicker {
    /** Maximum number of documents of a batch, which bounds its memory. */
    static final int MOST_DOCUMENTS = 20_000;

    private BatchPicker() {}

    /**
     * Picks the next documents to move, in order of priority.
     *
     * @param workers number of workers of the run; this worker has the documents whose number modulo it is {@code shard}
     * @param rows limit on the documents' expected rows in all tables; the first document is always taken
     * @param mostDocuments at least one
     */
    public static List<PlannedDocument> forward(
            Session session, int run, int shard, int workers, long rows, int mostDocuments) {
        List<PlannedDocument> next = session.list(
                DocumentStateSql.of(
                        "SELECT m.doc, m.rank, m.old_id, m.new_id, m.rows, m.chunks, m.merges FROM truename.shard AS s"
                                + " JOIN truename.document_map AS m ON m.run = s.run AND (m.rank, m.doc) > (s.cursor_rank, s.cursor_doc)"
                                + " WHERE s.run = $1 AND s.shard = $2 AND m.state = {PLANNED} AND m.doc % $3 = $2"
                                + " ORDER BY m.rank, m.doc LIMIT $4"),
                BatchPicker::document,
                run,
                shard,
                workers,
                (int) Math.min(Math.min(mostDocuments, MOST_DOCUMENTS), Math.max(1, rows)));
        return upTo(next, rows);
    }

    static PlannedDocument document(Session.Fields row) {
        return new PlannedDocument(
                row.number("doc"),
                row.get("rank", Integer.class),
                row.get("old_id", UUID.class),
                row.get("new_id", UUID.class),
                row.get("rows", Integer.class),
                row.get("chunks", Integer.class),
                row.flag("merges"));
    }

    static List<PlannedDocument> upTo(List<PlannedDocument> documents, long rows) {
        long sum = 0;
        for (int i = 0; i < documents.size(); i++) {
            sum += Math.max(1, documents.get(i).rows());
            if (i > 0 && sum > rows) {
                return List.copyOf(documents.subList(0, i));
            }
        }
        return documents;
    }
}
