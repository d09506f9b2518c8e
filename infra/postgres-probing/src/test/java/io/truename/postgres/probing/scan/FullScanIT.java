// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.probing.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.postgres.corpus.validate.CorpusNumbers;
import io.truename.postgres.corpus.validate.CorpusValidator;
import io.truename.probing.finding.FindingKind;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer;
import io.truename.testkit.schema.SchemaVariant;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every kind of schema: a scan finds what the judge of migrations counts. */
class FullScanIT {
    private static final int DOCUMENTS = 60;

    @ParameterizedTest
    @EnumSource(SchemaVariant.class)
    void scan_randomIds_findsWhatTheValidatorCounts(SchemaVariant variant) {
        TestDatabase test = TestServer.shared(TestServer.Version.NEWEST).database();
        variant.create(test, DOCUMENTS);
        try (ProbedCorpus corpus = new ProbedCorpus(test, variant.mapping())) {
            CorpusNumbers numbers =
                    corpus.database().with(session -> new CorpusValidator(corpus.schema()).validate(session));

            ScanStore.Stored scan = corpus.scan(ScanKind.FULL);

            assertThat(scan.state()).as(scan.toString()).isEqualTo(ScanStore.State.DONE);
            Map<FindingKind, Long> open = corpus.open();
            System.err.println(variant + " " + open + " " + scan.summary() + numbers.toJson());
            assertThat(open.getOrDefault(FindingKind.ID_RANDOM, 0L))
                    .isGreaterThanOrEqualTo(numbers.count("untrueDocuments"));
        }
    }
}
