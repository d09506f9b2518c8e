// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.move;

import io.truename.postgres.Session;
import io.truename.postgres.rekeying.batch.DocumentStateSql;
import io.truename.postgres.rekeying.batch.PlannedDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Picker of a worker's next documents. It reads the plan and never a key that is changing. */
public final class BatchPicker {
    /** Maximum number of documents of a batch, which bounds its memory. */
    static final int MOST_DOCUMENTS = 20_000;

    /** Number of documents read at first, and at least; they tell how many more fit into the batch. */
    private static final int FIRST_PAGE = 100;

    private static final String PICK =
            "SELECT m.doc, m.rank, m.old_id, m.new_id, m.rows, m.chunks, m.merges FROM truename.shard AS s"
                    + " JOIN truename.document_map AS m ON m.run = s.run AND (m.rank, m.doc) > ";

    private static final String OF_THE_WORKER = DocumentStateSql.of(
            " WHERE s.run = $1 AND s.shard = $2 AND m.state = {PLANNED} AND m.doc % $3 = $2 ORDER BY m.rank, m.doc LIMIT $4");

    private static final String FROM_THE_CURSOR = PICK + "(s.cursor_rank, s.cursor_doc)" + OF_THE_WORKER;
    private static final String AFTER = PICK + "($5::integer, $6::bigint)" + OF_THE_WORKER;

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
        long most = Math.min(Math.min(mostDocuments, MOST_DOCUMENTS), Math.max(1, rows));
        List<PlannedDocument> next = new ArrayList<>();
        long foreseen = 0;
        long page = Math.min(most, FIRST_PAGE);
        while (page > 0) {
            List<PlannedDocument> read = next.isEmpty()
                    ? session.list(FROM_THE_CURSOR, BatchPicker::document, run, shard, workers, (int) page)
                    : session.list(
                            AFTER,
                            BatchPicker::document,
                            run,
                            shard,
                            workers,
                            (int) page,
                            next.get(next.size() - 1).rank(),
                            next.get(next.size() - 1).doc());
            next.addAll(read);
            for (PlannedDocument document : read) {
                foreseen += Math.max(1, document.rows());
            }
            // A document more than those that fit, as many rows large as those so far.
            long missing = (long) Math.ceil((double) (rows - foreseen) * next.size() / Math.max(1, foreseen)) + 1;
            page = read.size() < page || foreseen > rows
                    ? 0
                    : Math.min(most - next.size(), Math.max(FIRST_PAGE, missing));
        }
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
