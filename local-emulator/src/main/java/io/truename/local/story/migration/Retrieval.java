// SPDX-License-Identifier: Apache-2.0
package io.truename.local.story.migration;

import io.truename.local.corpus.Chunker;
import io.truename.local.corpus.CorpusRun;
import io.truename.local.story.CorpusLogin;
import io.truename.local.story.IdClient;
import io.truename.local.story.IdRequest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.LongConsumer;

/**
 * Retrieval check: requests the ids of documents and chunks from {@code generate}, as an application would, and looks them up
 * in the database.
 */
final class Retrieval {
    private static final int DOCUMENTS = 500;
    private static final int CHUNKS = 4_000;

    private static final String CONTENTS = """
            SELECT d.user_id, d.file_sha256,
                   (SELECT count(*) FROM upload_pipeline.document_chunks c WHERE c.document_id = d.document_id) AS chunks
            FROM upload_pipeline.documents d
            WHERE d.document_id IN (
              SELECT j.document_id FROM upload_pipeline.upload_jobs j WHERE j.payload ->> 'run' = ?)""";

    private static final String FOUND_DOCUMENTS = """
            SELECT count(*) FROM unnest(?::uuid[]) AS given (id)
            WHERE EXISTS (SELECT FROM upload_pipeline.documents d WHERE d.document_id = given.id)""";

    private static final String FOUND_CHUNKS = """
            SELECT count(*) FROM unnest(?::uuid[]) AS given (id)
            WHERE EXISTS (SELECT FROM upload_pipeline.document_chunks c WHERE c.chunk_id = given.id)""";

    private record Content(String userId, String sha256, int chunks) {}

    /**
     * Counts of a retrieval check.
     *
     * @param documents stored documents
     * @param documentsFound documents found by their computed id
     * @param chunks stored chunks
     * @param chunksFound chunks found by their computed id
     */
    record Retrieved(long documents, long documentsFound, long chunks, long chunksFound) {
        boolean none() {
            return documentsFound == 0 && chunksFound == 0;
        }

        boolean all() {
            return documentsFound == documents && chunksFound == chunks;
        }

        private Retrieved plus(Retrieved other) {
            return new Retrieved(
                    documents + other.documents,
                    documentsFound + other.documentsFound,
                    chunks + other.chunks,
                    chunksFound + other.chunksFound);
        }
    }

    private final IdClient ids;
    private final CorpusLogin login;
    private final Chunker chunker;

    Retrieval(IdClient ids, CorpusLogin login, Chunker chunker) {
        this.ids = ids;
        this.login = login;
        this.chunker = chunker;
    }

    /** Tries to retrieve every document of the run. */
    Retrieved all(CorpusRun run, LongConsumer progress) throws SQLException {
        Retrieved sum = new Retrieved(0, 0, 0, 0);
        try (Connection listing = login.connect();
                Connection lookups = login.connect();
                PreparedStatement contents = listing.prepareStatement(CONTENTS)) {
            // Without a transaction, the driver would fetch all rows at once.
            listing.setAutoCommit(false);
            contents.setFetchSize(DOCUMENTS);
            contents.setString(1, run.id().toString());
            List<Content> window = new ArrayList<>();
            long chunks = 0;
            try (ResultSet rows = contents.executeQuery()) {
                while (rows.next()) {
                    Content content = new Content(rows.getString(1), rows.getString(2), rows.getInt(3));
                    window.add(content);
                    chunks += content.chunks();
                    if (window.size() == DOCUMENTS || chunks >= CHUNKS) {
                        sum = sum.plus(lookUp(lookups, window));
                        progress.accept(window.size());
                        window.clear();
                        chunks = 0;
                    }
                }
            }
            if (!window.isEmpty()) {
                sum = sum.plus(lookUp(lookups, window));
                progress.accept(window.size());
            }
        }
        return sum;
    }

    private Retrieved lookUp(Connection connection, List<Content> contents) throws SQLException {
        IdRequest documents = new IdRequest(contents.size());
        contents.forEach(content -> documents.document(content.userId(), content.sha256()));
        List<UUID> documentIds = ask(documents);
        int count = contents.stream().mapToInt(Content::chunks).sum();
        IdRequest chunks = new IdRequest(count);
        for (int i = 0; i < contents.size(); i++) {
            for (int ordinal = 0; ordinal < contents.get(i).chunks(); ordinal++) {
                chunks.chunk(documentIds.get(i), chunker.name(), chunker.version(), ordinal);
            }
        }
        return new Retrieved(
                contents.size(),
                found(connection, FOUND_DOCUMENTS, documentIds),
                count,
                count == 0 ? 0 : found(connection, FOUND_CHUNKS, ask(chunks)));
    }

    private List<UUID> ask(IdRequest request) {
        return Objects.requireNonNull(ids.ask(request).block()).ids();
    }

    private static long found(Connection connection, String sql, List<UUID> ids) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(1, connection.createArrayOf("uuid", ids.toArray()));
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }
}
