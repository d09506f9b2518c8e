// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.corpus.health.DatabaseHealth;
import io.truename.corpus.schema.TableName;
import io.truename.postgres.Database;
import io.truename.postgres.DatabaseUrl;
import io.truename.postgres.Session;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DatabaseHealthReaderIT {
    private static final String OURS = "truename-test";
    private static final List<TableName> TABLES = List.of(
            new TableName("My Corpus", "Docs"), new TableName("My Corpus", "parts"), new TableName("no", "such"));
    private static final String UPDATE = "UPDATE \"My Corpus\".\"Docs\" SET note = 'theirs' WHERE id = 1";
    private static final Duration DEADLINE = Duration.ofSeconds(20);

    @ParameterizedTest
    @EnumSource
    void vitals_ofAQuietDatabase(TestServer.Version version) {
        TestDatabase corpus = corpus(version);
        try (Database database = Database.of(DatabaseUrl.parse(corpus.url()), OURS, 2);
                Session session = database.open();
                Session other = database.open()) {
            other.begin();
            other.update("UPDATE \"My Corpus\".\"Docs\" SET note = 'ours' WHERE id = 1");
            DatabaseHealth health = new DatabaseHealthReader(OURS, TABLES).read(session);
            assertThat(health.lockWaiters()).hasValue(0);
            // Our own open transaction is none of others'.
            assertThat(health.longestTransactionSeconds()).hasValue(0);
            // Nobody archives or receives the WAL, so its rate is no reason to wait.
            assertThat(health.walPosition()).isEmpty();
            assertThat(health.replicationLagBytes()).isEmpty();
            assertThat(health.archiverReady()).isEmpty();
            assertThat(health.archiverFailing()).isEmpty();
            assertThat(health.poolWaiting()).isEmpty();
            other.rollback();
        }
    }

    @ParameterizedTest
    @EnumSource
    void vitals_showWhoWaitsBehindUs(TestServer.Version version) throws Exception {
        TestDatabase corpus = corpus(version);
        DatabaseHealthReader reader = new DatabaseHealthReader(OURS, TABLES);
        try (Database database = Database.of(DatabaseUrl.parse(corpus.url()), OURS, 2);
                Session session = database.open();
                Session batch = database.open();
                Connection application = corpus.connect();
                Statement statement = application.createStatement()) {
            batch.begin();
            batch.update("UPDATE \"My Corpus\".\"Docs\" SET note = 'ours' WHERE id = 1");
            CompletableFuture<Void> waiting = CompletableFuture.runAsync(() -> {
                try {
                    statement.execute("UPDATE \"My Corpus\".\"Docs\" SET note = 'theirs' WHERE id = 1");
                } catch (java.sql.SQLException failed) {
                    throw new IllegalStateException(failed);
                }
            });
            await(reader, session, health -> health.lockWaiters().orElse(0) == 1);
            batch.rollback();
            waiting.get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
            await(reader, session, health -> health.lockWaiters().orElse(1) == 0);
        }
    }

    @ParameterizedTest
    @EnumSource
    void vitals_countWhoWaitsBehindOneThatWaitsForUs(TestServer.Version version) throws Exception {
        TestDatabase corpus = corpus(version);
        DatabaseHealthReader reader = new DatabaseHealthReader(OURS, TABLES);
        try (Database database = Database.of(DatabaseUrl.parse(corpus.url()), OURS, 2);
                Session session = database.open();
                Session batch = database.open();
                Connection one = corpus.connect();
                Connection two = corpus.connect()) {
            batch.begin();
            batch.update("UPDATE \"My Corpus\".\"Docs\" SET note = 'ours' WHERE id = 1");
            CompletableFuture<Void> first = execute(one, UPDATE);
            await(reader, session, health -> health.lockWaiters().orElse(0) == 1);
            CompletableFuture<Void> second = execute(two, UPDATE);
            await(reader, session, health -> health.lockWaiters().orElse(0) == 2);
            batch.rollback();
            first.get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
            second.get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
        }
    }

    @ParameterizedTest
    @EnumSource
    void vitals_leaveOutOthersThatWaitForEachOther(TestServer.Version version) throws Exception {
        TestDatabase corpus = corpus(version);
        DatabaseHealthReader reader = new DatabaseHealthReader(OURS, TABLES);
        try (Database database = Database.of(DatabaseUrl.parse(corpus.url()), OURS, 2);
                Session session = database.open();
                Session batch = database.open();
                Connection one = corpus.connect();
                Connection two = corpus.connect();
                Statement first = one.createStatement()) {
            // We hold a row of the same table, for which nobody waits.
            batch.begin();
            batch.update("UPDATE \"My Corpus\".\"Docs\" SET note = 'ours' WHERE id = 2");
            one.setAutoCommit(false);
            first.execute(UPDATE);
            CompletableFuture<Void> waiting = execute(two, UPDATE);
            awaitWaiting(corpus);
            assertThat(reader.read(session).lockWaiters()).hasValue(0);
            one.rollback();
            waiting.get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
            batch.rollback();

            // Nor does a reader behind a lock of a whole table that somebody else has already.
            first.execute("LOCK TABLE \"My Corpus\".part_one IN ACCESS EXCLUSIVE MODE");
            CompletableFuture<Void> inserting = execute(two, "INSERT INTO \"My Corpus\".part_one VALUES (1)");
            awaitWaiting(corpus);
            assertThat(reader.read(session).lockWaiters()).hasValue(0);
            one.rollback();
            inserting.get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
        }
    }

    @ParameterizedTest
    @EnumSource
    void vitals_countWhoQueuesForAWholeTableOfOurs(TestServer.Version version) throws Exception {
        TestDatabase corpus = corpus(version);
        DatabaseHealthReader reader = new DatabaseHealthReader(OURS, TABLES);
        for (String ddl : List.of(
                "ALTER TABLE \"My Corpus\".parts ADD later int", "LOCK TABLE \"My Corpus\".part_one IN SHARE MODE")) {
            try (Database database = Database.of(DatabaseUrl.parse(corpus.url()), OURS, 1);
                    Session session = database.open();
                    Connection one = corpus.connect();
                    Connection two = corpus.connect();
                    Statement first = one.createStatement()) {
                one.setAutoCommit(false);
                two.setAutoCommit(false);
                first.execute("INSERT INTO \"My Corpus\".part_one VALUES (2)");
                CompletableFuture<Void> waiting = execute(two, ddl);
                await(reader, session, health -> health.lockWaiters().orElse(0) == 1);
                one.rollback();
                waiting.get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
                assertThat(reader.read(session).lockWaiters()).hasValue(0);
                two.rollback();
            }
        }
    }

    private static CompletableFuture<Void> execute(Connection connection, String sql) {
        return CompletableFuture.runAsync(() -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute(sql);
            } catch (java.sql.SQLException failed) {
                throw new IllegalStateException(failed);
            }
        });
    }

    /** Until a session of this database waits for a lock, whosever it is. */
    private static void awaitWaiting(TestDatabase corpus) {
        Instant deadline = Instant.now().plus(DEADLINE);
        while (corpus.value("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                        + " AND wait_event_type = 'Lock'")
                .equals("0")) {
            assertThat(Instant.now()).isBefore(deadline);
        }
    }

    @ParameterizedTest
    @EnumSource
    void vitals_showALongTransaction(TestServer.Version version) throws Exception {
        TestDatabase corpus = corpus(version);
        DatabaseHealthReader reader = new DatabaseHealthReader(OURS, TABLES);
        try (Database database = Database.of(DatabaseUrl.parse(corpus.url()), OURS, 1);
                Session session = database.open();
                Connection application = corpus.connect();
                Statement statement = application.createStatement()) {
            application.setAutoCommit(false);
            statement.execute("SELECT count(*) FROM \"My Corpus\".\"Docs\"");
            await(reader, session, health -> health.longestTransactionSeconds().orElse(0) > 0.2);
            application.rollback();
            await(reader, session, health -> health.longestTransactionSeconds().orElse(1) == 0);
        }
    }

    @ParameterizedTest
    @EnumSource
    void vitals_doNotGuessWhatIsHidden(TestServer.Version version) throws Exception {
        TestDatabase corpus = corpus(version);
        DatabaseHealthReader reader = new DatabaseHealthReader(OURS, TABLES);
        try (Database database = Database.of(DatabaseUrl.parse(corpus.url()), OURS, 1);
                Session session = database.open();
                Connection superuser = corpus.server().superuser(corpus.name());
                Statement statement = superuser.createStatement()) {
            superuser.setAutoCommit(false);
            statement.execute("SELECT 1");
            assertThat(reader.read(session).longestTransactionSeconds()).isEmpty();
            superuser.rollback();
        }
    }

    @ParameterizedTest
    @EnumSource
    void vitals_countWalThatIsArchived(TestServer.Version version) {
        DatabaseHealthReader reader = new DatabaseHealthReader(OURS, TABLES);
        try (TestServer archiving =
                TestServer.start(version, Map.of("archive_mode", "on", "archive_command", "true"))) {
            countsWal(reader, corpus(archiving));
        }
    }

    @ParameterizedTest
    @EnumSource
    void vitals_countWalThatASlotKeeps(TestServer.Version version) {
        DatabaseHealthReader reader = new DatabaseHealthReader(OURS, TABLES);
        // A slot is the whole server's, and other tests share the other one.
        try (TestServer replicated = TestServer.start(version, Map.of())) {
            TestDatabase corpus = corpus(replicated);
            corpus.executeAsSuperuser("SELECT pg_create_physical_replication_slot('replica')");
            countsWal(reader, corpus);
        }
    }

    private static void countsWal(DatabaseHealthReader reader, TestDatabase corpus) {
        try (Database database = Database.of(DatabaseUrl.parse(corpus.url()), OURS, 1);
                Session session = database.open()) {
            DatabaseHealth before = reader.read(session);
            corpus.execute("INSERT INTO \"My Corpus\".\"Docs\" SELECT g, 'x' FROM generate_series(10, 20009) g;"
                    + "UPDATE \"My Corpus\".\"Docs\" SET note = 'y'");
            DatabaseHealth after = await(
                    reader,
                    session,
                    health -> health.since(before).walBytesPerSecond().orElse(0) > 0);
            assertThat(after.walPosition().orElseThrow())
                    .isGreaterThan(before.walPosition().orElseThrow() + 1_000_000);
        }
    }

    private static DatabaseHealth await(
            DatabaseHealthReader reader, Session session, Predicate<DatabaseHealth> expected) {
        Instant deadline = Instant.now().plus(DEADLINE);
        DatabaseHealth health = reader.read(session);
        while (!expected.test(health)) {
            assertThat(Instant.now()).as("last seen: %s", health).isBefore(deadline);
            health = reader.read(session);
        }
        return health;
    }

    private static TestDatabase corpus(TestServer.Version version) {
        return corpus(TestServer.shared(version));
    }

    private static TestDatabase corpus(TestServer server) {
        TestDatabase database = server.database();
        database.execute("CREATE SCHEMA \"My Corpus\";"
                + "CREATE TABLE \"My Corpus\".\"Docs\" (id int PRIMARY KEY, note text);"
                + "INSERT INTO \"My Corpus\".\"Docs\" VALUES (1, 'one'), (2, 'two');"
                + "CREATE TABLE \"My Corpus\".parts (id int) PARTITION BY RANGE (id);"
                + "CREATE TABLE \"My Corpus\".part_one PARTITION OF \"My Corpus\".parts FOR VALUES FROM (0) TO (10)");
        return database;
    }
}
