// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.probing.scan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.truename.postgres.corpus.fixture.CorpusDatabase;
import io.truename.probing.finding.FindingKind;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer;
import io.truename.testkit.schema.SchemaVariant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SampleScanIT {
    @ParameterizedTest
    @EnumSource(
            value = SchemaVariant.class,
            names = {"SAMPLE_PIPELINE", "TEXT_IDS_LOWER", "SEVERAL_CHUNK_TABLES", "DOCUMENTS_ONLY"})
    void sample_ofTheWholeCorpus_drawsWrongRowsByTheirShare(SchemaVariant variant) throws Exception {
        TestDatabase test = CorpusDatabase.withOurTables(TestServer.Version.NEWEST);
        variant.create(test, 300);
        try (ProbedCorpus corpus = new ProbedCorpus(test, variant.mapping())) {
            ScanStore.Stored scan = corpus.scan(ScanKind.SAMPLE, new ScanSettings(Optional.empty(), 2_000));

            assertThat(scan.state()).as(scan.toString()).isEqualTo(ScanStore.State.DONE);
            JsonNode samples =
                    new ObjectMapper().readTree(scan.summary().orElseThrow()).path("samples");
            assertThat(samples).hasSize(1 + corpus.schema().chunks().size());
            JsonNode documents = samples.path(0);
            assertThat(documents.path("rows").asLong()).isGreaterThanOrEqualTo(2_000);
            // Ten of eleven are random. Deviations of more than four standard errors are a fault.
            assertThat(documents.path("wrong").asDouble()
                            / documents.path("rows").asDouble())
                    .isBetween(0.909 - 0.03, 0.909 + 0.03);
            assertThat(documents.path("share").asDouble()).isGreaterThan(0.85);
            assertThat(documents.path("proof").asText()).startsWith("At most ").endsWith("with 95 % confidence");
            assertThat(corpus.open()).containsKey(FindingKind.ID_RANDOM);
        }
    }

    /** Rows are drawn by their places in the table, and their positions need all chunks of their documents. */
    @Test
    void sample_ofChunksWithPositions_tellsTrueIdsFromOthers() throws Exception {
        TestDatabase test = CorpusDatabase.withOurTables(TestServer.Version.NEWEST);
        SchemaVariant variant = SchemaVariant.CHUNKS_WITHOUT_ORDINAL;
        variant.create(test, 30);
        test.execute(
                "UPDATE app.child_chunk c SET id = fixture.true_chunk(c.file_id::uuid, 'child', '1', (SELECT count(*)"
                        + " FROM app.child_chunk o WHERE o.file_id = c.file_id"
                        + " AND (o.start_at, o.label COLLATE \"C\") < (c.start_at, c.label COLLATE \"C\")))");
        try (ProbedCorpus corpus = new ProbedCorpus(test, variant.mapping())) {
            ScanStore.Stored scan = corpus.scan(ScanKind.SAMPLE, new ScanSettings(Optional.empty(), 2_000));

            assertThat(scan.state()).as(scan.toString()).isEqualTo(ScanStore.State.DONE);
            JsonNode samples =
                    new ObjectMapper().readTree(scan.summary().orElseThrow()).path("samples");
            assertThat(samples.path(1).path("wrong").asLong())
                    .isPositive()
                    .isEqualTo(samples.path(1).path("rows").asLong());
            assertThat(samples.path(2).path("rows").asLong()).isPositive();
            assertThat(samples.path(2).path("wrong").asLong()).isZero();
        }
    }
}
