// SPDX-License-Identifier: Apache-2.0
package io.truename.local.story.migration;

import io.truename.local.corpus.CorpusRun;
import io.truename.local.corpus.CorpusStore;
import io.truename.local.corpus.NamedUpload;
import io.truename.local.corpus.StoredUpload;
import io.truename.local.corpus.Upload;
import io.truename.local.corpus.UploadedDocument;
import io.truename.local.story.CorpusLogin;
import io.truename.local.story.DocumentSource;
import io.truename.local.story.DocumentStream;
import io.truename.local.story.UploadBatches;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/**
 * Faulty ingestion pipeline: stores documents under random ids, which cannot be computed from user and content. Each run has
 * its own users, so its documents never collide with those of an earlier run.
 */
final class BrokenPipeline {
    private static final String KNOWN = """
            SELECT d.user_id, d.file_sha256
            FROM unnest(?::text[], ?::text[]) AS given (user_id, sha256)
            JOIN upload_pipeline.documents d ON d.user_id = given.user_id AND d.file_sha256 = given.sha256""";

    private static final String OF_RUN =
            " IN (SELECT j.document_id FROM upload_pipeline.upload_jobs j WHERE j.payload ->> 'run' = ?)";

    /**
     * Fills a table with few rows. Its reference to chunks has no index: the assessment must report that, and would refuse a
     * large table.
     */
    private static final String BUFFER = """
            INSERT INTO upload_pipeline.document_vector_buffer (buffer_id, chunk_id)
            SELECT gen_random_uuid(), c.chunk_id FROM upload_pipeline.document_chunks c
            WHERE c.chunk_ord = 0 AND c.document_id""" + OF_RUN + " LIMIT 500";

    /** Vectors that differ where contents differ, because equal vectors of different texts are a fault. */
    private static final String EMBEDDINGS = """
            UPDATE upload_pipeline.document_chunks c SET embedding = (
              SELECT array_agg(('x' || substr(c.chunk_sha256, 8 * i + 1, 7))::bit(28)::integer / 268435456.0 - 0.5)::real[]
              FROM generate_series(0, 2) AS i)
            WHERE c.document_id""" + OF_RUN;

    private record Content(String userId, String sha256) {}

    private final DocumentSource source;
    private final CorpusStore store;
    private final CorpusLogin login;

    BrokenPipeline(DocumentSource source, CorpusStore store, CorpusLogin login) {
        this.source = source;
        this.store = store;
        this.login = login;
    }

    /** Stores every document once, with its chunks, upload job and event. */
    CorpusRun store(LongConsumer stored) throws SQLException {
        CorpusRun run = Objects.requireNonNull(store.begin(UUID.randomUUID()).block());
        String suffix = "-" + run.id().toString().substring(0, 8);
        try (DocumentStream stream = source.open();
                Connection connection = login.connect()) {
            UploadBatches batches = new UploadBatches(stream);
            while (batches.hasNext()) {
                List<NamedUpload> fresh = fresh(connection, batches.next(), suffix);
                record(
                        run,
                        Objects.requireNonNull(
                                store.store(run, source.chunker(), fresh).block()));
                stored.accept(fresh.size());
            }
            for (String left : List.of(EMBEDDINGS, BUFFER)) {
                try (PreparedStatement statement = connection.prepareStatement(left)) {
                    statement.setString(1, run.id().toString());
                    statement.executeUpdate();
                }
            }
        }
        return run;
    }

    private void record(CorpusRun run, List<StoredUpload> stored) {
        store.recordUploaded(stored.stream()
                        .map(upload -> new UploadedDocument(run.id(), upload.jobId(), upload.documentId()))
                        .toList())
                .block();
    }

    /** Drops repeated contents of a user, because the tables' unique constraint refuses them. */
    private static List<NamedUpload> fresh(Connection connection, List<Upload> uploads, String suffix)
            throws SQLException {
        List<Upload> renamed = uploads.stream()
                .map(upload -> ofUser(upload, upload.userId() + suffix))
                .toList();
        Set<Content> known = known(connection, renamed);
        List<NamedUpload> fresh = new ArrayList<>(renamed.size());
        for (Upload upload : renamed) {
            if (known.add(new Content(upload.userId(), upload.sha256()))) {
                fresh.add(new NamedUpload(
                        upload,
                        UUID.randomUUID(),
                        Stream.generate(UUID::randomUUID)
                                .limit(upload.slices().count())
                                .toList()));
            }
        }
        return fresh;
    }

    private static Set<Content> known(Connection connection, List<Upload> uploads) throws SQLException {
        Set<Content> known = new HashSet<>();
        try (PreparedStatement statement = connection.prepareStatement(KNOWN)) {
            statement.setArray(
                    1,
                    connection.createArrayOf(
                            "text", uploads.stream().map(Upload::userId).toArray()));
            statement.setArray(
                    2,
                    connection.createArrayOf(
                            "text", uploads.stream().map(Upload::sha256).toArray()));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    known.add(new Content(rows.getString(1), rows.getString(2)));
                }
            }
        }
        return known;
    }

    private static Upload ofUser(Upload upload, String userId) {
        return new Upload(
                upload.jobId(),
                userId,
                upload.filename(),
                upload.mime(),
                upload.bytes(),
                upload.sha256(),
                upload.slices());
    }
}
