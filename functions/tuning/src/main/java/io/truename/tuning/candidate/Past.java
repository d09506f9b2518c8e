// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.candidate;

import io.truename.tuning.baseline.Levels;
import io.truename.tuning.series.MetricSeries;
import io.truename.tuning.series.TrailingQuantile;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** Past of a metric, with what several candidates ask of it computed once. Not thread-safe. */
public final class Past {
    private record Key(int window, Transform transform, Side side) {}

    private final MetricSeries series;
    private final double[] present;
    private final Map<Transform, Transform.Fitted> scales = new HashMap<>();
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

    /** Hourly maxima of the residuals of a trailing median. */
    HourlyTail tail(int window, Transform transform, Side side) {
        Key key = new Key(window, transform, side);
        HourlyTail known = tails.get(key);
        if (known == null) {
            Transform.Fitted scale = scale(transform);
            double[] values = TrailingQuantile.of(series, window, Bound.MEDIAN);
            Levels levels = Levels.of(
                    series.start(),
                    series.period(),
                    Arrays.stream(values).map(scale::of).toArray());
            for (Side each : Side.values()) {
                tails.put(new Key(window, transform, each), HourlyTail.of(series, window, levels, each));
            }
            known = tails.get(key);
        }
        return Objects.requireNonNull(known);
    }
}
