// SPDX-License-Identifier: Apache-2.0
package io.truename.local.story.migration;

import io.truename.local.story.CorpusLogin;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Reader of documents by their old ids. {@code truename.resolve} and the lookup are one statement, so both use the same
 * snapshot and no change can come between them.
 */
final class CorpusReader implements AutoCloseable {
    private static final String READ = """
            SELECT d.file_sha256,
                   (SELECT count(*) FROM upload_pipeline.document_chunks c WHERE c.document_id = d.document_id)
            FROM upload_pipeline.documents d WHERE d.document_id = truename.resolve(?)""";

    private final List<SampleDocument> sample;
    private final Connection connection;
    private final AtomicLong reads = new AtomicLong();
    private final AtomicLong wrong = new AtomicLong();

    private CorpusReader(List<SampleDocument> sample, Connection connection) {
        this.sample = sample;
        this.connection = connection;
    }

    static CorpusReader of(CorpusLogin login, List<SampleDocument> sample) throws SQLException {
        return new CorpusReader(sample, login.connect());
    }

    void round() throws SQLException, InterruptedException {
        try (PreparedStatement statement = connection.prepareStatement(READ)) {
            for (SampleDocument document : sample) {
                statement.setObject(1, document.id());
                try (ResultSet rows = statement.executeQuery()) {
                    reads.incrementAndGet();
                    if (!rows.next()
                            || !rows.getString(1).equals(document.sha256())
                            || rows.getInt(2) != document.chunks()) {
                        wrong.incrementAndGet();
                    }
                }
                TimeUnit.MILLISECONDS.sleep(5);
            }
        }
    }

    long reads() {
        return reads.get();
    }

    long wrong() {
        return wrong.get();
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
