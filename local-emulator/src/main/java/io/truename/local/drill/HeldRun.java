// SPDX-License-Identifier: Apache-2.0
package io.truename.local.drill;

import io.truename.local.story.CorpusLogin;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Application that keeps a table locked, so that a migration waits and moves nothing. */
final class HeldRun implements Cause {
    private static final String LOCK = "LOCK TABLE upload_pipeline.documents IN SHARE ROW EXCLUSIVE MODE";

    private final CorpusLogin login;
    private final Migrations migrations;
    private final MetricPoints points;
    private @Nullable String run;
    private @Nullable Connection holder;

    HeldRun(CorpusLogin login, Migrations migrations, MetricPoints points) {
        this.login = login;
        this.migrations = migrations;
        this.points = points;
    }

    @Override
    public String name() {
        return "an application keeps a table locked that a migration moves";
    }

    @Override
    public List<String> opens() {
        return List.of(
                "migration-stalled",
                "migration-progress-fast",
                "migration-progress-slow",
                "migration-progress-ticket",
                "migration-progress-budget");
    }

    /** {@code migrate} works hard, for a moment that the pattern repeats. */
    @Override
    public List<String> mayOpen() {
        return List.of(Generate.BUSY);
    }

    @Override
    public void begin() throws InterruptedException, SQLException {
        String planned = migrations.plan("held-");
        run = planned;
        Connection connection = login.connect();
        holder = connection;
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute(LOCK);
        }
        migrations.command(planned, "start");
    }

    @Override
    public void end() throws InterruptedException, SQLException {
        if (holder != null) {
            holder.close();
        }
        if (run != null) {
            migrations.await(run, "FINISHED");
        }
    }

    /** From two points on a total goes on when time passes. */
    @Override
    public void awaitPoints(boolean ended) throws InterruptedException {
        if (!ended) {
            points.await("migrate/holds", "", "migrate-stalled-runs", holds -> holds > 0);
            points.awaitWrite("migrate/holds", "migrate-stalled-runs");
        }
    }
}
