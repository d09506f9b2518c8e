// SPDX-License-Identifier: Apache-2.0
package io.truename.local.drill;

import io.truename.local.story.CorpusLogin;
import io.truename.local.story.StoryFailedException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Look-ups by id that wait for a lock. */
final class SlowLookUps implements Cause {
    private static final String LOCK = "LOCK TABLE truename.document_map IN ACCESS EXCLUSIVE MODE";
    private static final String WAITING =
            "SELECT 1 FROM pg_locks WHERE NOT granted AND relation = 'truename.document_map'::regclass";
    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final int WAITS = 4;
    private static final int CALM = 40;
    private static final int MOST_CALMS = 5;

    /** The alert's threshold, and a twentieth of the look-ups may be above it. */
    private static final Duration SLOW = Duration.ofMillis(15);

    private static final int SLOW_OF = 20;

    private final CorpusLogin login;
    private final Migrations migrations;
    private final MetricPoints points;

    SlowLookUps(CorpusLogin login, Migrations migrations, MetricPoints points) {
        this.login = login;
        this.migrations = migrations;
        this.points = points;
    }

    @Override
    public String name() {
        return "look-ups by id wait for a lock";
    }

    @Override
    public List<String> opens() {
        return List.of("id-lookup-slow");
    }

    @Override
    public void begin() throws InterruptedException {
        calm();
    }

    @Override
    public void awaitPoints(boolean ended) throws InterruptedException {
        if (!ended) {
            try {
                lookUpBehindLocks();
            } catch (SQLException failed) {
                throw new StoryFailedException("The lock of the drill failed: " + failed.getMessage(), false, failed);
            }
            points.awaitWrite("database/id_lookup_seconds", "migrate-stalled-runs");
        }
    }

    private void lookUpBehindLocks() throws InterruptedException, SQLException {
        for (int i = 0; i < WAITS; i++) {
            try (Connection connection = login.connect();
                    Statement statement = connection.createStatement()) {
                connection.setAutoCommit(false);
                statement.execute(LOCK);
                CompletableFuture<Void> waiting = CompletableFuture.runAsync(this::lookUp);
                // On a busy machine the lock would be free before the look-up comes.
                Patience.await(PAUSE, "no look-up by id waits for the lock", () -> waits(statement));
                TimeUnit.MILLISECONDS.sleep(200);
                connection.rollback();
                waiting.join();
            }
        }
    }

    private static boolean waits(Statement statement) {
        try (ResultSet waiting = statement.executeQuery(WAITING)) {
            return waiting.next();
        } catch (SQLException failed) {
            throw new StoryFailedException("The locks cannot be read: " + failed.getMessage(), false, failed);
        }
    }

    private void lookUp() {
        try {
            var unused = migrations.lookUp(1, SLOW);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    /** Looks ids up that nothing delays, again if other programs did: the newest look-ups go on while time passes. */
    void calm() throws InterruptedException {
        int slow = CALM;
        for (int i = 0; i < MOST_CALMS && slow * SLOW_OF >= CALM; i++) {
            slow = migrations.lookUp(CALM, SLOW);
            points.awaitWrite("database/id_lookup_seconds", "migrate-stalled-runs");
        }
    }

    @Override
    public void end() {
        // The lock is free; the calm looks up without it.
    }
}
