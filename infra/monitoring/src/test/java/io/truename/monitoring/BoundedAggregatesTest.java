// SPDX-License-Identifier: Apache-2.0
package io.truename.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.monitoring.v3.Aggregation.Aligner;
import com.google.monitoring.v3.Aggregation.Reducer;
import io.truename.monitoring.MetricAggregates.Question;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BoundedAggregatesTest {
    private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");
    private static final Question QUESTION = Question.of(
            "m",
            Map.of(),
            NOON.minusSeconds(3600),
            NOON,
            Duration.ofMinutes(1),
            Aligner.ALIGN_DELTA,
            Reducer.REDUCE_SUM,
            List.of());

    // A step that is killed after two minutes says nothing, and after three of them the report has failed.
    @Test
    void slowReadings_endInWords() {
        // System.nanoTime may begin anywhere, and overflow.
        AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
        AtomicInteger asked = new AtomicInteger();
        BoundedAggregates bounded = new BoundedAggregates(
                question -> {
                    asked.incrementAndGet();
                    nanos.addAndGet(CloudMonitoringReader.LONGEST_FOR_ALL.toNanos());
                    return List.of();
                },
                Duration.ofSeconds(75),
                nanos::get);

        for (int reading = 0; reading < 3; reading++) {
            assertThat(bounded.read(QUESTION)).isEmpty();
        }
        assertThatThrownBy(() -> bounded.read(QUESTION))
                .isInstanceOf(MetricReadException.class)
                .hasMessageContaining("more than 75 s");
        assertThat(asked).hasValue(3);
    }
}
