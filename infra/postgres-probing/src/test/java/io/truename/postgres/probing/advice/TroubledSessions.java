// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.probing.advice;

import static io.truename.postgres.probing.advice.Advised.advise;
import static io.truename.postgres.probing.advice.Advised.asWritten;
import static io.truename.postgres.probing.advice.Advised.ofRule;
import static io.truename.postgres.probing.advice.Advised.reading;
import static io.truename.postgres.probing.advice.Advised.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.truename.probing.advice.Advice;
import io.truename.probing.advice.AdviceLimits;
import io.truename.probing.advice.AdviceRule;
import io.truename.probing.advice.AdviceRules;
import io.truename.probing.advice.DatabaseReading;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Sessions and statements in trouble, on a server of few connections: the part of {@link TroubledServerIT} without replication. */
final class TroubledSessions {
    /** Connections of the server. */
    static final int MOST = 40;

    private TroubledSessions() {}

    static void all(TestDatabase corpus) throws Exception {
        corpus.executeAsSuperuser("CREATE EXTENSION pg_stat_statements SCHEMA extensions");
        grownStatement(corpus);
        lockChain(corpus);
        limitedConnections(corpus);
        fullServer(corpus);
    }

    /** Its table grew. The advice shows the plan; the index that the plan asks for ends it. */
    private static void grownStatement(TestDatabase corpus) {
        // One process reads it, so that it is slow on a machine with many, too.
        corpus.execute("ALTER ROLE " + corpus.role() + " SET max_parallel_workers_per_gather = 0;"
                + "CREATE TABLE grown AS SELECT n AS id FROM generate_series(1, 100) n");
        calls(corpus);
        DatabaseReading small = reading(corpus);
        corpus.execute("INSERT INTO grown SELECT n FROM generate_series(101, 400000) n");
        calls(corpus);
        DatabaseReading large = reading(corpus);
        List<Advice> grown = grown(large, small);
        assertThat(grown).extracting(Advice::subject).containsExactly("SELECT count(*) FROM grown WHERE id = $1");
        assertThat(grown(large, large)).isEmpty();
        assertThat(plan(corpus, grown.get(0).statement())).contains("Seq Scan on grown");

        corpus.execute("CREATE INDEX grown_id ON grown (id); ANALYZE grown");
        calls(corpus);
        assertThat(grown(reading(corpus), large)).isEmpty();
        assertThat(plan(corpus, grown.get(0).statement())).contains("using grown_id");
    }

    /** As psql sends it: a driver would take $1 for a value of its own. */
    private static String plan(TestDatabase corpus, String statements) {
        String url = "jdbc:postgresql://localhost:" + corpus.server().port() + "/" + corpus.name()
                + "?preferQueryMode=simple";
        try (Connection connection = DriverManager.getConnection(url, corpus.role(), corpus.role());
                Statement sent = connection.createStatement()) {
            StringBuilder plan = new StringBuilder();
            boolean rows = sent.execute(statements);
            while (rows || sent.getUpdateCount() >= 0) {
                if (rows) {
                    ResultSet result = sent.getResultSet();
                    while (result.next()) {
                        plan.append(result.getString(1)).append('\n');
                    }
                }
                rows = sent.getMoreResults();
            }
            return plan.toString();
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static void calls(TestDatabase corpus) {
        try (Connection connection = corpus.connect();
                Statement statement = connection.createStatement()) {
            for (int i = 0; i < 25; i++) {
                statement.execute("SELECT count(*) FROM grown WHERE id = " + i);
            }
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static List<Advice> grown(DatabaseReading now, DatabaseReading before) {
        return ofRule(
                AdviceRules.advise(now, Optional.of(before.counters()), AdviceLimits.USUAL), AdviceRule.QUERY_GROWN);
    }

    /** More sessions than a reading has waits for stand behind one that began to wait after them: it is not the cause. */
    private static void lockChain(TestDatabase corpus) throws Exception {
        ExecutorService threads = Executors.newCachedThreadPool();
        try (Connection root = corpus.connect();
                Connection middle = corpus.connect();
                Statement first = root.createStatement();
                Statement second = middle.createStatement()) {
            root.setAutoCommit(false);
            first.execute("UPDATE grown SET id = id WHERE id = 1");
            middle.setAutoCommit(false);
            second.execute("UPDATE grown SET id = id WHERE id = 2");
            List<CompletableFuture<Void>> waiters = new ArrayList<>();
            for (int i = 0; i < 21; i++) {
                waiters.add(CompletableFuture.runAsync(
                        () -> corpus.execute("UPDATE grown SET id = id WHERE id = 2"), threads));
            }
            until(corpus, "SELECT count(*) = 21 FROM pg_stat_activity WHERE wait_event_type = 'Lock'");
            waiters.add(CompletableFuture.runAsync(
                    () -> {
                        try {
                            second.execute("UPDATE grown SET id = id WHERE id = 1");
                            middle.commit();
                        } catch (SQLException failed) {
                            throw new IllegalStateException(failed);
                        }
                    },
                    threads));
            until(corpus, "SELECT count(*) = 22 FROM pg_stat_activity WHERE wait_event_type = 'Lock'");

            List<Advice> advice = advise(corpus, AdviceRule.LOCK_WAIT);
            String pid = corpus.value("SELECT pid FROM pg_stat_activity WHERE state = 'idle in transaction'");
            assertThat(advice).extracting(Advice::subject).containsExactly("session " + pid);
            assertThat(advice.get(0).seen()).endsWith(", behind session " + pid + ", which is idle in transaction.");
            asWritten(corpus, advice.get(0).statement());
            for (CompletableFuture<Void> waiter : waiters) {
                waiter.get(30, TimeUnit.SECONDS);
            }
            assertThat(advise(corpus, AdviceRule.LOCK_WAIT)).isEmpty();
        } finally {
            threads.shutdown();
        }
    }

    /** Of the database, of its role, and of one that may open a single session. */
    private static void limitedConnections(TestDatabase corpus) throws SQLException {
        corpus.executeAsSuperuser("CREATE ROLE \"the only\" LOGIN PASSWORD 'the only' CONNECTION LIMIT 1");
        corpus.executeAsSuperuser("ALTER ROLE " + corpus.role() + " CONNECTION LIMIT 5");
        corpus.executeAsSuperuser("ALTER DATABASE " + corpus.name() + " CONNECTION LIMIT 6");
        TestDatabase only = new TestDatabase(corpus.server(), corpus.name(), "the only");
        try (Connection its = only.connect();
                Connection one = corpus.connect();
                Connection two = corpus.connect();
                Connection three = corpus.connect()) {
            assertThatThrownBy(only::connect).hasMessageContaining("too many connections for role");
            List<Advice> advice = advise(corpus, AdviceRule.CONNECTIONS_LIMITED);
            assertThat(advice)
                    .extracting(Advice::subject)
                    .containsExactlyInAnyOrder("role the only", "role " + corpus.role(), "database " + corpus.name());
            advice.forEach(limit -> asWritten(corpus, limit.statement()));
            assertThat(advise(corpus, AdviceRule.CONNECTIONS_LIMITED)).isEmpty();
            assertThat(List.of(its, one, two, three)).allMatch(TroubledSessions::isOpen);
        }
        corpus.executeAsSuperuser("ALTER DATABASE " + corpus.name() + " CONNECTION LIMIT -1");
        corpus.executeAsSuperuser("ALTER ROLE " + corpus.role() + " CONNECTION LIMIT -1");
    }

    private static boolean isOpen(Connection connection) {
        try {
            return connection.isValid(5);
        } catch (SQLException failed) {
            return false;
        }
    }

    private static void fullServer(TestDatabase corpus) throws SQLException {
        List<Advice> advice = withSessions(corpus, MOST * 4 / 5);
        assertThat(advice).extracting(Advice::subject).containsExactly("max_connections");
        asWritten(corpus, advice.get(0).statement());
        assertThat(withSessions(corpus, MOST * 4 / 5)).as("it takes a restart").hasSize(1);
    }

    /** Settings of the command line go before those of ALTER SYSTEM, so that they are given again. */
    static void notFullAfterARestart(TestServer.Version version, Path data) throws Exception {
        String written = Files.readString(data.resolve("postgresql.auto.conf"))
                .replaceAll("(?s).*max_connections = '(\\d+)'.*", "$1");
        assertThat(Integer.parseInt(written)).isGreaterThan(MOST);
        try (TestServer server = TestServer.start(version, Map.of("max_connections", written), data)) {
            assertThat(withSessions(server.database(), MOST * 4 / 5)).isEmpty();
        }
    }

    private static List<Advice> withSessions(TestDatabase corpus, int sessions) throws SQLException {
        List<Connection> pool = new ArrayList<>();
        try {
            for (int i = 0; i < sessions; i++) {
                pool.add(corpus.connect());
            }
            return advise(corpus, AdviceRule.CONNECTIONS_FULL);
        } finally {
            for (Connection each : pool) {
                each.close();
            }
        }
    }
}
