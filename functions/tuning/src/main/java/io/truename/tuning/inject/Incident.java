// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.inject;

import io.truename.tuning.candidate.Side;
import io.truename.tuning.series.MetricSeries;
import java.util.Arrays;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;

/**
 * An incident at a place of a series.
 *
 * @param first slot of its first value, at least 1
 * @param size see {@link IncidentKind}
 * @param seed of its randomness
 */
public record Incident(IncidentKind kind, int first, double size, long seed) {
    public Incident {
        if (first < 1 || !(size > 0)) {
            throw new IllegalArgumentException("first, size: at least 1, more than 0");
        }
    }

    /** Number of slots that it fills in a series of a period. */
    public int slots(MetricSeries series) {
        return series.slotsIn(kind.length().toMillis());
    }

    /** The series with the incident on its values; cut where the series ends. */
    public MetricSeries on(MetricSeries series) {
        return on(series, scale(series.present()));
    }

    /**
     * The series with an incident that hurts in a way. What grows becomes smaller below, by its size times the median absolute value or
     * the points of a share.
     */
    public MetricSeries on(MetricSeries series, Harm harm) {
        boolean mirrored = harm.worse() == Side.BELOW && kind.grows();
        MetricSeries values = mirrored ? mapped(series, value -> -value) : series;
        MetricSeries hurt = harm.points().isPresent()
                ? on(values, new IncidentKind.Scale(harm.points().getAsDouble(), true))
                : on(values);
        MetricSeries back = mirrored ? mapped(hurt, value -> -value) : hurt;
        return harm.points().isPresent() ? mapped(back, value -> Math.max(0, Math.min(1, value))) : back;
    }

    private MetricSeries on(MetricSeries series, IncidentKind.Scale scale) {
        double[] values = series.values();
        Random random = new Random(seed);
        int slots = slots(series);
        double last = values[first - 1];
        for (int i = 0; i < slots && first + i < values.length; i++) {
            values[first + i] = kind.during(values[first + i], (i + 1.0) / slots, size, scale, last, random);
        }
        return series.with(values);
    }

    private static MetricSeries mapped(MetricSeries series, DoubleUnaryOperator of) {
        return series.with(Arrays.stream(series.values()).map(of).toArray());
    }

    private static IncidentKind.Scale scale(double... present) {
        double[] sizes = Arrays.stream(present).map(Math::abs).sorted().toArray();
        double usual = sizes.length == 0 ? Double.NaN : sizes[sizes.length / 2];
        return new IncidentKind.Scale(usual, Arrays.stream(present).anyMatch(value -> value < 0));
    }
}
