// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench.load;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Document as an application knew it before the migration. */
record HeldDocument(UUID id, String user, String sha256, int chunks, UUID firstChunk, String firstChunkSha256) {
    static List<HeldDocument> all(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT d.document_id, d.user_id, d.file_sha256,"
                        + " (SELECT count(*) FROM upload_pipeline.document_chunks n WHERE n.document_id = d.document_id),"
                        + " c.chunk_id, c.chunk_sha256 FROM upload_pipeline.documents d"
                        + " JOIN upload_pipeline.document_chunks c ON c.document_id = d.document_id AND c.chunk_ord = 0"
                        + " ORDER BY d.document_id")) {
            List<HeldDocument> documents = new ArrayList<>();
            while (rows.next()) {
                documents.add(new HeldDocument(
                        rows.getObject(1, UUID.class),
                        rows.getString(2),
                        rows.getString(3),
                        rows.getInt(4),
                        rows.getObject(5, UUID.class),
                        rows.getString(6)));
            }
            return documents;
        }
    }
}
