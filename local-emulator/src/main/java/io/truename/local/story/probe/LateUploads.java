// SPDX-License-Identifier: Apache-2.0
package io.truename.local.story.probe;

import io.truename.local.story.CorpusLogin;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Uploads that wait for the repair of a stage. They are kept beside the corpus, so that a run that was killed can be repaired. */
final class LateUploads {
    private static final String CREATE =
            "CREATE SCHEMA IF NOT EXISTS truename_story; CREATE TABLE IF NOT EXISTS truename_story.late_uploads"
                    + " (document_id uuid, user_id text, sha256 text, fault text)";
    private static final String ADD = "INSERT INTO truename_story.late_uploads VALUES (?, ?, ?, ?)";
    private static final String LIST =
            "SELECT document_id, user_id, sha256, fault FROM truename_story.late_uploads ORDER BY document_id";
    private static final String DROP = "DROP TABLE truename_story.late_uploads";
    private static final String FIND = "SELECT FROM upload_pipeline.documents WHERE document_id = ?";

    private final CorpusLogin login;

    LateUploads(CorpusLogin login) {
        this.login = login;
    }

    void keep(List<LateUpload> uploads) throws SQLException {
        try (Connection connection = login.connect();
                Statement create = connection.createStatement()) {
            connection.setAutoCommit(false);
            create.execute(CREATE);
            try (PreparedStatement add = connection.prepareStatement(ADD)) {
                for (LateUpload upload : uploads) {
                    add.setObject(1, upload.documentId());
                    add.setString(2, upload.userId());
                    add.setString(3, upload.sha256());
                    add.setString(4, upload.fault().name());
                    add.executeUpdate();
                }
            }
            connection.commit();
        }
    }

    List<LateUpload> kept() throws SQLException {
        List<LateUpload> kept = new ArrayList<>();
        try (Connection connection = login.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(CREATE);
            try (ResultSet rows = statement.executeQuery(LIST)) {
                while (rows.next()) {
                    kept.add(new LateUpload(
                            rows.getObject(1, UUID.class),
                            rows.getString(2),
                            rows.getString(3),
                            StageFault.valueOf(rows.getString(4))));
                }
            }
        }
        return kept;
    }

    void drop() throws SQLException {
        try (Connection connection = login.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(DROP);
        }
    }

    /** Looks a document up by its true id, as its owner does. */
    boolean isStored(LateUpload upload) throws SQLException {
        try (Connection connection = login.connect();
                PreparedStatement find = connection.prepareStatement(FIND)) {
            find.setObject(1, upload.documentId());
            try (ResultSet row = find.executeQuery()) {
                return row.next();
            }
        }
    }
}
