// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench.load;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Journal of the acknowledged writes, which a check looks for afterwards. */
final class Journal {
    private final Map<HeldDocument, String> statuses = new ConcurrentHashMap<>();
    private final Map<HeldDocument, Integer> lengths = new ConcurrentHashMap<>();
    private final Queue<Child> vectors = new ConcurrentLinkedQueue<>();
    private final Queue<Child> jobs = new ConcurrentLinkedQueue<>();
    private final Queue<Child> events = new ConcurrentLinkedQueue<>();
    private final Queue<Piece> chunks = new ConcurrentLinkedQueue<>();

    private record Child(HeldDocument document, UUID id) {}

    private record Piece(HeldDocument document, int ordinal) {}

    void status(HeldDocument document, String status) {
        statuses.put(document, status);
    }

    /** Records the length written into the first chunk of a document, in bytes. */
    void length(HeldDocument document, int bytes) {
        lengths.put(document, bytes);
    }

    void vector(HeldDocument document, UUID id) {
        vectors.add(new Child(document, id));
    }

    void job(HeldDocument document, UUID id) {
        jobs.add(new Child(document, id));
    }

    void event(HeldDocument document, UUID id) {
        events.add(new Child(document, id));
    }

    void chunk(HeldDocument document, int ordinal) {
        chunks.add(new Piece(document, ordinal));
    }

    int size() {
        return statuses.size() + lengths.size() + vectors.size() + jobs.size() + events.size() + chunks.size();
    }

    /** Rows that this journal added to a table. */
    int chunks() {
        return chunks.size();
    }

    /** Acknowledged writes that are not there, or not on their document. */
    int lost(Connection connection) throws SQLException {
        int lost = 0;
        try (PreparedStatement status = connection.prepareStatement(
                "SELECT count(*) FROM upload_pipeline.documents WHERE user_id = ? AND file_sha256 = ?"
                        + " AND processing_status = ?")) {
            for (Map.Entry<HeldDocument, String> each : statuses.entrySet()) {
                status.setString(3, each.getValue());
                lost += missing(status, each.getKey());
            }
        }
        lost += missing(connection, "upload_jobs", "job_id", jobs);
        lost += missing(connection, "events", "event_id", events);
        try (PreparedStatement chunk = connection.prepareStatement("SELECT count(*) FROM upload_pipeline.documents d"
                + " JOIN upload_pipeline.document_chunks c USING (document_id)"
                + " WHERE d.user_id = ? AND d.file_sha256 = ? AND c.chunker_name = 'live' AND c.chunk_ord = ?")) {
            for (Piece each : chunks) {
                chunk.setInt(3, each.ordinal());
                lost += missing(chunk, each.document());
            }
        }
        try (PreparedStatement length = connection.prepareStatement("SELECT count(*) FROM upload_pipeline.documents d"
                + " JOIN upload_pipeline.document_chunks c USING (document_id)"
                + " WHERE d.user_id = ? AND d.file_sha256 = ? AND c.chunker_name <> 'live' AND c.chunk_ord = 0"
                + " AND c.bytes_len = ?")) {
            for (Map.Entry<HeldDocument, Integer> each : lengths.entrySet()) {
                length.setInt(3, each.getValue());
                lost += missing(length, each.getKey());
            }
        }
        try (PreparedStatement vector = connection.prepareStatement("SELECT count(*) FROM upload_pipeline.documents d"
                + " JOIN upload_pipeline.document_chunks c USING (document_id)"
                + " JOIN upload_pipeline.document_vector_buffer v USING (chunk_id)"
                + " WHERE d.user_id = ? AND d.file_sha256 = ? AND v.buffer_id = ?")) {
            for (Child each : vectors) {
                vector.setObject(3, each.id());
                lost += missing(vector, each.document());
            }
        }
        return lost;
    }

    private static int missing(Connection connection, String table, String id, Collection<Child> children)
            throws SQLException {
        int missing = 0;
        try (PreparedStatement child = connection.prepareStatement("SELECT count(*) FROM upload_pipeline.documents d"
                + " JOIN upload_pipeline." + table + " x USING (document_id)"
                + " WHERE d.user_id = ? AND d.file_sha256 = ? AND x." + id + " = ?")) {
            for (Child each : children) {
                child.setObject(3, each.id());
                missing += missing(child, each.document());
            }
        }
        return missing;
    }

    private static int missing(PreparedStatement statement, HeldDocument document) throws SQLException {
        statement.setString(1, document.user());
        statement.setString(2, document.sha256());
        try (ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getInt(1) == 1 ? 0 : 1;
        }
    }
}
