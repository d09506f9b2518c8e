// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench.rekey;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/** One worker of {@link PlainJdbcMigration}: takes the lease, moves batch after batch, gives the lease back. */
final class PlainJdbcInstance implements MigrationUnderTest.Instance {
    private static final long LONGEST_NANOS = 40_000_000_000L;
    private static final double TARGET_SECONDS = 1;

    private final String url;
    private final boolean recordsApart;

    PlainJdbcInstance(String url) {
        this(url, false);
    }

    /**
     * An instance.
     *
     * @param recordsApart a mistake to be caught: commits between moving and recording
     */
    PlainJdbcInstance(String url, boolean recordsApart) {
        this.url = url;
        this.recordsApart = recordsApart;
    }

    @Override
    public String deliver() {
        int run = 0;
        try (Connection connection = Jdbc.connect(url)) {
            Jdbc.execute(connection, "SET lock_timeout = '500ms'");
            List<Long> moving = Jdbc.longs(
                    connection, "SELECT number FROM truename.run WHERE state IN ('RUNNING', 'ROLLING_BACK')");
            if (moving.isEmpty()) {
                return "idle";
            }
            run = moving.get(0).intValue();
            List<Long> token = Jdbc.longs(
                    connection,
                    "UPDATE truename.shard SET token = token + 1, holder = ?, expires_at = clock_timestamp() + interval '60s'"
                            + " WHERE (run, shard) IN (SELECT run, shard FROM truename.shard WHERE run = ?"
                            + " AND (holder IS NULL OR expires_at < clock_timestamp()) FOR UPDATE SKIP LOCKED)"
                            + " RETURNING token",
                    UUID.randomUUID(),
                    run);
            if (token.isEmpty()) {
                return "elsewhere";
            }
            String outcome = work(connection, run, token.get(0));
            Jdbc.update(
                    connection,
                    "UPDATE truename.shard SET holder = NULL WHERE run = ? AND token = ?",
                    run,
                    token.get(0));
            return outcome;
        } catch (SQLException failed) {
            tell(run, failed);
            return "failed " + failed.getSQLState();
        }
    }

    private String work(Connection connection, int run, long token) throws SQLException {
        boolean forward = Jdbc.text(connection, "SELECT state FROM truename.run WHERE number = ?", run)
                .equals("RUNNING");
        PlainJdbcBatch batch = forward
                ? PlainJdbcBatch.forward(run, token, recordsApart)
                : PlainJdbcBatch.back(run, token, recordsApart);
        int fixed = Integer.parseInt(Jdbc.text(connection, "SELECT batch_rows FROM truename.shard WHERE run = ?", run));
        int documents = fixed > 0 ? fixed : 20;
        connection.setAutoCommit(false);
        long begun = System.nanoTime();
        int batches = 0;
        try {
            while (System.nanoTime() - begun < LONGEST_NANOS) {
                long from = System.nanoTime();
                int moved = batch.move(connection, documents);
                if (moved < 0) {
                    return "fenced";
                }
                if (moved == 0) {
                    connection.setAutoCommit(true);
                    Jdbc.update(
                            connection,
                            "UPDATE truename.run SET state = ?, ended_at = clock_timestamp() WHERE number = ?",
                            (forward ? Direction.FORWARD : Direction.BACK).endState(),
                            run);
                    return "finished";
                }
                batches++;
                double seconds = (System.nanoTime() - from) / 1e9;
                documents = fixed > 0
                        ? fixed
                        : (int) Math.max(1, documents * Math.min(1.5, TARGET_SECONDS / Math.max(seconds, 1e-3)));
            }
            return "moved " + batches;
        } catch (SQLException failed) {
            if (!connection.isClosed()) {
                connection.rollback();
                connection.setAutoCommit(true);
                Jdbc.update(
                        connection, "UPDATE truename.shard SET holder = NULL WHERE run = ? AND token = ?", run, token);
            }
            throw failed;
        } finally {
            if (!connection.isClosed()) {
                connection.setAutoCommit(true);
            }
        }
    }

    private void tell(int run, SQLException failed) {
        try (Connection connection = Jdbc.connect(url)) {
            Jdbc.update(
                    connection,
                    "UPDATE truename.run SET last_error = jsonb_build_object('sqlstate', ?::text, 'at', clock_timestamp())"
                            + " WHERE number = ?",
                    failed.getSQLState(),
                    run);
        } catch (SQLException alsoFailed) {
            failed.addSuppressed(alsoFailed);
        }
    }

    @Override
    public void close() {
        // Every delivery has a connection of its own.
    }
}
