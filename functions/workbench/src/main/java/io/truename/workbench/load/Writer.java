// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench.load;

import io.truename.identity.DocumentId;
import io.truename.identity.Namespace;
import io.truename.workbench.rekey.Jdbc;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Client that writes by the id it knows. The recipe for an application: an update looks at how many rows it changed, an
 * insert at SQLSTATE 23503; if the id was not there, resolve the first known id with {@code truename.resolve} and try again.
 * One retry is enough while a run goes forward. While it goes back a document may move between the question and the retry,
 * so there are two.
 */
final class Writer extends Client {
    private static final int MOST_RETRIES = 2;
    private static final String NO_SUCH_DOCUMENT = "23503";

    private static final String UPDATE =
            "UPDATE upload_pipeline.documents SET processing_status = ? WHERE document_id = ?";
    private static final String JOB =
            "INSERT INTO upload_pipeline.upload_jobs (job_id, document_id, stage, state, created_at)"
                    + " VALUES (?, ?, 'live', 'done', ?)";
    private static final String EVENT =
            "INSERT INTO upload_pipeline.events (event_id, job_id, document_id, type, created_at)"
                    + " VALUES (?, ?, ?, 'live', ?)";
    private static final String CHUNK =
            "INSERT INTO upload_pipeline.document_chunks (chunk_id, document_id, chunker_name,"
                    + " chunker_version, chunk_ord, chunk_sha256, byte_from, bytes_len) VALUES (?, ?, 'live', '1', ?, '', ?, 0)";

    /** Of the first chunk: the insert of a pipeline that has made the vector, under the id that it read just before. */
    private static final String VECTOR =
            "INSERT INTO upload_pipeline.document_vector_buffer (buffer_id, created_at, chunk_id)"
                    + " SELECT ?, ?, chunk_id FROM upload_pipeline.document_chunks WHERE document_id = ?"
                    + " AND chunker_name <> 'live' AND chunk_ord = 0";

    private static final String LENGTH = "UPDATE upload_pipeline.document_chunks SET bytes_len = ?"
            + " WHERE document_id = ? AND chunker_name <> 'live' AND chunk_ord = 0";

    private final LiveLoad load;
    private final Journal journal;
    private final int seed;
    private final Map<HeldDocument, UUID> current = new HashMap<>();
    private final Map<HeldDocument, UUID> lastJob = new HashMap<>();

    /** Number of chunks of each document, all written by this client: in their order, so that a position is the ordinal. */
    private final Map<HeldDocument, Integer> chunks = new HashMap<>();

    Writer(
            LiveLoad load,
            Connection connection,
            List<HeldDocument> documents,
            Latencies latencies,
            Journal journal,
            long pause,
            int seed) {
        super(load, connection, documents, latencies, pause, seed);
        this.load = load;
        this.journal = journal;
        this.seed = seed;
    }

    /** A write that says whether it found its document. */
    @FunctionalInterface
    private interface Write {
        boolean by(UUID documentId) throws SQLException;
    }

    @Override
    void call(Connection on, HeldDocument document, int number) throws SQLException {
        UUID fresh = new UUID(seed, number);
        UUID job = lastJob.get(document);
        int kind = number % 6;
        if (kind == 1) {
            if (write(on, document, id -> insert(on, JOB, fresh, id, now()))) {
                journal.job(document, fresh);
                lastJob.put(document, fresh);
            }
        } else if (kind == 2 && job != null) {
            if (write(on, document, id -> insert(on, EVENT, fresh, job, id, now()))) {
                journal.event(document, fresh);
            }
        } else if (kind == 3) {
            int ordinal = chunks.getOrDefault(document, 0);
            if (write(on, document, id -> insert(on, CHUNK, chunkId(id, ordinal), id, ordinal, ordinal))) {
                journal.chunk(document, ordinal);
                chunks.put(document, ordinal + 1);
            }
        } else if (kind == 4) {
            if (write(on, document, id -> insert(on, VECTOR, fresh, now(), id))) {
                journal.vector(document, fresh);
            }
        } else if (kind == 5) {
            if (write(on, document, id -> Jdbc.update(on, LENGTH, number, id) == 1)) {
                journal.length(document, number);
            }
        } else {
            String status = seed + "-" + number;
            if (write(on, document, id -> Jdbc.update(on, UPDATE, status, id) == 1)) {
                journal.status(document, status);
                readOwn(on, document, status);
            }
        }
    }

    private boolean write(Connection on, HeldDocument document, Write write) throws SQLException {
        if (write.by(current.getOrDefault(document, document.id()))) {
            return true;
        }
        for (int retry = 1; retry <= MOST_RETRIES; retry++) {
            UUID resolved = UUID.fromString(Jdbc.text(on, "SELECT truename.resolve(?)", document.id()));
            current.put(document, resolved);
            load.retried(retry);
            if (write.by(resolved)) {
                return true;
            }
        }
        load.stranded();
        return false;
    }

    private void readOwn(Connection on, HeldDocument document, String status) throws SQLException {
        String read = Jdbc.text(
                on,
                "SELECT processing_status FROM upload_pipeline.documents WHERE document_id = truename.resolve(?)",
                document.id());
        if (!read.equals(status)) {
            load.wrongRead("own write");
        }
    }

    private static boolean insert(Connection on, String sql, Object... values) throws SQLException {
        try {
            return Jdbc.update(on, sql, values) == 1;
        } catch (SQLException failed) {
            if (NO_SUCH_DOCUMENT.equals(failed.getSQLState())) {
                return false;
            }
            throw failed;
        }
    }

    /** As a service does that already makes true ids. */
    private static UUID chunkId(UUID document, int ordinal) {
        return Namespace.DEFAULT
                .chunkId(DocumentId.of(document), "live", "1", ordinal)
                .toUuid();
    }

    private static OffsetDateTime now() {
        return OffsetDateTime.now(ZoneOffset.UTC);
    }
}
