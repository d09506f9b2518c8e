// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.probing.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.postgres.corpus.fixture.CorpusDatabase;
import io.truename.probing.finding.FindingKind;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer;
import io.truename.testkit.schema.SchemaVariant;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class IncrementalScanIT {
    @ParameterizedTest
    @EnumSource(TestServer.Version.class)
    void scan_afterACommitThatCameLate_hasSeenIt(TestServer.Version version) throws SQLException {
        TestDatabase test = CorpusDatabase.withOurTables(version);
        SchemaVariant.SAMPLE_PIPELINE.create(test, 0);
        try (ProbedCorpus corpus = new ProbedCorpus(test, SchemaVariant.SAMPLE_PIPELINE.mapping());
                Connection late = test.connect();
                Statement statement = late.createStatement()) {
            corpus.scan(ScanKind.INCREMENTAL);
            late.setAutoCommit(false);
            // Older than the overlap: only the watermark itself can bring it.
            statement.execute(document(1, "now() - interval '3 hours'"));
            corpus.database()
                    .with(session -> session.update("UPDATE truename.scan_watermark SET at = at - interval '6 hours'"));
            corpus.database()
                    .with(session -> session.update("UPDATE truename.scan_moment SET at = at - interval '6 hours'"));
            corpus.scan(ScanKind.INCREMENTAL);
            corpus.scan(ScanKind.INCREMENTAL);
            assertThat(corpus.open()).doesNotContainKey(FindingKind.ID_RANDOM);

            late.commit();

            corpus.scan(ScanKind.INCREMENTAL);
            assertThat(corpus.open()).containsEntry(FindingKind.ID_RANDOM, 1L);
            corpus.scan(ScanKind.INCREMENTAL);
            assertThat(corpus.database().with(Watermarks::current).orElseThrow())
                    .isAfter(java.time.Instant.now().minusSeconds(3_600));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = SchemaVariant.class,
            names = {"SAMPLE_PIPELINE", "TEXT_IDS_UPPER", "SEVERAL_CHUNK_TABLES", "OTHER_NAMES"})
    void scan_newDocuments_findsTheirs_andResolvesNothing(SchemaVariant variant) {
        TestDatabase test = CorpusDatabase.withOurTables(TestServer.Version.NEWEST);
        variant.create(test, 700);
        try (ProbedCorpus corpus = new ProbedCorpus(test, variant.mapping())) {
            corpus.database()
                    .with(session -> session.update("INSERT INTO truename.scan_watermark (at) VALUES ('2020-01-01')"));
            ScanStore.Stored scan = corpus.scan(ScanKind.INCREMENTAL);
            assertThat(scan.state()).as(scan.toString()).isEqualTo(ScanStore.State.DONE);
            assertThat(scan.summary().orElseThrow()).contains("\"documents\": 700");
            long seen = corpus.open().get(FindingKind.ID_RANDOM);

            corpus.scan(ScanKind.FULL);

            assertThat(corpus.open()).containsEntry(FindingKind.ID_RANDOM, seen);
            corpus.scan(ScanKind.INCREMENTAL);
            assertThat(corpus.open()).containsEntry(FindingKind.ID_RANDOM, seen);
        }
    }

    private static String document(int number, String created) {
        return "INSERT INTO upload_pipeline.documents VALUES (fixture.v4('d" + number + "'), 'u', 'f', 'text/plain', 1,"
                + " fixture.hash('f" + number + "'), 'uploaded', " + created + ", now())";
    }
}
