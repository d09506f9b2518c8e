// SPDX-License-Identifier: Apache-2.0
package io.truename.local.drill;

import io.truename.local.database.Standby;
import io.truename.local.story.CorpusLogin;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Standby that stops replaying while the primary is written to. */
final class LaggingReplica implements Cause {
    private static final String METRIC = "database/replication_lag_seconds";
    private static final double LIMIT = 0.5;

    private final CorpusLogin owner;
    private final String application;
    private final DrilledCloud.Standbys standbys;
    private final MetricPoints points;
    private @Nullable Standby standby;

    LaggingReplica(CorpusLogin owner, String application, DrilledCloud.Standbys standbys, MetricPoints points) {
        this.owner = owner;
        this.application = application;
        this.standbys = standbys;
        this.points = points;
    }

    @Override
    public String name() {
        return "a standby stops replaying";
    }

    @Override
    public List<String> opens() {
        return List.of("replication-lag");
    }

    /** {@code migrate} works hard, for a moment that the pattern repeats. */
    @Override
    public List<String> mayOpen() {
        return List.of(Generate.BUSY);
    }

    /** Starts the replica and pauses its replay. The application gets pg_monitor: without it, it cannot see how far replicas are behind. */
    @Override
    public void begin() throws SQLException {
        execute(owner, "GRANT pg_monitor TO " + application);
        Standby started = standbys.start();
        standby = started;
        execute(new CorpusLogin(started.address()), "SELECT pg_wal_replay_pause()");
    }

    @Override
    public void end() throws SQLException {
        if (standby != null) {
            execute(new CorpusLogin(standby.address()), "SELECT pg_wal_replay_resume()");
        }
    }

    @Override
    public void awaitPoints(boolean ended) throws InterruptedException {
        if (ended && standby == null) {
            return;
        }
        points.await(METRIC, "", "migrate-stalled-runs", lag -> ended == (lag < LIMIT));
        if (ended && standby != null) {
            standby.close();
        }
    }

    private static void execute(CorpusLogin login, String sql) throws SQLException {
        try (Connection connection = login.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
