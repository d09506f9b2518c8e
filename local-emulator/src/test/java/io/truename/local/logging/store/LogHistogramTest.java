// SPDX-License-Identifier: Apache-2.0
package io.truename.local.logging.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.logging.type.LogSeverity;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LogHistogramTest {
    private final LogStore store = new LogStore(1 << 20);

    @Test
    void count_takesTheStartAndNotTheEnd() {
        store.add(List.of(
                LogStoreTest.entry(9, "a"),
                LogStoreTest.entry(10, "b"),
                LogStoreTest.entry(14, "c"),
                LogStoreTest.entry(15, "d"),
                LogStoreTest.entry(19, "e"),
                LogStoreTest.entry(20, "f")));
        LogHistogram counted = histogram(10, Instant.ofEpochSecond(20)).count(store, 100);
        assertThat(counted.counts()).containsOnlyKeys(LogSeverity.DEFAULT);
        assertThat(counted.counts().get(LogSeverity.DEFAULT)).containsExactly(2, 2);
        assertThat(counted.since()).isEmpty();
    }

    @Test
    void count_readsNoMoreThanAllowed_andTellsSinceWhen() {
        for (int second = 0; second < 10; second++) {
            store.add(List.of(LogStoreTest.entry(second, "a")));
        }
        LogHistogram counted = histogram(0, Instant.ofEpochSecond(10)).count(store, 4);
        assertThat(counted.counts().get(LogSeverity.DEFAULT)).containsExactly(0, 4);
        assertThat(counted.since()).contains(Instant.ofEpochSecond(6));
        assertThat(histogram(0, Instant.ofEpochSecond(10)).count(store, 10).since())
                .isEmpty();
    }

    @Test
    void partOfAMillisecond_belongsToTheLastBucket() {
        store.add(List.of(LogStoreTest.entry(20, "a")));
        LogHistogram counted = histogram(10, Instant.ofEpochSecond(20, 999)).count(store, 100);
        assertThat(counted.counts().get(LogSeverity.DEFAULT)).containsExactly(0, 1);
    }

    @Test
    void timeWithoutAMillisecond_isRefused() {
        assertThatThrownBy(() -> histogram(10, Instant.ofEpochSecond(10, 999)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static LogHistogram histogram(long start, Instant end) {
        return new LogHistogram(entry -> true, Instant.ofEpochSecond(start), end, 2);
    }
}
