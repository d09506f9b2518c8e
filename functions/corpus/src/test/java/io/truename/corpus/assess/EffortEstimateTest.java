// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.assess;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EffortEstimateTest {
    private static final DocumentCounts TOTAL = new DocumentCounts(100, 80, 0, 20, 80, 1000, 800);
    private static final List<TableWriteEstimate> TABLES = List.of(
            new TableWriteEstimate("s.documents", 80, false, 2, 100, 10),
            new TableWriteEstimate("s.chunks", 800, false, 3, 1000, 100));

    @Test
    void of_sample_scalesItsRateAndWal() {
        SampleResult sample =
                new SampleResult(8, 80, Map.of("s.documents", 8L, "s.chunks", 80L), 0.088, 880_000, List.of());

        EffortEstimate effort = EffortEstimate.of(TOTAL, TABLES, Optional.of(sample));

        assertThat(effort.rows()).isEqualTo(880);
        assertThat(effort.indexEntries()).isEqualTo(2560);
        assertThat(effort.heapBytes()).isEqualTo(808_000);
        assertThat(effort.seconds().expected()).isBetween(0.8799, 0.8801);
        assertThat(effort.wal()).isEqualTo(new EffortEstimate.Range(4_400_000, 8_800_000, 17_600_000));
    }

    @Test
    void of_noSample_isLessSure() {
        EffortEstimate effort = EffortEstimate.of(TOTAL, TABLES, Optional.empty());

        assertThat(effort.seconds()).isEqualTo(new EffortEstimate.Range(0.11 / 4, 0.11, 0.44));
        assertThat(effort.basis()).contains("No sample");
    }

    @Test
    void of_nothingToMove_costsNothing() {
        EffortEstimate effort = EffortEstimate.of(DocumentCounts.NONE, List.of(), Optional.empty());

        assertThat(effort.rows()).isZero();
        assertThat(effort.part(0, 0).seconds().high()).isZero();
    }
}
