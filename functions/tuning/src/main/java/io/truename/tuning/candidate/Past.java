// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.candidate;

import io.truename.tuning.baseline.Levels;
import io.truename.tuning.series.MetricSeries;
import io.truename.tuning.series.TrailingQuantile;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Past of a metric, with the figures that several candidates ask of it, computed once. Not thread-safe. */
public final class Past {
    private record Key(int window, Transform transform, Side side, int lasting) {}

    private record Scaled(int window, Transform transform) {}

    private final MetricSeries series;
    private final double[] present;
    private final Map<Transform, Transform.Fitted> scales = new HashMap<>();
    private final Map<Scaled, Levels> levels = new HashMap<>();
    private final Map<Key, HourlyTail> tails = new HashMap<>();

    public Past(MetricSeries series) {
        this.series = series;
        this.present = series.present();
    }

    public MetricSeries series() {
        return series;
    }

    /** The values that are there, in order of time. */
    public double[] present() {
        return present.clone();
    }

    Transform.Fitted scale(Transform transform) {
        return scales.computeIfAbsent(transform, key -> key.fit(present));
    }

    /** Hourly maxima of the residuals of a trailing median, of the least ones of so long a time. */
    HourlyTail tail(int window, Transform transform, Side side, Duration lasting) {
        long period = series.period();
        int slots = (int) ((lasting.toMillis() + period - 1) / period);
        return tails.computeIfAbsent(
                new Key(window, transform, side, slots),
                key -> HourlyTail.of(series, window, levels(window, transform), side, slots));
    }

    private Levels levels(int window, Transform transform) {
        return levels.computeIfAbsent(new Scaled(window, transform), key -> {
            Transform.Fitted scale = scale(transform);
            double[] values = TrailingQuantile.of(series, window, Bound.MEDIAN);
            return Levels.of(
                    series.start(),
                    series.period(),
                    Arrays.stream(values).map(scale::of).toArray());
        });
    }
}
