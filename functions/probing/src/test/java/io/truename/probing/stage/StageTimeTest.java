// SPDX-License-Identifier: Apache-2.0
package io.truename.probing.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StageTimeTest {
    @ParameterizedTest
    @CsvSource({
        // Few documents: nothing is usual.
        "29, 10, 20, -1",
        "30, 10, 20, 100",
        // A long tail that is usual moves the limit, a single outlier beyond the 99th percentile does not.
        "1000, 10, 600, 1200",
        "1000, 1, 2, 60",
        "1000, 0, 0, 60"
    })
    void limit_followsWhatIsUsual(long documents, long median, long p99, long limit) {
        StageTime time = new StageTime(
                Stage.UPLOADED,
                Stage.PARSED,
                documents,
                Duration.ofSeconds(median),
                Duration.ofSeconds(p99),
                Duration.ofDays(1),
                Optional.empty());
        assertThat(time.limit())
                .isEqualTo(Optional.of(Duration.ofSeconds(limit)).filter(known -> limit >= 0));
    }

    @Test
    void success_ofNobody_isNotKnown_andMeetsTheObjective() {
        assertThat(new RetrievalCount(0, 0).success()).isEmpty();
        assertThat(new RetrievalCount(0, 0).meetsObjective()).isTrue();
        assertThat(new RetrievalCount(95, 5).meetsObjective()).isFalse();
        assertThat(new RetrievalCount(96, 4).meetsObjective()).isTrue();
    }
}
