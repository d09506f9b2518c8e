// SPDX-License-Identifier: Apache-2.0
package io.truename.local.story.migration;

import io.truename.local.story.CorpusLogin;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Writer to documents by their old ids, with the documentation's recipe for applications: if an update affects no row, repeat
 * it with {@code truename.resolve(id)}.
 */
final class CorpusWriter implements AutoCloseable {
    private static final String SET =
            "UPDATE upload_pipeline.documents SET processing_status = ?, updated_at = %s" + " WHERE document_id = %s";
    private static final String WRITE = SET.formatted("clock_timestamp()", "?");
    private static final String WRITE_RESOLVED = SET.formatted("clock_timestamp()", "truename.resolve(?)");
    private static final String TAKE_BACK = SET.formatted("?::timestamptz", "truename.resolve(?)");
    private static final String READ = "SELECT processing_status, updated_at::text FROM upload_pipeline.documents"
            + " WHERE document_id = truename.resolve(?)";

    /** Columns of a document that the writer changes. */
    private record Written(String status, String updatedAt) {}

    private final List<SampleDocument> sample;
    private final Connection connection;
    private final Map<UUID, Written> before = new ConcurrentHashMap<>();
    private final Map<UUID, String> last = new ConcurrentHashMap<>();
    private final AtomicLong writes = new AtomicLong();
    private final AtomicLong resolved = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();

    private CorpusWriter(List<SampleDocument> sample, Connection connection) {
        this.sample = sample;
        this.connection = connection;
    }

    static CorpusWriter of(CorpusLogin login, List<SampleDocument> sample) throws SQLException {
        CorpusWriter writer = new CorpusWriter(sample, login.connect());
        for (SampleDocument document : sample) {
            writer.before.put(document.id(), writer.read(document.id()));
        }
        return writer;
    }

    void round() throws SQLException, InterruptedException {
        try (PreparedStatement write = connection.prepareStatement(WRITE);
                PreparedStatement again = connection.prepareStatement(WRITE_RESOLVED)) {
            for (SampleDocument document : sample) {
                String status = "seen-" + writes.incrementAndGet();
                if (affected(write, status, document.id()) == 1) {
                    last.put(document.id(), status);
                } else if (affected(again, status, document.id()) == 1) {
                    resolved.incrementAndGet();
                    last.put(document.id(), status);
                } else {
                    lost.incrementAndGet();
                }
                TimeUnit.MILLISECONDS.sleep(5);
            }
        }
    }

    private static int affected(PreparedStatement statement, String status, UUID id) throws SQLException {
        statement.setString(1, status);
        statement.setObject(2, id);
        return statement.executeUpdate();
    }

    /** Counts the documents that do not hold the last written values. */
    long missingValues() throws SQLException {
        long missing = 0;
        for (Map.Entry<UUID, String> written : last.entrySet()) {
            if (!read(written.getKey()).status().equals(written.getValue())) {
                missing++;
            }
        }
        return missing;
    }

    void takeBack() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(TAKE_BACK)) {
            for (UUID id : last.keySet()) {
                Written was = before.getOrDefault(id, new Written("", ""));
                statement.setString(1, was.status());
                statement.setString(2, was.updatedAt());
                statement.setObject(3, id);
                statement.executeUpdate();
            }
        }
    }

    private Written read(UUID id) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(READ)) {
            statement.setObject(1, id);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? new Written(rows.getString(1), rows.getString(2)) : new Written("", "");
            }
        }
    }

    long writes() {
        return writes.get();
    }

    long resolved() {
        return resolved.get();
    }

    long lost() {
        return lost.get();
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
