// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench.ledger;

import io.truename.costing.savings.CountedLedger;
import io.truename.costing.savings.SavingsLedger;
import io.truename.postgres.Database;
import io.truename.postgres.DatabaseUrl;
import io.truename.postgres.SchemaMigrations;
import io.truename.postgres.Session;
import io.truename.postgres.reporting.ledger.LedgerProgress;
import io.truename.postgres.reporting.ledger.LedgerStore;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer;
import io.truename.workbench.rekey.Memory;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Benchmark of the ledger on a server as it is installed: with an index in the order of hashes and without, by several instances. */
public final class LedgerBenchmark implements AutoCloseable {
    /** Of a step of the deployed function. */
    private static final Duration STEP = Duration.ofSeconds(100);

    private static final int SHARDS = 16;

    private final TestServer server;
    private final int instances;

    /** Starts the server. */
    public LedgerBenchmark(TestServer.Version version, int instances) {
        this.server = TestServer.start(version, Map.of());
        this.instances = instances;
    }

    /**
     * Measurement of one ledger.
     *
     * @param equal whether it equals that of one plain statement
     * @param heap megabytes in use after the collection that left most
     * @param resident megabytes of this process at most; of the server's processes nothing
     */
    public record Result(
            long documents,
            boolean indexed,
            SavingsLedger ledger,
            boolean equal,
            long shards,
            double seconds,
            long heap,
            long resident) {
        /** Documents per second of the clock on the wall. */
        public double perSecond() {
            return documents / seconds;
        }
    }

    /** Makes a corpus of that many documents and counts its ledger, first without an index and then with one. */
    public List<Result> run(long documents, Consumer<String> progress) {
        TestDatabase test = server.database();
        List<Result> results = new ArrayList<>();
        try (Database database = Database.of(DatabaseUrl.parse(test.url()), "ledger", instances + 1)) {
            SchemaMigrations.run(database);
            timed(progress, "documents made", () -> CopiedDocuments.fill(test, documents));
            SavingsLedger[] plain = new SavingsLedger[1];
            timed(progress, "counted by one statement", () -> plain[0] = CopiedDocuments.byOneStatement(test));
            results.add(count(database, documents, false, plain[0]));
            progress.accept(line(results.get(0)));
            timed(progress, "index made", () -> CopiedDocuments.index(test));
            results.add(count(database, documents, true, plain[0]));
            progress.accept(line(results.get(1)));
        }
        server.drop(test);
        return results;
    }

    private static void timed(Consumer<String> progress, String done, Runnable work) {
        long begun = System.nanoTime();
        work.run();
        progress.accept(String.format(Locale.ROOT, "%s in %.1f s", done, (System.nanoTime() - begun) / 1e9));
    }

    private Result count(Database database, long documents, boolean indexed, SavingsLedger plain) {
        UUID report = UUID.randomUUID();
        try (Memory memory = Memory.watch()) {
            long begun = System.nanoTime();
            LedgerStore store = new LedgerStore(CopiedDocuments.TABLE);
            try (Session session = database.open()) {
                store.begin(session, report, SHARDS, Clock.systemUTC().instant());
            }
            IntStream.range(0, instances)
                    .mapToObj(instance -> CompletableFuture.runAsync(() -> instance(database, store, report)))
                    .toList()
                    .forEach(CompletableFuture::join);
            double seconds = (System.nanoTime() - begun) / 1e9;
            try (Session session = database.open()) {
                LedgerProgress progress = store.progress(session, report);
                progress.error().ifPresent(error -> {
                    throw new IllegalStateException(error);
                });
                CountedLedger counted = store.ledger(session, report).orElseThrow();
                return new Result(
                        documents,
                        indexed,
                        counted.ledger(),
                        counted.ledger().equals(plain) && counted.documents() == documents,
                        progress.shards(),
                        seconds,
                        memory.heapAfterCollection(),
                        Memory.resident());
            }
        }
    }

    private static void instance(Database database, LedgerStore store, UUID report) {
        LedgerProgress progress;
        do {
            try (Session session = database.open()) {
                progress = store.step(session, report, Clock.systemUTC(), STEP);
            }
        } while (progress.worked() && progress.error().isEmpty());
    }

    /** Head of the table of results. */
    public static String head() {
        return "| documents | contents | same owner | across owners | index | shards | s | documents/s | heap MB | resident MB | equals SQL |\n"
                + "|---|---|---|---|---|---|---|---|---|---|---|";
    }

    /** A line of the table. */
    public static String line(Result result) {
        return String.format(
                Locale.ROOT,
                "| %,d | %,d | %,d | %,d | %s | %d | %.1f | %,.0f | %d | %d | %s |",
                result.documents(),
                result.ledger().contents(),
                result.ledger().sameOwner().documents(),
                result.ledger().acrossOwners().documents(),
                result.indexed() ? "yes" : "no",
                result.shards(),
                result.seconds(),
                result.perSecond(),
                result.heap(),
                result.resident(),
                result.equal() ? "yes" : "NO");
    }

    @Override
    public void close() {
        server.close();
    }
}
