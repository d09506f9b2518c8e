// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.vitals;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.postgres.Database;
import io.truename.postgres.DatabaseUrl;
import io.truename.postgres.Session;
import io.truename.rekeying.hold.Vitals;
import io.truename.rekeying.schema.TableName;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class VitalsReaderIT {
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
            Vitals vitals = new VitalsReader(OURS, TABLES).read(session);
            assertThat(vitals.lockWaiters()).hasValue(0);
            // Our own open transaction is none of others'.
            assertThat(vitals.longestTransactionSeconds()).hasValue(0);
            assertThat(vitals.autovacuumWorkers()).isPresent();
            assertThat(vitals.walPosition()).isPresent();
            assertThat(vitals.replicationLagBytes()).isEmpty();
            assertThat(vitals.archiverReady()).isEmpty();
            assertThat(vitals.archiverFailing()).isEmpty();
            assertThat(vitals.deadRatio()).isEmpty();
            assertThat(vitals.poolWaiting()).isEmpty();
            other.rollback();
        }
    }

    @ParameterizedTest
    @EnumSource
    void vitals_showWhoWaitsBehindUs(TestServer.Version version) throws Exception {
        TestDatabase corpus = corpus(version);
        VitalsReader reader = new VitalsReader(OURS, TABLES);
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
            await(reader, session, vitals -> vitals.lockWaiters().orElse(0) == 1);
            batch.rollback();
            waiting.get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
            await(reader, session, vitals -> vitals.lockWaiters().orElse(1) == 0);
        }
    }

    @ParameterizedTest
    @EnumSource
    void vitals_countWhoWaitsBehindOneThatWaitsForUs(TestServer.Version version) throws Exception {
        TestDatabase corpus = corpus(version);
        VitalsReader reader = new VitalsReader(OURS, TABLES);
        try (Database database = Database.of(DatabaseUrl.parse(corpus.url()), OURS, 2);
                Session session = database.open();
                Session batch = database.open();
                Connection one = corpus.connect();
                Connection two = corpus.connect()) {
            batch.begin();
            batch.update("UPDATE \"My Corpus\".\"Docs\" SET note = 'ours' WHERE id = 1");
            CompletableFuture<Void> first = execute(one, UPDATE);
            await(reader, session, vitals -> vitals.lockWaiters().orElse(0) == 1);
            CompletableFuture<Void> second = execute(two, UPDATE);
            await(reader, session, vitals -> vitals.lockWaiters().orElse(0) == 2);
            batch.rollback();
            first.get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
            second.get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
        }
    }

    @ParameterizedTest
    @EnumSource
    void vitals_leaveOutOthersThatWaitForEachOther(TestServer.Version version) throws Exception {
        TestDatabase corpus = corpus(version);
        VitalsReader reader = new VitalsReader(OURS, TABLES);
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
        VitalsReader reader = new VitalsReader(OURS, TABLES);
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
                await(reader, session, vitals -> vitals.lockWaiters().orElse(0) == 1);
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
        VitalsReader reader = new VitalsReader(OURS, TABLES);
        try (Database database = Database.of(DatabaseUrl.parse(corpus.url()), OURS, 1);
                Session session = database.open();
                Connection application = corpus.connect();
                Statement statement = application.createStatement()) {
            application.setAutoCommit(false);
            statement.execute("SELECT count(*) FROM \"My Corpus\".\"Docs\"");
            await(reader, session, vitals -> vitals.longestTransactionSeconds().orElse(0) > 0.2);
            application.rollback();
            await(reader, session, vitals -> vitals.longestTransactionSeconds().orElse(1) == 0);
        }
    }

    @ParameterizedTest
    @EnumSource
    void vitals_doNotGuessWhatIsHidden(TestServer.Version version) throws Exception {
        TestDatabase corpus = corpus(version);
        VitalsReader reader = new VitalsReader(OURS, TABLES);
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
    void vitals_countDeadRowsAndWal(TestServer.Version version) {
        TestDatabase corpus = corpus(version);
        VitalsReader reader = new VitalsReader(OURS, TABLES);
        try (Database database = Database.of(DatabaseUrl.parse(corpus.url()), OURS, 1);
                Session session = database.open()) {
            Vitals before = reader.read(session);
            corpus.execute("ALTER TABLE \"My Corpus\".\"Docs\" SET (autovacuum_enabled = false);"
                    + "INSERT INTO \"My Corpus\".\"Docs\" SELECT g, 'x' FROM generate_series(10, 20009) g;"
                    + "UPDATE \"My Corpus\".\"Docs\" SET note = 'y'");
            await(reader, session, vitals -> vitals.deadRatio().orElse(0) > 0.4);
            Vitals after = await(
                    reader,
                    session,
                    vitals -> vitals.since(before).walBytesPerSecond().orElse(0) > 0);
            assertThat(after.walPosition().orElseThrow())
                    .isGreaterThan(before.walPosition().orElseThrow() + 1_000_000);
        }
    }

    private static Vitals await(VitalsReader reader, Session session, Predicate<Vitals> expected) {
        Instant deadline = Instant.now().plus(DEADLINE);
        Vitals vitals = reader.read(session);
        while (!expected.test(vitals)) {
            assertThat(Instant.now()).as("last seen: %s", vitals).isBefore(deadline);
            vitals = reader.read(session);
        }
        return vitals;
    }

    private static TestDatabase corpus(TestServer.Version version) {
        TestDatabase database = TestServer.shared(version).database();
        database.execute("CREATE SCHEMA \"My Corpus\";"
                + "CREATE TABLE \"My Corpus\".\"Docs\" (id int PRIMARY KEY, note text);"
                + "INSERT INTO \"My Corpus\".\"Docs\" VALUES (1, 'one'), (2, 'two');"
                + "CREATE TABLE \"My Corpus\".parts (id int) PARTITION BY RANGE (id);"
                + "CREATE TABLE \"My Corpus\".part_one PARTITION OF \"My Corpus\".parts FOR VALUES FROM (0) TO (10)");
        return database;
    }
}
