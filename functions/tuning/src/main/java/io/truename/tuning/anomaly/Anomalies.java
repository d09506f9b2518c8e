// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.anomaly;

import io.truename.tuning.baseline.Levels;
import io.truename.tuning.baseline.Robust;
import io.truename.tuning.series.HourOfWeek;
import io.truename.tuning.series.MetricSeries;
import io.truename.tuning.series.TrailingQuantile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Anomalies of a metric without an alert: times in which its trailing median left the band of its hour. The band is so wide that of the
 * hours before, at most one in {@value #HOURS_FOR_ONE} would have left it. Few are told, the farthest first: nobody reads many.
 */
public final class Anomalies {
    /** Hours of the past, of which at most one may lie outside of the band. */
    public static final int HOURS_FOR_ONE = 500;

    /** The most anomalies that are told. */
    public static final int MOST = 5;

    private static final long WINDOW = 15 * 60_000L;
    private static final double MEDIAN = 0.5;
    private static final double NARROWEST = 0.02;

    private final MetricSeries series;
    private final double[] medians;
    private final Levels levels;
    private final double upper;
    private final double lower;

    private Anomalies(MetricSeries series, int from) {
        this.series = series;
        this.medians = TrailingQuantile.of(series, series.slotsIn(WINDOW), MEDIAN);
        this.levels = Levels.of(series.start(), series.period(), Arrays.copyOf(medians, from));
        double[] residuals = levels.residuals();
        double narrowest = NARROWEST * Math.abs(Robust.median(known(Arrays.copyOf(medians, from))));
        this.upper = Math.max(narrowest, width(residuals, 1));
        this.lower = Math.max(narrowest, width(residuals, -1));
    }

    /**
     * Looks for anomalies from a time on. All that lies before is what they are compared with.
     *
     * @param from milliseconds since 1970
     * @return the farthest outside first; none if there is nothing to compare with
     */
    public static List<Anomaly> since(MetricSeries series, long from) {
        int first = series.slotFrom(from);
        if (first == 0) {
            return List.of();
        }
        List<Anomaly> found = new Anomalies(series, first).from(first);
        found.sort(Comparator.<Anomaly>comparingDouble(anomaly -> -anomaly.widths())
                .thenComparing(Anomaly::from));
        return List.copyOf(found.subList(0, Math.min(MOST, found.size())));
    }

    /** Half of the band on one side: the quantile of the hours' farthest values. */
    private double width(double[] residuals, int side) {
        List<Double> farthest = new ArrayList<>();
        long hour = Long.MIN_VALUE;
        for (int slot = 0; slot < residuals.length; slot++) {
            double value = side * residuals[slot];
            if (Double.isNaN(value)) {
                continue;
            }
            long of = HourOfWeek.number(series.time(slot));
            if (of != hour) {
                farthest.add(value);
                hour = of;
            } else {
                farthest.set(farthest.size() - 1, Math.max(value, farthest.get(farthest.size() - 1)));
            }
        }
        double[] values = farthest.stream().mapToDouble(Double::doubleValue).toArray();
        return Robust.quantile(values, 1 - 1.0 / HOURS_FOR_ONE);
    }

    private List<Anomaly> from(int first) {
        List<Anomaly> found = new ArrayList<>();
        int begun = -1;
        int last = -1;
        int farthest = -1;
        int hour = series.slotsIn(HourOfWeek.MILLIS);
        for (int slot = first; slot < series.size(); slot++) {
            if (!(widths(slot) > 1)) {
                continue;
            }
            if (begun >= 0 && slot - last > hour) {
                found.add(anomaly(begun, last, farthest));
                begun = -1;
            }
            if (begun < 0) {
                begun = slot;
                farthest = slot;
            }
            farthest = widths(slot) > widths(farthest) ? slot : farthest;
            last = slot;
        }
        if (begun >= 0) {
            found.add(anomaly(begun, last, farthest));
        }
        return found;
    }

    private double usual(int slot) {
        return levels.ofHour(HourOfWeek.of(series.time(slot)));
    }

    /** Distance from the usual level in halves of the band; NaN where there is none. */
    private double widths(int slot) {
        double beyond = medians[slot] - usual(slot);
        return beyond >= 0 ? beyond / upper : -beyond / lower;
    }

    private Anomaly anomaly(int begun, int last, int farthest) {
        double usual = usual(farthest);
        double peak = medians[farthest];
        long minutes = (series.time(last) + series.period() - series.time(begun)) / 60_000;
        String explanation = String.format(
                Locale.ROOT,
                "For %d minutes %s the band of its hour, from %.4g to %.4g; farthest at %.4g, where %.4g is usual.",
                minutes,
                peak > usual ? "above" : "below",
                usual - lower,
                usual + upper,
                peak,
                usual);
        return new Anomaly(
                Anomaly.Severity.of(widths(farthest)),
                series.time(begun),
                series.time(last) + series.period(),
                peak,
                usual,
                usual - lower,
                usual + upper,
                explanation);
    }

    private static double[] known(double... values) {
        return Arrays.stream(values).filter(value -> !Double.isNaN(value)).toArray();
    }
}
