// SPDX-License-Identifier: Apache-2.0
package io.truename.local.drill;

import io.truename.local.story.CorpusLogin;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Row that refers to a document that does not exist, found by a scan of {@code probe}. */
final class LostReference implements Cause {
    private static final String KIND = "reference.orphan";
    private static final String BREAK = """
            UPDATE upload_pipeline.upload_jobs
            SET payload = jsonb_set(payload, '{document_id}', to_jsonb(gen_random_uuid()::text))
            WHERE job_id = (SELECT min(job_id::text)::uuid FROM upload_pipeline.upload_jobs)""";
    private static final String MEND = """
            UPDATE upload_pipeline.upload_jobs SET payload = jsonb_set(payload, '{document_id}', to_jsonb(document_id::text))
            WHERE payload ->> 'document_id' <> document_id::text""";

    private final CorpusLogin login;
    private final Scans scans;

    LostReference(CorpusLogin login, Scans scans) {
        this.login = login;
        this.scans = scans;
    }

    @Override
    public String name() {
        return "a row refers to a document that does not exist";
    }

    @Override
    public List<String> opens() {
        return List.of("integrity-violated");
    }

    /** {@code probe} works hard, for a moment that the pattern repeats. */
    @Override
    public List<String> mayOpen() {
        return List.of(Generate.BUSY);
    }

    @Override
    public void begin() throws SQLException {
        execute(BREAK);
    }

    @Override
    public void end() throws SQLException {
        execute(MEND);
    }

    @Override
    public void awaitPoints(boolean ended) throws InterruptedException {
        scans.scan();
        scans.await(KIND, open -> ended == (open == 0));
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = login.connect();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }
}
