// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench.rekey;

import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Benchmark of migration engines on copies of one corpus, each after a checkpoint, on a server as it is installed. */
public final class RekeyBenchmark implements AutoCloseable {
    private static final int CHUNKS_PER_DOCUMENT = 10;
    private static final int EMBEDDING = 64;
    private static final long MOST_COMPARED = 100_000;

    private final Autovacuum autovacuum;
    private final TestServer server;

    /** Autovacuum setting of a server; its other settings are the defaults. */
    public enum Autovacuum {
        /** On, as installed. */
        ON("on"),
        /** Off, because autovacuum runs at different moments for each contender; without it only the moves are compared. */
        OFF("off");

        private final String setting;

        Autovacuum(String setting) {
            this.setting = setting;
        }
    }

    /** Starts the server. */
    public RekeyBenchmark(TestServer.Version version, Autovacuum autovacuum) {
        this.autovacuum = autovacuum;
        this.server = TestServer.start(version, Map.of("autovacuum", autovacuum.setting));
    }

    /**
     * Measurement of one run.
     *
     * @param report the contender's own report
     */
    public record Row(
            long chunks,
            Autovacuum autovacuum,
            String name,
            long rows,
            Contender.Timing timing,
            long walMegabytes,
            long heap,
            long resident,
            Optional<String> report) {
        double rowsPerSecond() {
            return rows / timing.moveSeconds();
        }

        /** The first one's time by this one's; with plan and finish. */
        double endToEndAgainst(Row first) {
            return first.timing().endToEndSeconds() / timing.endToEndSeconds();
        }
    }

    /** Runs every contender on a corpus of that many chunks; the others are compared with the first. */
    public List<Row> run(long chunks, List<Contender> contenders, Consumer<String> progress) {
        SampleCorpus corpus = new SampleCorpus(
                Math.toIntExact(Math.max(1, chunks / CHUNKS_PER_DOCUMENT)), CHUNKS_PER_DOCUMENT, EMBEDDING);
        TestDatabase original = server.database();
        long begun = System.nanoTime();
        corpus.create(original);
        progress.accept(String.format(
                Locale.ROOT, "%,d chunks made in %.1f s", corpus.chunks(), (System.nanoTime() - begun) / 1e9));
        boolean compared = chunks <= MOST_COMPARED;
        String content = compared ? SampleCorpus.content(original) : "";
        List<Row> rows = new ArrayList<>();
        for (Contender contender : contenders) {
            TestDatabase copy = server.copy(original);
            copy.executeAsSuperuser("CHECKPOINT");
            Row row;
            try (Memory memory = Memory.watch()) {
                String from = copy.value("SELECT pg_current_wal_insert_lsn()");
                Contender.Timing timing = contender.run(copy);
                long wal = Long.parseLong(copy.value(
                        "SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '" + from + "')::bigint >> 20"));
                row = new Row(
                        corpus.chunks(),
                        autovacuum,
                        contender.name(),
                        corpus.rows(),
                        timing,
                        wal,
                        memory.heapAfterCollection(),
                        Memory.resident(),
                        contender.report(copy));
            }
            if (SampleCorpus.untrue(copy) > 0
                    || (compared && !SampleCorpus.content(copy).equals(content))) {
                throw new IllegalStateException(contender.name() + " left the corpus wrong");
            }
            server.drop(copy);
            rows.add(row);
            progress.accept(line(row, rows.get(0)));
        }
        server.drop(original);
        return rows;
    }

    /** The table's head. */
    public static String head() {
        return "| chunks | autovacuum | method | assess s | plan s | move s | finish s | end to end s | moving against (a)"
                + " | end to end against (a) | rows/s | transactions | longest s | WAL MB | our heap after GC MB | our RSS peak MB |\n"
                + "|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|";
    }

    /** The head of the table of end-to-end ratios, one column for each setting of autovacuum. */
    public static String summaryHead() {
        return "| chunks | method | end to end against (a), as installed | with autovacuum off |\n|---|---|---|---|";
    }

    /** A line of it, of one contender on both servers. */
    public static String summary(Row on, Row firstOn, Row off, Row firstOff) {
        return String.format(
                Locale.ROOT,
                "| %,d | %s | %.2f | %.2f |",
                on.chunks(),
                on.name(),
                on.endToEndAgainst(firstOn),
                off.endToEndAgainst(firstOff));
    }

    /** One line of it. */
    public static String line(Row row, Row first) {
        Contender.Timing timing = row.timing();
        return String.format(
                Locale.ROOT,
                "| %,d | %s | %s | %.1f | %.1f | %.1f | %.1f | %.1f | %.2f | %.2f | %,.0f | %d | %.2f | %d | %d | %d |",
                row.chunks(),
                row.autovacuum().setting,
                row.name(),
                timing.assessSeconds(),
                timing.planSeconds(),
                timing.moveSeconds(),
                timing.finishSeconds(),
                timing.endToEndSeconds(),
                row.rowsPerSecond() / first.rowsPerSecond(),
                row.endToEndAgainst(first),
                row.rowsPerSecond(),
                timing.transactions(),
                timing.longestSeconds(),
                row.walMegabytes(),
                row.heap(),
                row.resident());
    }

    @Override
    public void close() {
        server.close();
    }
}
