// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.corpus.schema.CorpusSchema;
import io.truename.corpus.schema.IdColumn;
import io.truename.corpus.schema.RekeyedTable;
import io.truename.postgres.Database;
import io.truename.postgres.DatabaseUrl;
import io.truename.postgres.PlannerSettings;
import io.truename.postgres.Session;
import io.truename.postgres.TableBlocks;
import io.truename.postgres.corpus.fixture.CorpusDatabase;
import io.truename.postgres.corpus.fixture.SampleCorpus;
import io.truename.postgres.corpus.validate.CorpusValidator;
import io.truename.postgres.corpus.validate.ValidationSql;
import io.truename.postgres.rekeying.fixture.BookkeepingChanges;
import io.truename.postgres.rekeying.fixture.TouchedRows;
import io.truename.postgres.rekeying.fixture.TouchedRows.Statistics;
import io.truename.rekeying.run.DocumentState;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer.Version;
import io.truename.testkit.suite.LongSuite;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Time that grows faster than the corpus is cut in the cloud and begins again, for ever. */
@LongSuite
class ValidationGrowthIT {
    private static final int DOCUMENTS = 400;
    private static final int FEW = 40;
    private static final int CHUNKS = 4;
    private static final double LINEAR = 4.6;
    private static final CorpusSchema SCHEMA = SampleCorpus.schema();

    @ParameterizedTest
    @EnumSource
    void statements_fourTimesTheRows_touchFourTimesAsMany(Version version) {
        TestDatabase small = moved(version, DOCUMENTS);
        TestDatabase large = moved(version, 4 * DOCUMENTS);
        for (Statistics statistics : Statistics.values()) {
            statistics.of(small);
            statistics.of(large);
            Map<String, Long> few = touched(small);
            touched(large)
                    .forEach((statement, rows) -> assertThat((double) rows / few.get(statement))
                            .as(statistics + ": " + few.get(statement) + " rows, then " + rows + " of " + statement)
                            .isLessThan(LINEAR));
        }
    }

    /** The measure sees what was wrong: references looked up by an expression, as the statistics suggest. */
    @Test
    void control_aLookUpThatNoIndexServes_touchesSixteenTimesAsMany() {
        String lookUp = "SELECT count(*) FROM upload_pipeline.document_vector_buffer v WHERE NOT EXISTS (SELECT FROM"
                + " upload_pipeline.document_chunks c WHERE lower(c.chunk_id::text) = lower(v.chunk_id::text))";
        long[] touched = new long[2];
        for (int size = 0; size < 2; size++) {
            TestDatabase database = moved(Version.NEWEST, size == 0 ? FEW : 4 * FEW);
            Statistics.EMPTY.of(database);
            try (Database ours = open(database);
                    Session session = ours.open()) {
                touched[size] = TouchedRows.of(session, lookUp);
            }
        }
        assertThat((double) touched[1] / touched[0]).isGreaterThan(10);
    }

    private static Map<String, Long> touched(TestDatabase database) {
        Map<String, Long> touched = new LinkedHashMap<>();
        ValidationSql sql = new ValidationSql(SCHEMA);
        RolledBackCorpus rolledBack = new RolledBackCorpus(SCHEMA, 1);
        try (Database ours = open(database);
                Session session = ours.open()) {
            session.inTransaction(() -> {
                session.execute(PlannerSettings.BY_INDEX);
                touched.put("first page", TouchedRows.of(session, sql.documents(true), 100));
                touched.put(
                        "page",
                        TouchedRows.of(session, sql.documents(false), 100, "10000000-0000-0000-0000-000000000000"));
                touched.put(
                        "chunks",
                        TouchedRows.of(session, sql.chunks(SCHEMA.chunks().get(0)), (Object)
                                session.list(sql.documents(true), row -> row.text("id"), 100)
                                        .toArray(String[]::new)));
                for (RekeyedTable table : SCHEMA.tables()) {
                    for (IdColumn idColumn : table.idColumns()) {
                        if (idColumn.origin() != IdColumn.Origin.ID) {
                            touched.put(
                                    CorpusValidator.name(table.relation().name(), idColumn),
                                    orphans(session, sql, table, idColumn));
                        }
                    }
                }
                for (int table = 0; table < 2; table++) {
                    touched.put(
                            "rolled back " + table,
                            TouchedRows.of(session, rolledBack.sql(table), 1, 0L, Long.MAX_VALUE));
                }
                return true;
            });
        }
        return touched;
    }

    private static long orphans(Session session, ValidationSql sql, RekeyedTable table, IdColumn idColumn) {
        List<Object> values = new ArrayList<>(List.of(TableBlocks.at(0), TableBlocks.at(1_000_000)));
        idColumn.path().map(ValidationSql::path).ifPresent(values::add);
        return TouchedRows.of(session, sql.orphans(table.relation().name(), idColumn), values.toArray());
    }

    /** With the maps of a run that moved everything and took it back, though it is not there. */
    private static TestDatabase moved(Version version, int documents) {
        TestDatabase database = CorpusDatabase.withSampleCorpus(version);
        SampleCorpus.fill(database, documents, 7, CHUNKS);
        BookkeepingChanges changes = new BookkeepingChanges(database);
        changes.addDocuments(
                1,
                DocumentState.ROLLED_BACK,
                1,
                1,
                "SELECT row_number() OVER (ORDER BY document_id), gen_random_uuid(), document_id FROM"
                        + " upload_pipeline.documents");
        // Every document has chunks.
        changes.addChunks(
                1,
                "SELECT dense_rank() OVER (ORDER BY document_id), gen_random_uuid(), chunk_id FROM"
                        + " upload_pipeline.document_chunks");
        return database;
    }

    private static Database open(TestDatabase database) {
        return Database.of(DatabaseUrl.parse(database.url()), "growth", 1);
    }
}
