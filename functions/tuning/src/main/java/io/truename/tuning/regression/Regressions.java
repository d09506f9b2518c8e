// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.regression;

import io.truename.tuning.regression.RegressionResult.Verdict;
import io.truename.tuning.series.HourOfWeek;
import io.truename.tuning.series.MetricSeries;
import io.truename.tuning.trend.Estimate;
import io.truename.tuning.trend.HodgesLehmann;
import io.truename.tuning.trend.MannKendall;
import io.truename.tuning.trend.Pettitt;
import io.truename.tuning.trend.TheilSen;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Detection of regressions: changes to the worse that stay.
 *
 * <p>Levels are compared day by day at equal hours, since a busy day is no regression: the Hodges-Lehmann shift of the hours' medians
 * against the medians of the same hours in the days before. Each of the rule's last whole days must show the least change by the lower
 * end of its interval, and Pettitt's test on all hours must find a change point that is not later than their begin. Growth of memory is the Theil-Sen slope of
 * the least values of three hours each, since a heap that is collected goes up and down, and must also pass the Mann-Kendall test.
 * A rise means worse; negate the values of a metric whose fall is worse.
 */
public final class Regressions {
    private static final double CONFIDENCE = 0.98;
    private static final double SIGNIFICANT = 0.01;
    private static final int HOURS_OF_DAY = 24;
    private static final int FEWEST_DAYS_BEFORE = 5;
    private static final int MOST_DAYS_BEFORE = 28;
    private static final int FEWEST_HOURS = 12;
    private static final int HOURS_OF_BLOCK = 3;
    private static final int FEWEST_BLOCKS = 12;
    private static final double RESTART = 0.2;
    private static final long DAY = HOURS_OF_DAY * HourOfWeek.MILLIS;

    private Regressions() {}

    /**
     * Looks at the last whole days of a series.
     *
     * @param series for a slope, of one instance
     * @param changes candidates for the cause, in any order
     */
    public static RegressionResult look(MetricSeries series, RegressionRule rule, List<Change> changes) {
        return rule.kind() == RegressionRule.Kind.SLOPE ? slope(series, rule, changes) : shift(series, rule, changes);
    }

    private static RegressionResult shift(MetricSeries series, RegressionRule rule, List<Change> changes) {
        HourlyLevels hours = HourlyLevels.of(series);
        int recent = hours.days() - rule.days();
        if (recent < FEWEST_DAYS_BEFORE) {
            return RegressionResult.unknown("There are " + hours.days() + " whole days; "
                    + (FEWEST_DAYS_BEFORE + rule.days()) + " are needed.");
        }
        int before = Math.max(0, recent - MOST_DAYS_BEFORE);
        boolean relative = rule.kind() == RegressionRule.Kind.RELATIVE;
        double least = relative ? Math.log1p(rule.least()) : rule.least();
        List<Estimate> byDay = new ArrayList<>();
        boolean everyDay = true;
        for (int day = recent; day < hours.days(); day++) {
            double[] distances = known(hours.distances(day, before, recent, relative));
            if (distances.length < FEWEST_HOURS) {
                return RegressionResult.unknown("A day has values to compare in " + distances.length + " hours only; "
                        + FEWEST_HOURS + " are needed.");
            }
            Estimate shift = HodgesLehmann.of(distances, CONFIDENCE);
            everyDay &= shift.lower() > least;
            byDay.add(relative ? shift.map(Math::expm1) : shift);
        }
        if (!everyDay) {
            return RegressionResult.steady("Not each of the last " + rule.days() + " days is worse by as much.", byDay);
        }
        List<Long> times = new ArrayList<>();
        List<Double> distances = new ArrayList<>();
        for (int day = before; day < hours.days(); day++) {
            double[] ofDay = hours.distances(day, before, recent, relative);
            for (int hour = 0; hour < ofDay.length; hour++) {
                if (!Double.isNaN(ofDay[hour])) {
                    times.add(hours.time(day, hour));
                    distances.add(ofDay[hour]);
                }
            }
        }
        Pettitt change =
                Pettitt.of(distances.stream().mapToDouble(Double::doubleValue).toArray());
        long since = times.get(change.first());
        if (change.p() >= SIGNIFICANT || since > hours.time(recent, 0) + DAY / 2) {
            return RegressionResult.steady("No change point confirms the worse days.", byDay);
        }
        String size = relative ? String.format(Locale.ROOT, "%.0f %%", 100 * rule.least()) : "" + rule.least();
        return regressed(
                "Each of the last " + rule.days() + " days is more than " + size + " above the same hours before.",
                byDay,
                since,
                changes);
    }

    private static RegressionResult slope(MetricSeries series, RegressionRule rule, List<Change> changes) {
        MetricSeries recent = series.latest(rule.days() * DAY);
        int slots = series.slotsIn(HOURS_OF_BLOCK * HourOfWeek.MILLIS);
        List<Double> hours = new ArrayList<>();
        List<Double> least = new ArrayList<>();
        for (int slot = 0; slot + slots <= recent.size(); slot += slots) {
            double[] present = recent.part(slot, slot + slots).present();
            if (present.length > 0) {
                hours.add((recent.time(slot) - recent.start()) / (double) DAY);
                least.add(Arrays.stream(present).min().orElseThrow());
            }
        }
        int from = afterRestart(least);
        double[] x = hours.stream().skip(from).mapToDouble(Double::doubleValue).toArray();
        double[] y = least.stream().skip(from).mapToDouble(Double::doubleValue).toArray();
        if (y.length < FEWEST_BLOCKS) {
            return RegressionResult.unknown("Since the instance started there are " + y.length * HOURS_OF_BLOCK
                    + " hours with values; " + FEWEST_BLOCKS * HOURS_OF_BLOCK + " are needed.");
        }
        Estimate slope = TheilSen.slope(x, y, CONFIDENCE);
        double p = MannKendall.pOfRise(y);
        if (!(slope.lower() > rule.least()) || p >= SIGNIFICANT) {
            return RegressionResult.steady("The least values do not rise steadily by as much.", List.of(slope));
        }
        return regressed(
                String.format(
                        Locale.ROOT,
                        "The least values rise by %.3g a day, at least by %.3g (p of no trend %.1e).",
                        slope.value(),
                        slope.lower(),
                        p),
                List.of(slope),
                recent.start() + Math.round(x[0] * DAY),
                changes);
    }

    /** Index after the last fall by more than a fifth: an instance that started anew. */
    private static int afterRestart(List<Double> values) {
        for (int i = values.size() - 1; i > 0; i--) {
            if (values.get(i) < values.get(i - 1) * (1 - RESTART)) {
                return i;
            }
        }
        return 0;
    }

    private static RegressionResult regressed(String reason, List<Estimate> byDay, long since, List<Change> changes) {
        // The change point is exact to some hours only.
        Optional<Change> nearest = changes.stream()
                .filter(change ->
                        change.time() <= since + HOURS_OF_BLOCK * HourOfWeek.MILLIS && change.time() >= since - DAY)
                .min(Comparator.comparingLong(change -> Math.abs(change.time() - since)));
        return new RegressionResult(Verdict.REGRESSED, reason, byDay, OptionalLong.of(since), nearest);
    }

    private static double[] known(double... values) {
        return Arrays.stream(values).filter(value -> !Double.isNaN(value)).toArray();
    }
}
