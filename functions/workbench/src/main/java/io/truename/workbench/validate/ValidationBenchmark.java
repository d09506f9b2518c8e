// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench.validate;

import io.truename.corpus.mapping.MappingReader;
import io.truename.corpus.schema.CorpusSchema;
import io.truename.postgres.Database;
import io.truename.postgres.DatabaseUrl;
import io.truename.postgres.Session;
import io.truename.postgres.corpus.schema.CorpusInspector;
import io.truename.postgres.corpus.validate.CorpusNumbers;
import io.truename.postgres.corpus.validate.CorpusValidator;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer;
import io.truename.workbench.rekey.SampleCorpus;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Benchmark of the validation of corpora that were never analyzed. Half of their tables count as empty, the worst case of
 * stale statistics.
 */
public final class ValidationBenchmark implements AutoCloseable {
    private static final int CHUNKS_PER_DOCUMENT = 10;
    private static final int EMBEDDING = 16;
    private static final Map<String, String> SETTINGS = Map.of(
            "shared_buffers", "512MB",
            "max_wal_size", "16GB",
            "checkpoint_timeout", "1h",
            "autovacuum", "off");

    private final TestServer server;

    /** Starts the server. */
    public ValidationBenchmark(TestServer.Version version) {
        server = TestServer.start(version, SETTINGS);
    }

    /**
     * Measurement of one validation.
     *
     * @param rows that were looked at, over all tables
     * @param longestSlice seconds
     */
    public record Result(long chunks, long rows, double seconds, int slices, double longestSlice) {
        /** Rows per second. */
        public double rowsPerSecond() {
            return rows / seconds;
        }
    }

    /** Fills a corpus of that many chunks and validates it. */
    public Result run(long chunks, Consumer<String> progress) {
        SampleCorpus corpus = new SampleCorpus(
                Math.toIntExact(Math.max(1, chunks / CHUNKS_PER_DOCUMENT)), CHUNKS_PER_DOCUMENT, EMBEDDING);
        TestDatabase database = server.database();
        long begun = System.nanoTime();
        corpus.fill(database);
        database.executeAsSuperuser("UPDATE pg_class SET reltuples = 0, relpages = 1 WHERE relkind IN ('r', 'i')"
                + " AND relnamespace = 'upload_pipeline'::regnamespace AND relname ~ 'chunk|vector'; CHECKPOINT");
        progress.accept(String.format(
                Locale.ROOT, "%,d chunks made in %.1f s", corpus.chunks(), (System.nanoTime() - begun) / 1e9));
        Result result = validate(database, corpus);
        server.drop(database);
        progress.accept(line(result));
        return result;
    }

    private static Result validate(TestDatabase test, SampleCorpus corpus) {
        try (Database database = Database.of(DatabaseUrl.parse(test.url()), "validate", 1);
                Session session = database.open()) {
            CorpusSchema schema = CorpusInspector.inspect(session, MappingReader.read(SampleCorpus.MAPPING))
                    .schema()
                    .orElseThrow();
            CorpusValidator validator = new CorpusValidator(schema);
            CorpusNumbers numbers = new CorpusNumbers();
            int slices = 0;
            double longest = 0;
            while (!numbers.done()) {
                double before = numbers.seconds();
                session.inTransaction(() -> {
                    validator.slice(session, numbers, corpus.documents());
                    return true;
                });
                slices++;
                longest = Math.max(longest, numbers.seconds() - before);
            }
            if (numbers.count("documents") != corpus.documents() || numbers.count("chunks") != corpus.chunks()) {
                throw new IllegalStateException("The validation has not looked at everything: " + numbers.toJson());
            }
            return new Result(corpus.chunks(), corpus.rows(), numbers.seconds(), slices, longest);
        }
    }

    /** The table's head. */
    public static String head() {
        return "| chunks | rows of all tables | s | rows/s | slices | longest slice s |\n|---|---|---|---|---|---|";
    }

    /** One line of it. */
    public static String line(Result result) {
        return String.format(
                Locale.ROOT,
                "| %,d | %,d | %.1f | %,.0f | %d | %.2f |",
                result.chunks(),
                result.rows(),
                result.seconds(),
                result.rowsPerSecond(),
                result.slices(),
                result.longestSlice());
    }

    @Override
    public void close() {
        server.close();
    }
}
