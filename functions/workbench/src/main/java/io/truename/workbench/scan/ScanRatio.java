// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench.scan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.truename.corpus.mapping.MappingReader;
import io.truename.corpus.schema.CorpusSchema;
import io.truename.postgres.Database;
import io.truename.postgres.DatabaseUrl;
import io.truename.postgres.SchemaMigrations;
import io.truename.postgres.corpus.schema.CorpusInspector;
import io.truename.postgres.probing.scan.ScanKind;
import io.truename.postgres.probing.scan.ScanListener;
import io.truename.postgres.probing.scan.ScanSettings;
import io.truename.postgres.probing.scan.ScanStep;
import io.truename.postgres.probing.scan.ScanStore;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer;
import io.truename.workbench.rekey.Memory;
import io.truename.workbench.rekey.SampleCorpus;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/**
 * Rows per second of a full scan by those of {@code COPY (SELECT the same columns) TO STDOUT}, on a server as it is installed. Of the
 * scan the part that reads documents and chunks counts, with everything that it does: reading, computing all ids again, checks.
 * Both are measured in turns, after rounds that warm up; the medians of both and of their ratios count, because other programs
 * may slow down either.
 */
public final class ScanRatio implements AutoCloseable {
    /** Rows that both read first, so that neither pays for the start of this process. */
    private static final long WARM_ROWS = 1_000_000;

    private static final String[] COPIES = {
        "COPY (SELECT document_id, user_id, file_sha256, processing_status, created_at, filename FROM upload_pipeline.documents)"
                + " TO STDOUT",
        "COPY (SELECT chunk_id, document_id, chunker_name, chunker_version, chunk_ord, embedding IS NULL"
                + " FROM upload_pipeline.document_chunks) TO STDOUT"
    };

    private final TestServer server;
    private final int rounds;

    /** Starts a server. */
    public ScanRatio(TestServer.Version version, int rounds) {
        server = TestServer.start(version, Map.of());
        this.rounds = rounds;
    }

    /**
     * Measurement of one corpus.
     *
     * @param ratio speed of the scan by that of COPY
     * @param heap megabytes after collection, at most
     */
    public record Result(
            String corpus, long rows, double copyRowsPerSecond, double scanRowsPerSecond, double ratio, long heap) {
        /** Line of a table. */
        public String line() {
            return String.format(
                    Locale.ROOT,
                    "| %s | %,d | %,.0f | %,.0f | %.0f %% | %d |",
                    corpus,
                    rows,
                    copyRowsPerSecond,
                    scanRowsPerSecond,
                    100 * ratio,
                    heap);
        }
    }

    /** Head of a table of results. */
    public static String head() {
        return "| corpus | rows | COPY rows/s | scan rows/s | ratio | heap MB |\n|---|---|---|---|---|---|";
    }

    /** Fills a corpus of that many chunks and measures. */
    public Result run(long chunks, boolean trueIds, boolean together) throws SQLException, IOException {
        ScannedCorpus corpus =
                new ScannedCorpus(Math.toIntExact(Math.max(1, chunks / ScannedCorpus.CHUNKS)), trueIds, together);
        TestDatabase test = server.database();
        corpus.fill(test);
        double[] copies = new double[rounds];
        double[] scans = new double[rounds];
        double[] ratios = new double[rounds];
        long heap = 0;
        try (Database database = Database.of(DatabaseUrl.parse(test.url()), "scan-ratio", 3);
                Database read = Database.ofBinary(DatabaseUrl.parse(test.url()), "scan-ratio", 3)) {
            SchemaMigrations.run(database);
            CorpusSchema schema = database.with(
                            session -> CorpusInspector.inspect(session, MappingReader.read(SampleCorpus.MAPPING)))
                    .schema()
                    .orElseThrow();
            for (long warm = 0; warm < WARM_ROWS; warm += corpus.rows()) {
                copied(test, corpus.rows());
                scanned(database, read, schema, corpus.rows());
            }
            for (int round = 0; round < rounds; round++) {
                copies[round] = copied(test, corpus.rows());
                try (Memory memory = Memory.watch()) {
                    scans[round] = scanned(database, read, schema, corpus.rows());
                    heap = Math.max(heap, memory.heapAfterCollection());
                }
                ratios[round] = scans[round] / copies[round];
            }
        }
        server.drop(test);
        return new Result(corpus.toString(), corpus.rows(), median(copies), median(scans), median(ratios), heap);
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static double copied(TestDatabase test, long rows) throws SQLException {
        try (Connection connection = test.connect()) {
            long begun = System.nanoTime();
            long copied = 0;
            for (String copy : COPIES) {
                copied += copy(connection, copy);
            }
            require(copied, rows);
            return rows * 1e9 / (System.nanoTime() - begun);
        }
    }

    /** Calls the driver's own method by name: its classes have annotations that are on no class path here. */
    private static long copy(Connection connection, String sql) throws SQLException {
        try {
            Class<?> driver = Class.forName("org.postgresql.PGConnection");
            Object api = driver.getMethod("getCopyAPI").invoke(connection.unwrap(driver));
            return (long) api.getClass()
                    .getMethod("copyOut", String.class, OutputStream.class)
                    .invoke(api, sql, OutputStream.nullOutputStream());
        } catch (ReflectiveOperationException notThisDriver) {
            throw new SQLException("COPY needs the driver of PostgreSQL.", notThisDriver);
        }
    }

    private static double scanned(Database database, Database read, CorpusSchema schema, long rows) throws IOException {
        ScanStore store = new ScanStore();
        UUID id = database.with(session -> store.begin(session, ScanKind.FULL, ScanSettings.USUAL.toJson()))
                .orElseThrow();
        ScanStep step = new ScanStep(database, read, ScanListener.NONE, Clock.systemUTC());
        ScanStep.Result result;
        do {
            result = step.goOn(id, schema, Instant.now().plusSeconds(20));
            if (result.outcome() == ScanStep.Outcome.WAITING) {
                database.with(session -> {
                    store.wake(session, id);
                    return true;
                });
            }
        } while (result.outcome() == ScanStep.Outcome.MORE || result.outcome() == ScanStep.Outcome.WAITING);
        ScanStore.Stored scan =
                database.with(session -> store.find(session, id)).orElseThrow();
        if (scan.state() != ScanStore.State.DONE) {
            throw new IllegalStateException(scan.toString());
        }
        JsonNode summary = new ObjectMapper().readTree(scan.summary().orElseThrow());
        require(summary.path("documents").asLong() + summary.path("chunks").asLong(), rows);
        return summary.path("rowsPerSecond").asDouble();
    }

    private static void require(long read, long rows) {
        if (read != rows) {
            throw new IllegalStateException(read + " rows were read instead of " + rows);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
