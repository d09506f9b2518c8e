// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.postgres.Database;
import io.truename.postgres.DatabaseUrl;
import io.truename.postgres.Session;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DatabaseActivityIT {
    private static final Duration DEADLINE = Duration.ofSeconds(20);

    @ParameterizedTest
    @EnumSource
    void read_countsSessionsByState_andDeadRowsOfTheTablesAskedFor(TestServer.Version version) throws Exception {
        TestDatabase corpus = TestServer.shared(version).database();
        try (Connection setup = corpus.connect();
                Statement statement = setup.createStatement()) {
            statement.execute("""
                    CREATE SCHEMA "My Corpus";
                    CREATE TABLE "My Corpus"."Docs" (id int, part int) PARTITION BY LIST (part);
                    CREATE TABLE "My Corpus"."Docs 1" PARTITION OF "My Corpus"."Docs" FOR VALUES IN (1);
                    CREATE TABLE "My Corpus".others (id int);
                    INSERT INTO "My Corpus"."Docs" SELECT i, 1 FROM generate_series(1, 7) i;
                    INSERT INTO "My Corpus".others SELECT i FROM generate_series(1, 100) i;
                    """);
            statement.execute("DELETE FROM \"My Corpus\".\"Docs\"");
            statement.execute("DELETE FROM \"My Corpus\".others");
        }
        try (Database database = Database.of(DatabaseUrl.parse(corpus.url()), "truename-test", 3);
                Session session = database.open();
                Session open = database.open()) {
            open.begin();
            open.update("UPDATE \"My Corpus\".others SET id = 1 WHERE false");
            DatabaseActivity activity = await(session, 7);
            assertThat(activity.connections()).containsOnlyKeys("active", "idle", "idle_in_transaction", "other");
            assertThat(activity.connections())
                    .containsEntry("active", 1L)
                    .containsEntry("idle_in_transaction", 1L)
                    .containsEntry("other", 0L);
            open.rollback();
            assertThat(DatabaseActivity.read(session, List.of()).deadRows()).isZero();
        }
    }

    /** The server counts dead rows when a session ends, or a second after a transaction. */
    private static DatabaseActivity await(Session session, long deadRows) {
        long end = System.nanoTime() + DEADLINE.toNanos();
        DatabaseActivity activity;
        do {
            activity = DatabaseActivity.read(session, List.of("My Corpus.Docs", "no.such"));
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        } while (activity.deadRows() != deadRows && System.nanoTime() < end);
        assertThat(activity.deadRows()).isEqualTo(deadRows);
        return activity;
    }
}
