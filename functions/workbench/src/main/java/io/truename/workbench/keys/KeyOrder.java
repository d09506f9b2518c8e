// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench.keys;

import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Inserts of rows whose primary keys are random (v4), name-based (v5) or grow with time (v7), a thousand rows in a transaction, on a
 * server with 64 MiB of buffers. Keys are made beforehand and not timed.
 */
public final class KeyOrder implements AutoCloseable {
    private static final Map<String, String> SETTINGS =
            Map.of("shared_buffers", "64MB", "max_wal_size", "4GB", "autovacuum", "off");

    private static final int BATCH = 1_000;
    private static final long NANOS = 1_000_000_000L;
    private static final double MIB = 1 << 20;
    /** Bytes of a B-tree entry of a UUID: its pointer, its header and its key. */
    private static final int ENTRY = 28;

    /** Kind of key. */
    public enum Key {
        V4("gen_random_uuid()"),
        V5("extensions.uuid_generate_v5(extensions.uuid_ns_url(), n::text)"),
        /** Ten in a millisecond. */
        V7("(lpad(to_hex(1700000000000 + n / 10), 12, '0') || '7' || substr(md5(n::text), 1, 3) || '8'"
                + " || substr(md5(n::text), 4, 15))::uuid");

        private final String sql;

        Key(String sql) {
            this.sql = sql;
        }
    }

    /** Measurement of one table. */
    public record Result(long rows, Key key, double seconds, long indexBytes, long walBytes) {
        /** Share of the index that its entries fill. */
        public double filled() {
            return (double) rows * ENTRY / indexBytes;
        }
    }

    private final TestServer server;

    /** Starts the server. */
    public KeyOrder(TestServer.Version version) {
        server = TestServer.start(version, SETTINGS);
    }

    /** Measures every kind of key at one size, so many rounds of each in turns, and returns the median of each by time. */
    public List<Result> run(long rows, int rounds, Consumer<String> progress) {
        Map<Key, List<Result>> all = new EnumMap<>(Key.class);
        for (int round = 0; round < rounds; round++) {
            for (Key key : Key.values()) {
                Result result = measure(rows, key);
                all.computeIfAbsent(key, absent -> new ArrayList<>()).add(result);
                progress.accept(String.format(
                        Locale.ROOT, "%,d rows, %s, round %d: %.1f s", rows, key, round + 1, result.seconds()));
            }
        }
        return all.values().stream().map(KeyOrder::median).toList();
    }

    private static Result median(List<Result> results) {
        List<Result> sorted = results.stream()
                .sorted(java.util.Comparator.comparingDouble(Result::seconds))
                .toList();
        return sorted.get(sorted.size() / 2);
    }

    private Result measure(long rows, Key key) {
        TestDatabase database = server.database();
        database.execute("CREATE UNLOGGED TABLE made AS SELECT n, " + key.sql + " AS id FROM generate_series(1, " + rows
                + ") n; ALTER TABLE made ADD PRIMARY KEY (n); ANALYZE made;"
                + " CREATE TABLE keyed (id uuid PRIMARY KEY, body text NOT NULL)");
        database.executeAsSuperuser("CHECKPOINT");
        String before = database.value("SELECT pg_current_wal_lsn()");
        long begun = System.nanoTime();
        database.execute("DO $$ BEGIN FOR i IN 0.." + (rows - 1) / BATCH
                + " LOOP INSERT INTO keyed SELECT id, repeat('x', 100)" + " FROM made WHERE n > i * " + BATCH
                + " AND n <= (i + 1) * " + BATCH + "; COMMIT; END LOOP; END $$");
        double seconds = (double) (System.nanoTime() - begun) / NANOS;
        long wal = Long.parseLong(
                database.value("SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '" + before + "')::bigint"));
        long index = Long.parseLong(database.value("SELECT pg_relation_size('keyed_pkey')"));
        server.drop(database);
        return new Result(rows, key, seconds, index, wal);
    }

    /** Head of the table of results. */
    public static String head() {
        return "| rows | key | seconds | × v7 | index MiB | × v7 | filled | WAL MiB | × v7 |\n"
                + "|---|---|---|---|---|---|---|---|---|";
    }

    /** A result as a line, beside that of v7 at the same size. */
    public static String line(Result result, Result v7) {
        return String.format(
                Locale.ROOT,
                "| %,d | %s | %.1f | %.2f | %.1f | %.2f | %.0f %% | %.0f | %.2f |",
                result.rows(),
                result.key().name().toLowerCase(Locale.ROOT),
                result.seconds(),
                result.seconds() / v7.seconds(),
                result.indexBytes() / MIB,
                (double) result.indexBytes() / v7.indexBytes(),
                100 * result.filled(),
                result.walBytes() / MIB,
                (double) result.walBytes() / v7.walBytes());
    }

    @Override
    public void close() {
        server.close();
    }
}
