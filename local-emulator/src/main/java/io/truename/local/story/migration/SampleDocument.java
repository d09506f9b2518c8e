// SPDX-License-Identifier: Apache-2.0
package io.truename.local.story.migration;

import io.truename.local.corpus.CorpusRun;
import io.truename.local.story.CorpusLogin;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Document of the sample, with the id it had before the migration. */
record SampleDocument(UUID id, String sha256, int chunks) {
    private static final String SAMPLE = """
            SELECT d.document_id, d.file_sha256,
                   (SELECT count(*) FROM upload_pipeline.document_chunks c WHERE c.document_id = d.document_id)
            FROM upload_pipeline.documents d
            WHERE d.document_id IN (
              SELECT j.document_id FROM upload_pipeline.upload_jobs j WHERE j.payload ->> 'run' = ?)
            ORDER BY d.file_sha256 LIMIT ?""";

    /** Returns a sample of at most {@code most} documents of a run. */
    static List<SampleDocument> of(CorpusLogin login, CorpusRun run, int most) throws SQLException {
        List<SampleDocument> sample = new ArrayList<>();
        try (Connection connection = login.connect();
                PreparedStatement statement = connection.prepareStatement(SAMPLE)) {
            statement.setString(1, run.id().toString());
            statement.setInt(2, most);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    sample.add(new SampleDocument(rows.getObject(1, UUID.class), rows.getString(2), rows.getInt(3)));
                }
            }
        }
        return sample;
    }
}
