// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench.rekey;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;

/**
 * Minimal safe engine: plain JDBC, with the sample pipeline's tables in its statements and ids computed by PostgreSQL. Other
 * engines are compared with it, and it proves the test harness.
 */
public final class PlainJdbcMigration implements MigrationUnderTest {
    @Override
    public String name() {
        return "plain JDBC batches";
    }

    @Override
    public void plan(String url, int documentsPerBatch) {
        try (Connection connection = Jdbc.connect(url)) {
            if (Jdbc.text(connection, "SELECT to_regnamespace('truename')::text")
                    .equals("null")) {
                Jdbc.execute(connection, "CREATE SCHEMA truename");
                Jdbc.execute(connection, SampleCorpus.resource("/truename-schema/V1__runs_plans_and_aliases.sql"));
            }
            connection.setAutoCommit(false);
            Jdbc.update(
                    connection,
                    "INSERT INTO truename.run (id, state, settings, mapping, planned_at)"
                            + " VALUES (gen_random_uuid(), 'PLANNED', '{}', '', clock_timestamp())");
            Jdbc.update(
                    connection,
                    "INSERT INTO truename.shard (run, shard, batch_rows) SELECT max(number), 0, ? FROM truename.run",
                    documentsPerBatch);
            Jdbc.update(
                    connection,
                    "INSERT INTO truename.document_map (run, doc, rank, old_id, new_id, rows, chunks, state)"
                            + " SELECT (SELECT max(number) FROM truename.run),"
                            + " row_number() OVER (ORDER BY d.document_id) - 1, 0, d.document_id, "
                            + SampleCorpus.DOCUMENT_ID + ", 0, 0, 0 FROM upload_pipeline.documents d"
                            + " WHERE d.document_id <> " + SampleCorpus.DOCUMENT_ID);
            Jdbc.update(
                    connection,
                    "INSERT INTO truename.chunk_map SELECT m.run, m.doc, 1, c.chunk_id, "
                            + SampleCorpus.chunkId("m.new_id")
                            + " FROM truename.document_map m JOIN upload_pipeline.document_chunks c"
                            + " ON c.document_id = m.old_id WHERE m.run = (SELECT max(number) FROM truename.run)");
            connection.commit();
            connection.setAutoCommit(true);
            Jdbc.execute(connection, "ANALYZE truename.document_map; ANALYZE truename.chunk_map");
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    @Override
    public void start(String url) {
        command(
                url,
                "UPDATE truename.run SET state = 'RUNNING', started_at = clock_timestamp() WHERE state = 'PLANNED'");
    }

    @Override
    public void rollBack(String url) {
        command(url, "UPDATE truename.run SET state = 'ROLLING_BACK', direction = 'BACK' WHERE state = 'FINISHED'");
    }

    @Override
    public void resume(String url) {
        throw new IllegalStateException("This engine never pauses");
    }

    private static void command(String url, String sql) {
        try (Connection connection = Jdbc.connect(url)) {
            if (Jdbc.update(connection, sql) != 1) {
                throw new IllegalStateException("No run in that state");
            }
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    @Override
    public Instance instance(String url, Clock clock) {
        return new PlainJdbcInstance(url);
    }
}
