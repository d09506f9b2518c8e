// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.backtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.tuning.candidate.Candidate;
import io.truename.tuning.candidate.Candidates;
import io.truename.tuning.candidate.Transform;
import io.truename.tuning.candidate.Watched;
import io.truename.tuning.guard.Guarded;
import io.truename.tuning.select.Tuned;
import io.truename.tuning.series.MetricSeries;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The future must not reach an alarm: with another future, every alarm before it stays as it was. */
class LookAheadTest {
    private static final int DAYS = 12;
    private static final int FIRST = 4 * SyntheticSeries.SLOTS_OF_DAY;

    static List<Candidate> candidates() {
        List<Candidate> all = new ArrayList<>(Candidates.simple(Candidates.BOTH));
        for (Transform transform : Transform.values()) {
            all.add(Candidates.hourlyMaxima(transform, Candidates.BOTH));
        }
        all.add(new Watched(new Guarded(new Tuned("tuned", Candidates.grid(Candidates.BOTH), 0.03))));
        return all;
    }

    @ParameterizedTest
    @MethodSource("candidates")
    void firing_beforeAChangedFuture(Candidate candidate) {
        MetricSeries series = SyntheticSeries.raised(SyntheticSeries.latencies(5, DAYS), FIRST + 20, 30, 4);
        boolean[] known = WalkForward.DAILY.firing(candidate, series, FIRST);
        // In the middle of a day of fits, at the start of one, and one slot before that.
        for (int now : new int[] {FIRST + 100, FIRST + 3 * SyntheticSeries.SLOTS_OF_DAY, FIRST + 575, 3_200}) {
            for (MetricSeries other : List.of(scaled(series, now), shifted(series, now), empty(series, now))) {
                boolean[] otherwise = WalkForward.DAILY.firing(candidate, other, FIRST);
                assertThat(Arrays.copyOf(otherwise, now)).isEqualTo(Arrays.copyOf(known, now));
            }
        }
        assertThat(Arrays.copyOf(known, FIRST + 100)).contains(true);
    }

    private static MetricSeries scaled(MetricSeries series, int now) {
        double[] values = series.values();
        for (int slot = now; slot < values.length; slot++) {
            values[slot] *= 100;
        }
        return series.with(values);
    }

    private static MetricSeries shifted(MetricSeries series, int now) {
        double[] values = series.values();
        System.arraycopy(values, now - SyntheticSeries.SLOTS_OF_DAY / 2, values, now, values.length - now);
        return series.with(values);
    }

    private static MetricSeries empty(MetricSeries series, int now) {
        double[] values = series.values();
        Arrays.fill(values, now, values.length, Double.NaN);
        return series.with(values);
    }
}
