// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.reporting.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.corpus.schema.TableName;
import io.truename.costing.savings.StorageSize;
import io.truename.postgres.Database;
import io.truename.postgres.DatabaseUrl;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer;
import java.util.List;
import java.util.Optional;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StorageSizesIT {
    /**
     * Rows of 1 KB that stay in the table, and of 3 KB that go to TOAST. The server must count them before a vacuum of another session
     * does, or it counts them twice.
     */
    private static final String ROWS =
            "INSERT INTO docs.chunks SELECT i, rpad(md5(i::text), 1000, 'x'), (SELECT string_agg(sha256("
                    + "(i || '.' || k)::text::bytea), '') FROM generate_series(1, 96) k) FROM generate_series(1, 4000) i;"
                    + " SELECT pg_stat_force_next_flush()";

    private TestDatabase test;
    private Database database;

    @BeforeEach
    void open() {
        test = TestServer.shared(TestServer.Version.NEWEST).database();
        database = Database.of(DatabaseUrl.parse(test.url()), "sizes", 2);
        test.execute("CREATE SCHEMA docs; CREATE TABLE docs.chunks (id int PRIMARY KEY, text text, bytes bytea)"
                + " WITH (autovacuum_enabled = off); ALTER TABLE docs.chunks ALTER bytes SET STORAGE EXTERNAL;"
                + " CREATE INDEX ON docs.chunks (md5(text))");
    }

    @AfterEach
    void close() {
        database.close();
    }

    private StorageSizes.Measured read(String... tables) {
        return database.with(session -> new StorageSizes(List.of(tables).stream()
                        .map(name -> new TableName("docs", name))
                        .toList())
                .read(session)
                .orElseThrow());
    }

    private long total(String table) {
        return Long.parseLong(test.value("SELECT pg_total_relation_size('docs." + table + "')"));
    }

    @Test
    void sizes_addUpToTheTotal() {
        test.execute(ROWS);
        // As an index of pgvector looks, whose types the test's server does not have.
        test.execute(
                "CREATE TYPE docs.vector AS (x float8, y float8); ALTER TABLE docs.chunks ADD embedding docs.vector;"
                        + " UPDATE docs.chunks SET embedding = ROW(id, id); CREATE INDEX embedded ON docs.chunks (embedding)");
        StorageSize size = read("chunks").sum();
        assertThat(size.allocated()).isEqualTo(total("chunks"));
        assertThat(size.vectorIndexes())
                .isEqualTo(Long.parseLong(test.value("SELECT pg_total_relation_size('docs.embedded')")));
        assertThat(size.toast()).isGreaterThan(12_000_000);
        assertThat(size.indexes()).isGreaterThan(size.vectorIndexes() / 2).isLessThan(size.table());
    }

    @Test
    void sizes_ofPartitions_areTheirRoots() {
        test.execute("CREATE TABLE docs.parted (id int, text text, PRIMARY KEY (id)) PARTITION BY RANGE (id);"
                + " CREATE TABLE docs.low PARTITION OF docs.parted FOR VALUES FROM (0) TO (500);"
                + " CREATE TABLE docs.high PARTITION OF docs.parted FOR VALUES FROM (500) TO (10000);"
                + " INSERT INTO docs.parted SELECT i, md5(i::text) FROM generate_series(1, 1000) i");
        StorageSizes.Measured measured = read("parted", "chunks", "absent");
        assertThat(measured.tables()).extracting(table -> table.name().name()).containsExactly("chunks", "parted");
        assertThat(measured.tables().get(1).size().allocated()).isEqualTo(total("low") + total("high"));
        assertThat(measured.sum().allocated()).isEqualTo(total("low") + total("high") + total("chunks"));
        assertThat(measured.known()).isFalse();
        assertThat(measured.sum().unused()).isZero();
    }

    @Test
    void unused_isWhatARewriteGivesBack() {
        test.execute(ROWS);
        test.execute("VACUUM ANALYZE docs.chunks");
        StorageSize before = read("chunks").sum();
        assertThat(before.unused()).isLessThan(before.allocated() / 20);
        test.execute("DELETE FROM docs.chunks WHERE id % 2 = 0; SELECT pg_stat_force_next_flush()");
        StorageSize deleted = read("chunks").sum();
        assertThat(deleted.allocated()).isGreaterThanOrEqualTo(before.allocated());
        assertThat(deleted.unused()).isCloseTo(deleted.allocated() / 2, Percentage.withPercentage(15));
        test.execute("VACUUM ANALYZE docs.chunks");
        StorageSizes.Measured vacuumed = read("chunks");
        assertThat(vacuumed.known()).isTrue();
        test.execute("VACUUM FULL docs.chunks");
        long gone = vacuumed.sum().allocated() - total("chunks");
        assertThat(gone).isGreaterThan(before.allocated() / 3);
        assertThat(vacuumed.sum().unused()).isCloseTo(gone, Percentage.withPercentage(15));
    }

    @Test
    void sizes_whileATableIsAltered_areNotKnown() throws Exception {
        try (var connection = test.connect();
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("LOCK TABLE docs.chunks IN ACCESS EXCLUSIVE MODE");
            Optional<StorageSizes.Measured> read =
                    database.with(session -> new StorageSizes(List.of(new TableName("docs", "chunks"))).read(session));
            assertThat(read).isEmpty();
        }
    }
}
