// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.probing.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.postgres.corpus.fixture.CorpusDatabase;
import io.truename.postgres.corpus.validate.CorpusNumbers;
import io.truename.postgres.corpus.validate.CorpusValidator;
import io.truename.probing.finding.FindingKind;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer;
import io.truename.testkit.schema.SchemaVariant;
import io.truename.testkit.suite.LongSuite;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every kind of schema: a scan finds what the judge of migrations counts. */
class FullScanIT {
    private static final int DOCUMENTS = 60;
    private static final long FROM_RANDOM = 13;

    @LongSuite(sample = 10)
    @ParameterizedTest
    @EnumSource(SchemaVariant.class)
    void scan_randomIds_findsWhatTheValidatorCounts(SchemaVariant variant) {
        TestDatabase test = CorpusDatabase.withOurTables(TestServer.Version.NEWEST);
        variant.create(test, DOCUMENTS);
        try (ProbedCorpus corpus = new ProbedCorpus(test, variant.mapping())) {
            CorpusNumbers numbers =
                    corpus.database().with(session -> new CorpusValidator(corpus.schema()).validate(session));

            ScanStore.Stored scan = corpus.scan(ScanKind.FULL);

            assertThat(scan.state()).as(scan.toString()).isEqualTo(ScanStore.State.DONE);
            Map<FindingKind, Long> open = corpus.open();
            // Some chunks of the sample follow from the random id of their document: the validator wants the true one.
            long fromRandom = variant == SchemaVariant.SAMPLE_PIPELINE ? FROM_RANDOM : 0;
            assertThat(rows(open, FindingKind.ID_RANDOM))
                    .isEqualTo(numbers.count("untrueDocuments") + numbers.count("untrueChunks") - fromRandom);
            assertThat(rows(open, FindingKind.USER_CANNOT_RETRIEVE))
                    .isEqualTo(numbers.count("documents") - numbers.count("retrievableDocuments"));
            assertThat(rows(open, FindingKind.REFERENCE_ORPHAN) + rows(open, FindingKind.EMBEDDING_ORPHAN))
                    .isEqualTo(numbers.orphans());
            assertThat(open.keySet())
                    .isSubsetOf(
                            FindingKind.ID_RANDOM,
                            FindingKind.USER_CANNOT_RETRIEVE,
                            FindingKind.REFERENCE_ORPHAN,
                            FindingKind.CONTENT_TWICE,
                            FindingKind.CHUNKS_MISSING,
                            // The fixtures' vectors have components that are not numbers, and few different ones.
                            FindingKind.EMBEDDING_MISSING,
                            FindingKind.EMBEDDING_NOT_A_NUMBER,
                            FindingKind.EMBEDDING_REPEATED);
        }
    }

    private static long rows(Map<FindingKind, Long> open, FindingKind kind) {
        return open.getOrDefault(kind, 0L);
    }
}
