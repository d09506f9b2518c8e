// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench.known;

import io.truename.identity.DocumentName;
import io.truename.postgres.Database;
import io.truename.postgres.DatabaseUrl;
import io.truename.postgres.SchemaMigrations;
import io.truename.probe.known.KnownLookups;
import io.truename.probe.known.KnownLookups.Sizing;
import io.truename.probe.known.LookupFigures;
import io.truename.redis.RedisUrl;
import io.truename.redis.RedisValues;
import io.truename.redis.SharedValues;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer;
import io.truename.testkit.redis.RedisServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Benchmark of known look-ups on a real server, with a real Redis server if one is installed: share of answers and time of one answer
 * by tier, under a Zipf load of requests for {@value #NAMES} documents each.
 */
public final class KnownBenchmark implements AutoCloseable {
    private static final int NAMES = 100;
    private static final int ROUNDS = 7;

    /** Rounds before the measurement, in which the compiler learns that requests have one name now. */
    private static final int WARM_ROUNDS = 12;

    private static final int HOT = 512;
    private static final Duration BOUND = Duration.ofSeconds(1);

    /** A heap of half of the function's memory. */
    private static final long HEAP = 512L << 20;

    private final TestServer server;
    private final Optional<RedisServer> redis;
    private final Load load;

    /**
     * Load.
     *
     * @param exponent of the Zipf distribution
     * @param absent share of look-ups of documents that are not stored
     * @param warm time before the measurement, in which the memory finds its size
     * @param measured time of the measurement
     */
    public record Load(double exponent, double absent, Duration warm, Duration measured, long seed) {}

    /**
     * Result for one corpus.
     *
     * @param hitRate share of answers that did not need the database
     * @param memoryNanos median time of one answer from memory
     * @param storeNanos the same from the store; 0 if there is none
     * @param databaseNanos the same from the database
     */
    public record Result(
            int documents,
            boolean withStore,
            double memory,
            double store,
            double hitRate,
            double perSecond,
            long entries,
            double memoryNanos,
            double storeNanos,
            double databaseNanos) {}

    /** Starts the servers. */
    public KnownBenchmark(TestServer.Version version, Load load) {
        this.server = TestServer.start(version, Map.of("shared_buffers", "512MB", "max_wal_size", "8GB"));
        this.redis = RedisServer.isInstalled() ? Optional.of(RedisServer.start()) : Optional.empty();
        this.load = load;
    }

    /** Fills a corpus of that many documents and measures. */
    public Result run(int documents, Consumer<String> progress) {
        TestDatabase test = server.database();
        long begun = System.nanoTime();
        KnownCorpus.fill(test, documents);
        progress.accept(String.format(
                Locale.ROOT, "%,d documents made in %.1f s", documents, (System.nanoTime() - begun) / 1e9));
        redis.ifPresent(there -> there.command("FLUSHALL"));
        try (Database database = Database.of(DatabaseUrl.parse(test.url()), "known-cache", 2);
                SharedValues store = store()) {
            SchemaMigrations.run(database);
            KnownCorpus corpus = new KnownCorpus(database);
            ZipfLoad requests = new ZipfLoad(documents, load.exponent, load.absent, load.seed);
            KnownLookups lookups = lookups(corpus, store);
            ask(lookups, requests, load.warm);
            LookupFigures before = lookups.figures();
            progress.accept(String.format(
                    Locale.ROOT,
                    "%,d answers to warm up. Memory: %s Belief: %s",
                    before.answers(),
                    before.sizeReason(),
                    before.removalReason()));
            double seconds = ask(lookups, requests, load.measured);
            LookupFigures after = lookups.figures();
            double answers = after.answers() - before.answers();
            double memory = (after.memory() - before.memory()) / answers;
            double shared = (after.store() - before.store()) / answers;
            DocumentName[] hot = requests.hottest(HOT);
            Result result = new Result(
                    documents,
                    redis.isPresent(),
                    memory,
                    shared,
                    memory + shared,
                    answers / seconds,
                    after.mostEntries(),
                    memoryNanos(lookups, hot),
                    redis.isPresent() ? onceNanos(corpus, store, hot) : 0,
                    onceNanos(corpus, SharedValues.NONE, hot));
            progress.accept(line(result));
            return result;
        } finally {
            server.drop(test);
        }
    }

    private SharedValues store() {
        return redis.<SharedValues>map(there -> new RedisValues(RedisUrl.parse(there.url())))
                .orElse(SharedValues.NONE);
    }

    private static KnownLookups lookups(KnownCorpus corpus, SharedValues store) {
        return new KnownLookups(corpus, store, "benchmark", BOUND, Sizing.ofHeap(HEAP), System::nanoTime);
    }

    /** Sends requests for that long; returns the seconds that it took. */
    private static double ask(KnownLookups lookups, ZipfLoad requests, Duration duration) {
        long begun = System.nanoTime();
        long end = begun + duration.toNanos();
        List<DocumentName> names = new ArrayList<>(NAMES);
        while (System.nanoTime() < end) {
            names.clear();
            for (int at = 0; at < NAMES; at++) {
                names.add(requests.next());
            }
            lookups.find(names);
        }
        return (System.nanoTime() - begun) / 1e9;
    }

    /** Median over rounds of the mean time of one look-up of one document that is in memory. */
    private static double memoryNanos(KnownLookups lookups, DocumentName[] hot) {
        List<List<DocumentName>> single = Arrays.stream(hot).map(List::of).toList();
        double[] rounds = new double[ROUNDS];
        long stored = 0;
        for (int round = -WARM_ROUNDS; round < ROUNDS; round++) {
            long begun = System.nanoTime();
            int times = 0;
            while (System.nanoTime() - begun < Duration.ofMillis(400).toNanos()) {
                for (List<DocumentName> each : single) {
                    stored += lookups.find(each).memory();
                }
                times += single.size();
            }
            if (round >= 0) {
                rounds[round] = (double) (System.nanoTime() - begun) / times;
            }
        }
        if (stored == 0) {
            throw new IllegalStateException("nothing came from memory");
        }
        return median(rounds);
    }

    /** Median time of the first look-up of a document by an instance that has nothing in memory. */
    private static double onceNanos(KnownCorpus corpus, SharedValues store, DocumentName[] hot) {
        // Answers that the load left in the store may be too old by now.
        lookups(corpus, store).find(List.of(hot));
        KnownLookups fresh =
                new KnownLookups(corpus, store, "benchmark", BOUND, new Sizing(10_000, 10_000, 0), System::nanoTime);
        fresh.find(List.of(KnownCorpus.name(-1)));
        double[] times = new double[hot.length];
        for (int at = 0; at < hot.length; at++) {
            long begun = System.nanoTime();
            fresh.find(List.of(hot[at]));
            times[at] = System.nanoTime() - begun;
        }
        return median(times);
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    /** Heading of {@link #line}. */
    public static String head() {
        return "documents | in memory at most | from memory | from Redis | without database | answers/s | memory ns | Redis us | database us";
    }

    /** One result as a line. */
    public static String line(Result result) {
        return String.format(
                Locale.ROOT,
                "%,9d | %,17d | %10.2f%% | %9s | %15.2f%% | %,9.0f | %9.0f | %8s | %11.0f",
                result.documents,
                result.entries,
                100 * result.memory,
                result.withStore ? String.format(Locale.ROOT, "%.2f%%", 100 * result.store) : "none",
                100 * result.hitRate,
                result.perSecond,
                result.memoryNanos,
                result.withStore ? String.format(Locale.ROOT, "%.0f", result.storeNanos / 1e3) : "none",
                result.databaseNanos / 1e3);
    }

    @Override
    public void close() {
        redis.ifPresent(RedisServer::close);
        server.close();
    }
}
