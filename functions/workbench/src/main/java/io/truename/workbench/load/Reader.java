// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench.load;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** Client that reads by old ids, or by owner and content as a search does, and checks each result. */
final class Reader extends Client {
    private final LiveLoad load;

    Reader(
            LiveLoad load,
            Connection connection,
            List<HeldDocument> documents,
            Latencies latencies,
            long pause,
            int seed) {
        super(load, connection, documents, latencies, pause, seed);
        this.load = load;
    }

    @Override
    void call(Connection on, HeldDocument document, int number) throws SQLException {
        switch (number % 3) {
            case 0 ->
                expect(
                        on,
                        "SELECT user_id || file_sha256 FROM upload_pipeline.documents WHERE document_id = truename.resolve(?)",
                        document.user() + document.sha256(),
                        document.id());
            case 1 ->
                expect(
                        on,
                        "SELECT chunk_sha256 FROM upload_pipeline.document_chunks WHERE chunk_id = truename.resolve(?)",
                        document.firstChunkSha256(),
                        document.firstChunk());
            default ->
                expect(
                        on,
                        "SELECT count(*)::text FROM upload_pipeline.documents d"
                                + " JOIN upload_pipeline.document_chunks c USING (document_id)"
                                + " WHERE d.user_id = ? AND d.file_sha256 = ? AND c.chunker_name <> 'live'",
                        Integer.toString(document.chunks()),
                        document.user(),
                        document.sha256());
        }
    }

    private void expect(Connection on, String sql, String expected, Object... values) throws SQLException {
        try (PreparedStatement statement = on.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next() || !expected.equals(row.getString(1)) || row.next()) {
                    load.wrongRead(sql);
                }
            }
        }
    }
}
