// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.baseline;

import io.truename.tuning.series.HourOfWeek;
import io.truename.tuning.series.MetricSeries;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.descriptive.DescriptiveStatistics;

/**
 * Baseline of a metric: its usual values, in numbers. Values are in the unit of the metric, quantiles linear between ranks.
 *
 * @param days from the first slot to the end of the last
 * @param coverage share of the slots with a value, from 0 to 1
 * @param distinct number of different values
 * @param mean of all values
 * @param deviation standard deviation of a sample
 * @param median of all values
 * @param p95 quantile
 * @param p99 quantile
 * @param skew third standardised moment, 0 if symmetric; NaN for a constant
 * @param tail (p99 - median) / (p95 - median): 1.41 of normal values, more of values with a heavier tail; NaN for a constant
 * @param season the pattern that pays
 * @param peakHours hours of the day in UTC whose level is in the upper quarter, if a pattern pays
 * @param offPeakHours those in the lower quarter
 * @param gaps stretches without values
 * @param longestGapMillis longest of them
 * @param quantum smallest step between values, if values repeat so often that they must be rounded; 0 otherwise
 * @param changes times at which the level changed for good, in milliseconds since 1970
 * @param refusals reasons not to make thresholds of the metric; none if it may
 */
public record Baseline(
        double days,
        double coverage,
        long distinct,
        double mean,
        double deviation,
        double median,
        double p95,
        double p99,
        double skew,
        double tail,
        Season season,
        List<Integer> peakHours,
        List<Integer> offPeakHours,
        int gaps,
        long longestGapMillis,
        double quantum,
        List<Long> changes,
        List<String> refusals) {
    /** Fewest days that thresholds are made from. */
    public static final int FEWEST_DAYS = 5;

    /** Smallest coverage. */
    public static final double LEAST_COVERAGE = 0.8;

    /** Fewest different values. */
    public static final long FEWEST_DISTINCT = 50;

    private static final double DAY = 24.0 * HourOfWeek.MILLIS;
    private static final double P95 = 95;
    private static final double P99 = 99;
    private static final double PERCENT = 100;
    private static final int HOURS_OF_DAY = 24;
    private static final double QUARTER = 0.25;
    private static final int OFTEN = 4;

    public Baseline {
        peakHours = List.copyOf(peakHours);
        offPeakHours = List.copyOf(offPeakHours);
        changes = List.copyOf(changes);
        refusals = List.copyOf(refusals);
    }

    /** Describes a series. */
    public static Baseline of(MetricSeries series) {
        double[] present = series.present();
        double[] distinct = Arrays.stream(present).sorted().distinct().toArray();
        double days = (series.end() - series.start()) / DAY;
        double coverage = series.size() == 0 ? 0 : (double) present.length / series.size();
        DescriptiveStatistics statistics = new DescriptiveStatistics(present);
        double median = Robust.median(present);
        double p95 = Robust.quantile(present, P95 / PERCENT);
        double p99 = Robust.quantile(present, P99 / PERCENT);
        Levels levels = Levels.of(series.start(), series.period(), series.values());
        boolean pattern = levels.season() != Season.NONE;
        int[] gaps = gaps(series);
        return new Baseline(
                days,
                coverage,
                distinct.length,
                statistics.getMean(),
                statistics.getStandardDeviation(),
                median,
                p95,
                p99,
                distinct.length < 2 ? Double.NaN : statistics.getSkewness(),
                p95 > median ? (p99 - median) / (p95 - median) : Double.NaN,
                levels.season(),
                pattern ? hours(levels, 1 - QUARTER, 1) : List.of(),
                pattern ? hours(levels, 1 - QUARTER, -1) : List.of(),
                gaps.length,
                Arrays.stream(gaps).max().orElse(0) * series.period(),
                quantum(distinct, present.length),
                LevelChanges.of(series, levels),
                refusals(days, coverage, distinct.length));
    }

    /** The refusal of a series with too few different values, which does not hold for shares of counted events. */
    public static String tooFewDistinct(MetricSeries series) {
        return tooFew(Arrays.stream(series.present()).distinct().count());
    }

    private static String tooFew(long distinct) {
        return distinct + " different values; thresholds need " + FEWEST_DISTINCT + ".";
    }

    private static List<String> refusals(double days, double coverage, long distinct) {
        List<String> refusals = new ArrayList<>();
        if (days < FEWEST_DAYS) {
            refusals.add(String.format(Locale.ROOT, "%.1f days of values; thresholds need %d.", days, FEWEST_DAYS));
        }
        if (coverage < LEAST_COVERAGE) {
            refusals.add(String.format(
                    Locale.ROOT,
                    "%.0f %% of the periods have a value; thresholds need %.0f %%.",
                    Math.floor(PERCENT * coverage),
                    PERCENT * LEAST_COVERAGE));
        }
        if (distinct < FEWEST_DISTINCT) {
            refusals.add(tooFew(distinct));
        }
        return refusals;
    }

    /** Hours of the day whose mean level is at or beyond a quantile of all 24, on one side. */
    private static List<Integer> hours(Levels levels, double quantile, int sign) {
        double[] byHour = IntStream.range(0, HOURS_OF_DAY)
                .mapToDouble(hour -> IntStream.range(0, HourOfWeek.COUNT / HOURS_OF_DAY)
                        .mapToDouble(day -> sign * levels.ofHour(day * HOURS_OF_DAY + hour))
                        .average()
                        .orElse(Double.NaN))
                .toArray();
        double bound = Robust.quantile(byHour, quantile);
        return IntStream.range(0, HOURS_OF_DAY)
                .filter(hour -> byHour[hour] >= bound)
                .boxed()
                .toList();
    }

    /** Lengths of the stretches without values, in slots. */
    private static int[] gaps(MetricSeries series) {
        IntStream.Builder gaps = IntStream.builder();
        int length = 0;
        for (int slot = 0; slot < series.size(); slot++) {
            boolean empty = Double.isNaN(series.value(slot));
            if (!empty && length > 0) {
                gaps.add(length);
            }
            length = empty ? length + 1 : 0;
        }
        if (length > 0) {
            gaps.add(length);
        }
        return gaps.build().toArray();
    }

    private static double quantum(double[] distinct, int values) {
        if (distinct.length < 2 || distinct.length > values / OFTEN) {
            return 0;
        }
        return IntStream.range(1, distinct.length)
                .mapToDouble(i -> distinct[i] - distinct[i - 1])
                .min()
                .orElseThrow();
    }
}
