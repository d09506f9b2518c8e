// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.probing.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.postgres.corpus.fixture.CorpusDatabase;
import io.truename.probing.finding.Finding;
import io.truename.probing.finding.FindingKind;
import io.truename.probing.finding.FindingState;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer;
import io.truename.testkit.schema.SchemaVariant;
import io.truename.testkit.suite.LongSuite;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Equal vectors at both ends of a table of some hundred blocks, read slice by slice and compared in several passes. */
@LongSuite
class EqualVectorsIT {
    private static final int PAGE = 1;

    private static final String CHUNKS = "upload_pipeline.document_chunks";

    @ParameterizedTest
    @ValueSource(strings = {"real[]", "numeric[]", "vector"})
    void vectorsThatAreFarApart_areRepeatedIfTheirTextsDiffer(String type) {
        TestDatabase test = CorpusDatabase.withOurTables(TestServer.Version.NEWEST);
        // Stands for the type of pgvector, which the servers of the tests lack: it, too, is cast to an array.
        test.executeAsSuperuser("CREATE DOMAIN public.vector AS real[]");
        SchemaVariant.SAMPLE_PIPELINE.create(test, 5);
        test.execute("UPDATE " + CHUNKS + " SET embedding = NULL; ALTER TABLE " + CHUNKS + " ALTER embedding TYPE "
                + type
                + " USING NULL, ALTER embedding SET STORAGE PLAIN; INSERT INTO " + CHUNKS
                + " SELECT gen_random_uuid(), (SELECT document_id FROM " + CHUNKS + " LIMIT 1), 'far', '1.0', n,"
                + " fixture.hash('text ' || n), 0, 512, " + vector("n", "0", type)
                + " FROM generate_series(1, 3000) n");
        try (ProbedCorpus corpus = new ProbedCorpus(test, SchemaVariant.SAMPLE_PIPELINE.mapping())) {
            corpus.scan(ScanKind.FULL);
            assertThat(repeated(corpus)).isEmpty();

            // The vector of the first with its text, and with two others; the zeros of one of those have the other
            // sign.
            set(test, 2000, vector("1", "0", type), 1);
            set(test, 2900, vector("1", "0", type), 2900);
            set(test, 3000, vector("1", "-0", type), 3000);
            // A vector that is there twice for one text.
            set(test, 2999, vector("7", "0", type), 7);
            inSlices(corpus);
            assertThat(repeated(corpus)).singleElement().satisfies(found -> {
                assertThat(found.count()).isEqualTo(4);
                assertThat(found.samples()).hasSize(1);
                assertThat(test.value("SELECT chunk_ord FROM " + CHUNKS + " WHERE chunk_id = '"
                                + found.samples().get(0) + "'"))
                        .isIn("1", "2000", "2900", "3000");
            });
            assertThat(test.value("SELECT count(*) FROM truename.scan_vectors")).isEqualTo("0");

            set(test, 2900, vector("2900", "0", type), 2900);
            set(test, 3000, vector("3000", "0", type), 3000);
            corpus.scan(ScanKind.FULL);
            assertThat(repeated(corpus)).isEmpty();
        }
    }

    private static String vector(String number, String zero, String type) {
        return "CAST(array_cat(ARRAY[1 + " + number + " % 50, " + number + " / 50]::real[], array_fill('" + zero
                + "'::real, ARRAY[100])) AS " + type + ")";
    }

    private static void set(TestDatabase test, int ordinal, String vector, int text) {
        test.execute("UPDATE " + CHUNKS + " SET embedding = " + vector + ", chunk_sha256 = fixture.hash('text " + text
                + "') WHERE chunker_name = 'far' AND chunk_ord = " + ordinal);
    }

    private static List<Finding> repeated(ProbedCorpus corpus) {
        return corpus.findings(FindingState.OPEN).stream()
                .filter(finding -> finding.cause().kind() == FindingKind.EMBEDDING_REPEATED)
                .toList();
    }

    /** Each slice by another instance. */
    private static void inSlices(ProbedCorpus corpus) {
        UUID id = corpus.begin(ScanKind.FULL, ScanSettings.USUAL);
        ScanStep.Result result;
        do {
            result = corpus.step(PAGE).goOn(id, corpus.schema(), Instant.EPOCH);
        } while (result.outcome() == ScanStep.Outcome.MORE);
        assertThat(result.outcome()).isEqualTo(ScanStep.Outcome.DONE);
    }
}
