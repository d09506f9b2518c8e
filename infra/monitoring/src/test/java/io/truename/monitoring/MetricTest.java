// SPDX-License-Identifier: Apache-2.0
package io.truename.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetricTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "/a", "a/", "A", "a b", "a//b", "1", "a.b", "custom.googleapis.com/x"})
    void name_illegal_isRefused(String name) {
        assertThatThrownBy(() -> new Metric.Counter(name, "1", "", List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void labels_thatGiveTooManySeries_areRefused() {
        assertThat(new Metric.Counter("a", "1", "", List.of(label("b", 25), label("c", 20))).labels())
                .hasSize(2);
        assertThatThrownBy(() -> new Metric.Counter("a", "1", "", List.of(label("b", 25), label("c", 21))))
                .hasMessageContaining("500 time series");
    }

    @Test
    void labels_ofOneName_areRefused() {
        assertThatThrownBy(() -> new Metric.Gauge("a", "1", "", true, List.of(label("b", 1), label("b", 1))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void label_atEveryBound_isLegal_andBeyondIsNot() {
        assertThat(new MetricLabel("l".repeat(100), Set.of("\u00e4".repeat(512))).values())
                .hasSize(1);
        assertThatThrownBy(() -> MetricLabel.of("l".repeat(101), "v")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> MetricLabel.of("l", "v".repeat(1_025))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> label("l", 101)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> label("l", 0)).isInstanceOf(IllegalArgumentException.class);
    }

    // Ids and texts of users must never become labels: each would be a time series of its own for ever.
    @Test
    void label_unlistedValue_isOther() {
        assertThat(MetricLabel.of("code", "locks").bounded("locks")).isEqualTo("locks");
        assertThat(MetricLabel.of("code", "locks").bounded("7d444840-9dc0-41d1-b245-5ffdce74fad2"))
                .isEqualTo("other");
    }

    @Test
    void buckets_holdTheirLowerBound() {
        Buckets buckets = Buckets.explicit(1, 2, 5);
        assertThat(buckets.count()).isEqualTo(4);
        assertThat(buckets.bucketOf(-1)).isZero();
        assertThat(buckets.bucketOf(0.999)).isZero();
        assertThat(buckets.bucketOf(1)).isEqualTo(1);
        assertThat(buckets.bucketOf(4.9)).isEqualTo(2);
        assertThat(buckets.bucketOf(5)).isEqualTo(3);
        assertThat(Buckets.exponential(1, 2, 3).bounds()).containsExactly(1.0, 2.0, 4.0, 8.0);
        assertThat(Buckets.exponential(1, 1.1, 198).count()).isEqualTo(200);
        assertThatThrownBy(() -> Buckets.exponential(1, 1.1, 199)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Buckets.explicit(1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Buckets.explicit(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(Buckets::explicit).isInstanceOf(IllegalArgumentException.class);
    }

    private static MetricLabel label(String name, int values) {
        return new MetricLabel(
                name, IntStream.range(0, values).mapToObj(i -> "v" + i).collect(Collectors.toSet()));
    }
}
