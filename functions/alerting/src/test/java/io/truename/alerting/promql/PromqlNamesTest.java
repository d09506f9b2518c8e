// SPDX-License-Identifier: Apache-2.0
package io.truename.alerting.promql;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.alerting.series.SeriesKey;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class PromqlNamesTest {
    @Test
    void onlyTheFirstSlashIsAColon() {
        assertThat(PromqlNames.metric("run.googleapis.com/container/cpu-x"))
                .isEqualTo("run_googleapis_com:container_cpu_x");
    }

    @Test
    void aMetricsLabelGivesWayToTheResources() {
        SeriesKey key = SeriesKey.of("m", Map.of("location", "a", "le", "b"), "job", Map.of("location", "c"));
        assertThat(PromqlNames.labels(key))
                .containsOnly(
                        Map.entry("location", "c"),
                        Map.entry("metric_location", "a"),
                        Map.entry("le", "b"),
                        Map.entry("monitored_resource", "job"));
    }
}
