// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.move;

import io.truename.postgres.Session;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Picks a worker's next documents from the plan: never by looking at a key that is changing. */
public final class BatchPicker {
    /** Bounds what a batch keeps in memory, whatever the rows. */
    private static final int MOST_DOCUMENTS = 20_000;

    private BatchPicker() {}

    /**
     * The next documents to move, in order of priority.
     *
     * @param workers the run's; this one has the documents whose number leaves {@code shard} when divided by it
     * @param rows foreseen over all tables, that the documents together should not exceed; the first is always taken
     * @param mostDocuments at least one
     */
    public static List<PlannedDocument> forward(
            Session session, int run, int shard, int workers, long rows, int mostDocuments) {
        List<PlannedDocument> next = session.list(
                "SELECT m.doc, m.rank, m.old_id, m.new_id, m.rows, m.chunks, m.merges FROM truename.shard AS s"
                        + " JOIN truename.document_map AS m ON m.run = s.run AND (m.rank, m.doc) > (s.cursor_rank, s.cursor_doc)"
                        + " WHERE s.run = $1 AND s.shard = $2 AND m.state = 0 AND m.doc % $3 = $2"
                        + " ORDER BY m.rank, m.doc LIMIT $4",
                BatchPicker::document, run, shard, workers, (int)
                        Math.min(Math.min(mostDocuments, MOST_DOCUMENTS), Math.max(1, rows)));
        return upTo(next, rows);
    }

    /**
     * The next documents to move back.
     *
     * @param documents the last moved first
     * @param batches the batches that moved them, with their documents
     */
    public record Back(List<PlannedDocument> documents, Map<Long, List<Long>> batches) {}

    /** The next documents to move back: those of this worker's last batch that is not wholly taken back. */
    public static Back back(Session session, int run, int shard, long rows, int mostDocuments) {
        Map<Long, List<Long>> batches = new LinkedHashMap<>();
        List<PlannedDocument> documents = session.list(
                "SELECT b.number, m.doc, m.rank, m.old_id, m.new_id, m.rows, m.chunks, m.merges FROM"
                        + " (SELECT number, docs FROM truename.batch WHERE run = $1 AND shard = $2 AND direction = 'FORWARD'"
                        + " AND NOT undone ORDER BY number DESC LIMIT 1) AS b"
                        + " CROSS JOIN LATERAL unnest(b.docs) WITH ORDINALITY AS d (doc, place)"
                        + " JOIN truename.document_map AS m ON m.run = $1 AND m.doc = d.doc AND m.state = 1"
                        + " ORDER BY d.place DESC LIMIT $3",
                row -> {
                    PlannedDocument document = document(row);
                    batches.computeIfAbsent(row.number("number"), absent -> new ArrayList<>())
                            .add(document.doc());
                    return document;
                },
                run,
                shard,
                (int) Math.min(Math.min(mostDocuments, MOST_DOCUMENTS), Math.max(1, rows)));
        return new Back(upTo(documents, rows), batches);
    }

    /** Marks batches of which nothing is left to take back, such as those whose documents all were gone; whether there were any. */
    public static boolean markEmptyBatches(Session session, int run, int shard) {
        return session.update(
                        "UPDATE truename.batch AS b SET undone = true WHERE run = $1 AND shard = $2 AND direction = 'FORWARD'"
                                + " AND NOT undone AND NOT EXISTS (SELECT FROM unnest(b.docs) AS d (doc)"
                                + " JOIN truename.document_map AS m ON m.run = $1 AND m.doc = d.doc AND m.state = 1)",
                        run,
                        shard)
                > 0;
    }

    private static PlannedDocument document(Session.Fields row) {
        return new PlannedDocument(
                row.number("doc"),
                row.get("rank", Integer.class),
                row.get("old_id", UUID.class),
                row.get("new_id", UUID.class),
                row.get("rows", Integer.class),
                row.get("chunks", Integer.class),
                row.flag("merges"));
    }

    private static List<PlannedDocument> upTo(List<PlannedDocument> documents, long rows) {
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
