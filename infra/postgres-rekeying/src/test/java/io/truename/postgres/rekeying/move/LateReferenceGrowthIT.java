// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.move;

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
import io.truename.postgres.rekeying.batch.MapColumns;
import io.truename.postgres.rekeying.fixture.BookkeepingChanges;
import io.truename.postgres.rekeying.fixture.TouchedRows;
import io.truename.postgres.rekeying.fixture.TouchedRows.Statistics;
import io.truename.postgres.rekeying.late.LateReferenceSql;
import io.truename.rekeying.run.DocumentState;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer.Version;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each look for late references reads a slice of a table; together they take time as the corpus grows, and no faster. */
class LateReferenceGrowthIT {
    private static final int DOCUMENTS = 400;
    private static final double LINEAR = 4.6;
    private static final CorpusSchema SCHEMA = SampleCorpus.schema();

    @ParameterizedTest
    @EnumSource
    void find_fourTimesTheRows_touchesFourTimesAsMany(Version version) {
        TestDatabase small = moved(version, DOCUMENTS);
        TestDatabase large = moved(version, 4 * DOCUMENTS);
        for (Statistics statistics : Statistics.values()) {
            statistics.of(small);
            statistics.of(large);
            for (MapColumns way : MapColumns.values()) {
                long few = touched(small, way);
                long many = touched(large, way);
                assertThat((double) many / few)
                        .as(statistics + " " + way + ": " + few + " rows, then " + many)
                        .isLessThan(LINEAR);
            }
        }
    }

    private static long touched(TestDatabase database, MapColumns way) {
        RekeyedTable jobs = SCHEMA.table(new io.truename.corpus.schema.TableName("upload_pipeline", "upload_jobs"));
        IdColumn payload = jobs.idColumns().stream()
                .filter(idColumn -> idColumn.path().isPresent())
                .findFirst()
                .orElseThrow();
        String find = new LateReferenceSql(SCHEMA, way).find(jobs, payload);
        try (Database ours = Database.of(DatabaseUrl.parse(database.url()), "growth", 1);
                Session session = ours.open()) {
            return session.inTransaction(() -> {
                session.execute(PlannerSettings.BY_INDEX);
                return TouchedRows.of(
                        session, find, 1, new UUID(0, 0), 20_000, TableBlocks.at(0), TableBlocks.at(1_000_000));
            });
        }
    }

    /** Every job refers to a document that was moved, half of them on to another id. */
    private static TestDatabase moved(Version version, int documents) {
        TestDatabase database = CorpusDatabase.withSampleCorpus(version);
        SampleCorpus.fill(database, documents, 7, 1);
        BookkeepingChanges changes = new BookkeepingChanges(database);
        String numbered = "SELECT row_number() OVER (ORDER BY document_id) AS doc, document_id FROM"
                + " upload_pipeline.documents";
        changes.addDocuments(
                1,
                DocumentState.MOVED,
                1,
                1,
                "SELECT doc, document_id, gen_random_uuid() FROM (" + numbered + ") AS d");
        changes.addDocuments(
                1,
                DocumentState.ROLLED_BACK,
                1,
                1,
                "SELECT 1000000 + doc, gen_random_uuid(), document_id FROM (" + numbered + ") AS d WHERE doc % 2 = 0");
        return database;
    }
}
