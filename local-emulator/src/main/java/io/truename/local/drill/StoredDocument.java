// SPDX-License-Identifier: Apache-2.0
package io.truename.local.drill;

import io.truename.local.story.CorpusLogin;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Document of the corpus. */
record StoredDocument(UUID id, String userId, String sha256) {
    /** Reads documents of the corpus, always the same ones: those of the drill come and go. */
    static List<StoredDocument> read(CorpusLogin login, int most) throws SQLException {
        List<StoredDocument> documents = new ArrayList<>();
        try (Connection connection = login.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT document_id, user_id, file_sha256"
                        + " FROM upload_pipeline.documents WHERE user_id <> 'drill' ORDER BY document_id LIMIT "
                        + most)) {
            while (rows.next()) {
                documents.add(new StoredDocument(rows.getObject(1, UUID.class), rows.getString(2), rows.getString(3)));
            }
        }
        return documents;
    }
}
