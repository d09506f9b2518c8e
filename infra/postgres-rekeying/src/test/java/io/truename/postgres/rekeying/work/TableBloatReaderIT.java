// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.corpus.health.TableBloat;
import io.truename.corpus.schema.TableName;
import io.truename.postgres.Database;
import io.truename.postgres.DatabaseUrl;
import io.truename.postgres.Session;
import io.truename.postgres.corpus.health.TableBloatReader;
import io.truename.postgres.rekeying.fixture.Migration;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TableBloatReaderIT {
    private static final String OURS = "truename-test";
    private static final TableName DOCS = new TableName("My Corpus", "Docs");
    private static final TableName PARTS = new TableName("My Corpus", "parts");
    private static final TableName PART = new TableName("My Corpus", "part_one");
    private static final TableBloatReader READER =
            new TableBloatReader(OURS, List.of(DOCS, PARTS, new TableName("no", "such")));

    @ParameterizedTest
    @EnumSource
    void bloat_ofTablesAndPartitions(TestServer.Version version) {
        TestDatabase corpus = corpus(version);
        try (Database database = database(corpus);
                Session session = database.open()) {
            corpus.execute(
                    "UPDATE \"My Corpus\".\"Docs\" SET note = 'y'; UPDATE \"My Corpus\".part_one SET note = 'y'");

            TableBloat docs = await(session, DOCS, bloat -> bloat.deadBytes() > 0);
            TableBloat part = await(session, PART, bloat -> bloat.deadBytes() > 0);

            assertThat(docs.deadBytes()).isBetween(docs.bytes() * 4 / 10, docs.bytes() * 6 / 10);
            assertThat(part.table()).isEqualTo(PARTS);
            // With its index.
            assertThat(docs.bytes())
                    .isEqualTo(Long.parseLong(corpus.value("SELECT pg_relation_size('\"My Corpus\".\"Docs\"')"
                            + " + pg_indexes_size('\"My Corpus\".\"Docs\"')")));
            assertThat(docs.autovacuum()).isFalse();
            assertThat(part.autovacuum()).isTrue();
            assertThat(docs.mayVacuum()).isTrue();
            assertThat(docs.vacuuming()).isFalse();
        }
    }

    /** Catches a table of which every row looks dead, because the server has forgotten those that were not changed since. */
    @ParameterizedTest
    @EnumSource
    void bloat_afterStatisticsWereReset_isNotTheWholeTable(TestServer.Version version) {
        TestDatabase corpus = corpus(version);
        try (Database database = database(corpus);
                Session session = database.open()) {
            corpus.executeAsSuperuser("SELECT pg_stat_reset()");
            corpus.execute("UPDATE \"My Corpus\".\"Docs\" SET note = 'y' WHERE id % 100 = 0");

            TableBloat docs = await(session, DOCS, bloat -> bloat.deadBytes() > 0);

            assertThat(docs.deadBytes()).isLessThan(docs.bytes() / 20);
        }
    }

    @ParameterizedTest
    @EnumSource
    void bloat_ofATableThatSomebodyAlters_isNotWaitedFor(TestServer.Version version) throws Exception {
        TestDatabase corpus = corpus(version);
        try (Database database = database(corpus);
                Session session = database.open();
                Connection other = corpus.connect();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("LOCK TABLE \"My Corpus\".\"Docs\" IN ACCESS EXCLUSIVE MODE");
            assertThat(READER.read(session)).isEmpty();
            other.rollback();
            assertThat(READER.read(session)).isPresent();
        }
    }

    @ParameterizedTest
    @EnumSource
    void vacuum_isTold_andNoOtherLock(TestServer.Version version) throws Exception {
        TestDatabase corpus = corpus(version);
        try (Database database = database(corpus);
                Session session = database.open();
                Connection other = corpus.connect();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            // As an ANALYZE or a CREATE INDEX CONCURRENTLY takes it.
            statement.execute("LOCK TABLE \"My Corpus\".\"Docs\" IN SHARE UPDATE EXCLUSIVE MODE");
            assertThat(one(session, DOCS).vacuuming()).isFalse();
            other.rollback();

            other.setAutoCommit(true);
            statement.execute("SET vacuum_cost_delay = '100ms'; SET vacuum_cost_limit = 1");
            CompletableFuture<Void> vacuum = CompletableFuture.runAsync(() -> {
                try {
                    statement.execute("VACUUM \"My Corpus\".\"Docs\"");
                } catch (SQLException cancelled) {
                    // As below.
                }
            });
            await(session, DOCS, TableBloat::vacuuming);
            assertThat(one(session, PART).vacuuming()).isFalse();
            statement.cancel();
            vacuum.join();
            assertThat(one(session, DOCS).vacuuming()).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    void mayVacuum_asTheServerWouldAllow(TestServer.Version version) {
        TestDatabase corpus = corpus(version);
        String role = "reader_" + corpus.name();
        corpus.executeAsSuperuser("CREATE ROLE " + role + " LOGIN PASSWORD '" + role + "'");
        corpus.execute("GRANT USAGE ON SCHEMA \"My Corpus\" TO " + role
                + "; GRANT SELECT, UPDATE ON \"My Corpus\".\"Docs\" TO " + role);
        String url = corpus.url().replace(corpus.role() + ":" + corpus.role() + "@", role + ":" + role + "@");
        try (Database database = Database.of(DatabaseUrl.parse(url), OURS, 1);
                Session session = database.open()) {
            assertThat(one(session, DOCS).mayVacuum()).isFalse();
            if (version.major() >= 17) {
                corpus.execute("GRANT MAINTAIN ON \"My Corpus\".\"Docs\" TO " + role);
                assertThat(one(session, DOCS).mayVacuum()).isTrue();
                assertThat(one(session, PART).mayVacuum()).isFalse();
            }
        }
    }

    private static TableBloat await(Session session, TableName partition, Predicate<TableBloat> expected) {
        TableBloat[] seen = {one(session, partition)};
        Migration.await(() -> "last seen: " + seen[0], () -> {
            seen[0] = one(session, partition);
            return expected.test(seen[0]);
        });
        return seen[0];
    }

    private static TableBloat one(Session session, TableName partition) {
        return READER.read(session).orElseThrow().stream()
                .filter(bloat -> bloat.partition().equals(partition))
                .findFirst()
                .orElseThrow();
    }

    private static Database database(TestDatabase corpus) {
        return Database.of(DatabaseUrl.parse(corpus.url()), OURS, 1);
    }

    private static TestDatabase corpus(TestServer.Version version) {
        TestDatabase database = TestServer.shared(version).database();
        database.execute("CREATE SCHEMA \"My Corpus\";"
                + "CREATE TABLE \"My Corpus\".\"Docs\" (id int PRIMARY KEY, note text) WITH (autovacuum_enabled = off);"
                + "INSERT INTO \"My Corpus\".\"Docs\" SELECT g, 'x' FROM generate_series(1, 20000) g;"
                + "CREATE TABLE \"My Corpus\".parts (id int, note text) PARTITION BY RANGE (id);"
                + "CREATE TABLE \"My Corpus\".part_one PARTITION OF \"My Corpus\".parts FOR VALUES FROM (0) TO (1000000);"
                + "INSERT INTO \"My Corpus\".parts SELECT g, 'x' FROM generate_series(1, 2000) g;"
                + "ANALYZE \"My Corpus\".\"Docs\"; ANALYZE \"My Corpus\".part_one");
        return database;
    }
}
