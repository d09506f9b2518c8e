// SPDX-License-Identifier: Apache-2.0
package io.truename.local.story.probe;

import io.truename.local.story.CorpusLogin;
import io.truename.local.story.StoryFailedException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Breaks rows of the corpus and restores them. A copy of each row is kept in a schema of its own until it is restored. */
final class SeededFaults {
    /** Documents whose second chunk may be broken: three chunks at least, with ids and vectors. */
    private static final String VICTIMS = """
            SELECT c.document_id FROM upload_pipeline.document_chunks c
            WHERE c.embedding IS NOT NULL
            GROUP BY c.document_id HAVING count(*) >= 3 AND min(c.chunk_ord) = 0 AND max(c.chunk_ord) = count(*) - 1
            ORDER BY c.document_id LIMIT ?""";

    private static final String SCHEMA = "CREATE SCHEMA IF NOT EXISTS truename_story";
    private static final String KEEP =
            "CREATE TABLE IF NOT EXISTS truename_story.broken_chunks AS SELECT chunk_id AS broken_id,"
                    + " c.* FROM upload_pipeline.document_chunks c LIMIT 0";
    private static final String COPY = "INSERT INTO truename_story.broken_chunks SELECT NULL, c.* FROM"
            + " upload_pipeline.document_chunks c WHERE document_id = ? AND chunk_ord = 1";
    private static final String NOTE = "UPDATE truename_story.broken_chunks SET broken_id = ? WHERE document_id = ?";
    private static final String RESTORE = """
            UPDATE upload_pipeline.document_chunks c
            SET chunk_id = b.chunk_id, chunk_ord = b.chunk_ord, embedding = b.embedding
            FROM truename_story.broken_chunks b WHERE c.chunk_id = b.broken_id""";
    private static final String DROP = "DROP TABLE IF EXISTS truename_story.broken_chunks";

    private final CorpusLogin login;

    SeededFaults(CorpusLogin login) {
        this.login = login;
    }

    /** Breaks one document for each fault, as far as there are documents with enough chunks. Returns the faults. */
    List<SeededFault> seed() throws SQLException {
        restore();
        List<SeededFault> seeded = new ArrayList<>();
        try (Connection connection = login.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            List<UUID> victims = victims(connection);
            statement.execute(SCHEMA);
            statement.execute(KEEP);
            for (SeededFault fault : SeededFault.values()) {
                if (seeded.size() < victims.size()) {
                    breakOne(connection, fault, victims.get(seeded.size()));
                    seeded.add(fault);
                }
            }
            connection.commit();
        }
        return seeded;
    }

    private static List<UUID> victims(Connection connection) throws SQLException {
        List<UUID> victims = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(VICTIMS)) {
            statement.setInt(1, SeededFault.values().length);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    victims.add(rows.getObject(1, UUID.class));
                }
            }
        }
        return victims;
    }

    private static void breakOne(Connection connection, SeededFault fault, UUID document) throws SQLException {
        try (PreparedStatement copy = connection.prepareStatement(COPY);
                PreparedStatement change = connection.prepareStatement(fault.sql());
                PreparedStatement note = connection.prepareStatement(NOTE)) {
            copy.setObject(1, document);
            copy.executeUpdate();
            change.setObject(1, document);
            try (ResultSet changed = change.executeQuery()) {
                if (!changed.next()) {
                    throw new StoryFailedException(
                            "no chunk could be broken: start the local cloud again.", false, null);
                }
                note.setObject(1, changed.getObject(1, UUID.class));
            }
            note.setObject(2, document);
            note.executeUpdate();
        }
    }

    /** Restores every broken row, also those of a run that was killed. Returns their number. */
    int restore() throws SQLException {
        try (Connection connection = login.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute(SCHEMA);
            statement.execute(KEEP);
            int restored = statement.executeUpdate(RESTORE);
            statement.execute(DROP);
            connection.commit();
            return restored;
        }
    }
}
