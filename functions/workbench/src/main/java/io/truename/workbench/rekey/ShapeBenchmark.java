// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench.rekey;

import io.truename.corpus.mapping.Mapping;
import io.truename.corpus.mapping.MappingReader;
import io.truename.corpus.schema.Finding;
import io.truename.postgres.Database;
import io.truename.postgres.DatabaseUrl;
import io.truename.postgres.SchemaMigrations;
import io.truename.postgres.corpus.schema.BackfillInspector;
import io.truename.postgres.corpus.schema.CorpusInspector;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Benchmark of one engine on corpora of several shapes, there and back, on a server as it is installed. */
public final class ShapeBenchmark implements AutoCloseable {
    private static final Pattern INDEX = Pattern.compile("CREATE INDEX [^;]*;");

    private final TestServer server;

    /** Starts the server. */
    public ShapeBenchmark(TestServer.Version version) {
        server = TestServer.start(version, Map.of());
    }

    /**
     * Measurement of one shape.
     *
     * @param rows written by batches, there
     * @param backSeconds of the rollback
     * @param restored whether every table is the same to the byte after the rollback
     */
    public record Row(
            Shape shape, int documents, long rows, Contender.Timing timing, double backSeconds, boolean restored) {
        double rowsPerSecond() {
            return rows / timing.moveSeconds();
        }
    }

    /** Migrates a corpus of that shape and so many documents, and takes the run back. */
    public Row run(Shape shape, int documents) {
        TestDatabase database = server.database();
        try {
            try (Database ours = Database.of(DatabaseUrl.parse(database.url()), "truename-workbench", 1)) {
                SchemaMigrations.run(ours);
            }
            shape.creation().accept(database, documents);
            createOfferedIndexes(database, shape);
            database.execute("VACUUM ANALYZE");
            Map<String, String> contents = shape.contents().apply(database);
            Engine engine = new Engine(new ShapeMigration(shape));
            Contender.Timing timing = engine.run(database);
            long rows = Long.parseLong(database.value("SELECT sum(rows_moved) FROM truename.batch"));
            double backSeconds = engine.rollBack(database);
            return new Row(
                    shape,
                    documents,
                    rows,
                    timing,
                    backSeconds,
                    shape.contents().apply(database).equals(contents));
        } finally {
            server.drop(database);
        }
    }

    /** Creates the indexes that findings ask for, as people do before they start. */
    private static void createOfferedIndexes(TestDatabase database, Shape shape) {
        try (Database ours = Database.of(DatabaseUrl.parse(database.url()), "truename-workbench", 1)) {
            Mapping mapping = MappingReader.read(shape.mapping());
            List<Finding> findings = ours.with(session -> mapping.beside()
                    ? BackfillInspector.inspect(session, mapping).findings()
                    : CorpusInspector.inspect(session, mapping).findings());
            findings.stream()
                    .map(Finding::remedy)
                    .flatMap(remedy -> INDEX.matcher(remedy).results())
                    .map(MatchResult::group)
                    .distinct()
                    .forEach(database::execute);
        }
    }

    /** The table's head. */
    public static String head() {
        return "| shape | inputs | documents | rows | plan s | move s | finish s | rows/s while moving | against plain | back s"
                + " | back to the byte |\n|---|---|---|---|---|---|---|---|---|---|---|";
    }

    /** One line of it. */
    public static String line(Row row, Row plain) {
        Contender.Timing timing = row.timing();
        return String.format(
                Locale.ROOT,
                "| %s | %s | %,d | %,d | %.1f | %.1f | %.1f | %,.0f | %.2f | %.1f | %s |",
                row.shape(),
                row.shape().inputs(),
                row.documents(),
                row.rows(),
                timing.planSeconds(),
                timing.moveSeconds(),
                timing.finishSeconds(),
                row.rowsPerSecond(),
                row.rowsPerSecond() / plain.rowsPerSecond(),
                row.backSeconds(),
                row.restored() ? "yes" : "NO");
    }

    @Override
    public void close() {
        server.close();
    }

    /** Truename's engine with the mapping of a shape. References for which no index is offered are accepted. */
    private static final class ShapeMigration extends TruenameMigration {
        ShapeMigration(Shape shape) {
            super(1, shape.mapping());
        }

        @Override
        boolean slowReferences() {
            return true;
        }

        @Override
        public double assess(String url) {
            return 0;
        }
    }
}
