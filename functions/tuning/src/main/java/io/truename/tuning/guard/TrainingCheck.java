// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.guard;

import io.truename.tuning.baseline.Robust;
import io.truename.tuning.series.HourOfWeek;
import io.truename.tuning.series.MetricSeries;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;

/**
 * Looks for values that no threshold may be made from: of a metric that died or repeats itself, whose unit or clock changed, or of an
 * incident.
 *
 * @param values the past without the stretches that look like incidents
 * @param leftOut a sentence for each such stretch
 * @param reasons sentences that say why the thresholds before must stay; none if new ones may be made
 */
public record TrainingCheck(MetricSeries values, List<String> leftOut, List<String> reasons) {
    private static final int DAY = 24;
    private static final double PERCENT = 100;
    /** A metric with fewer of its values has died, whether or not it comes back. */
    private static final double LEAST_COVERAGE = 0.5;
    /** Times as long as the longest run of equal values before. */
    private static final int TIMES_LONGER = 3;

    private static final long SHORTEST_RUN = 2 * HourOfWeek.MILLIS;
    /** Between bits and bytes lies 8, between seconds and milliseconds 1000; no level doubles twice by itself. */
    private static final double OTHER_UNIT = 5;
    /** Spreads from the usual level; of normal values one hour in millions is so far. */
    private static final double FAR = 6;

    private static final int HOURS_OF_INCIDENT = 2;
    /** More of the past is not an incident, but how the metric is. */
    private static final double MOST_LEFT_OUT = 0.05;

    private static final double ALIKE = 0.8;
    private static final double LESS_ALIKE = 0.3;

    public TrainingCheck {
        leftOut = List.copyOf(leftOut);
        reasons = List.copyOf(reasons);
    }

    /** Checks a past, its last day above all. */
    public static TrainingCheck of(MetricSeries past) {
        List<String> reasons = new ArrayList<>();
        int latest = Math.max(0, past.size() - past.slotsIn(DAY * HourOfWeek.MILLIS));
        if (latest == 0) {
            return new TrainingCheck(past, List.of(), List.of());
        }
        MetricSeries before = past.part(0, latest);
        MetricSeries day = past.part(latest, past.size());
        died(before, day).ifPresent(reasons::add);
        repeats(before, day).ifPresent(reasons::add);
        HourlyMedians medians = HourlyMedians.of(past);
        otherUnit(medians.hours()).ifPresent(reasons::add);
        clock(medians.hours()).ifPresent(reasons::add);
        List<String> leftOut = new ArrayList<>();
        MetricSeries values = reasons.isEmpty() ? withoutIncidents(past, medians, leftOut) : past;
        return new TrainingCheck(values, leftOut, reasons);
    }

    private static Optional<String> died(MetricSeries before, MetricSeries day) {
        double coverage = (double) day.present().length / day.size();
        double usual = (double) before.present().length / before.size();
        return coverage < LEAST_COVERAGE && coverage < usual
                ? Optional.of(String.format(
                        Locale.ROOT,
                        "Only %.0f %% of the periods of the last day have a value, of those before %.0f %%.",
                        Math.floor(PERCENT * coverage),
                        PERCENT * usual))
                : Optional.empty();
    }

    private static Optional<String> repeats(MetricSeries before, MetricSeries day) {
        long run = longestRun(day) * day.period();
        long usual = longestRun(before) * day.period();
        return run >= SHORTEST_RUN && run > TIMES_LONGER * usual
                ? Optional.of(String.format(
                        Locale.ROOT,
                        "The metric repeated one value for %.1f hours of the last day, before that for %.1f at most.",
                        (double) run / HourOfWeek.MILLIS,
                        (double) usual / HourOfWeek.MILLIS))
                : Optional.empty();
    }

    private static long longestRun(MetricSeries series) {
        long longest = 0;
        long run = 0;
        double last = Double.NaN;
        for (double value : series.present()) {
            run = value == last ? run + 1 : 1;
            last = value;
            longest = Math.max(longest, run);
        }
        return longest;
    }

    /** A split of the past into levels so far apart that they cannot be of one unit: the latest that there is. */
    private static Optional<String> otherUnit(MetricSeries hours) {
        int days = hours.size() / DAY;
        double[] medians = new double[days];
        for (int day = 0; day < days; day++) {
            int end = hours.size() - (days - 1 - day) * DAY;
            medians[day] = Robust.median(hours.part(end - DAY, end).present());
        }
        for (int day = days - 1; day > 0; day--) {
            double ratio = Robust.median(known(medians, day, days)) / Robust.median(known(medians, 0, day));
            double step = medians[day] / medians[day - 1];
            if (far(ratio) && far(step)) {
                return Optional.of(String.format(
                        Locale.ROOT,
                        "Since %s values are %.3g times as large as before. Has their unit changed?",
                        Instant.ofEpochMilli(hours.time(hours.size() - (days - day) * DAY)),
                        ratio));
            }
        }
        return Optional.empty();
    }

    private static boolean far(double ratio) {
        return ratio >= OTHER_UNIT || (ratio > 0 && ratio <= 1 / OTHER_UNIT);
    }

    /** Whether the last day looks like the days before it, moved by some hours, and not like them where it is. */
    private static Optional<String> clock(MetricSeries hours) {
        int days = hours.size() / DAY - 1;
        if (days < 2) {
            return Optional.empty();
        }
        int latest = hours.size() - DAY;
        double[] usual = new double[DAY];
        double[] last = new double[DAY];
        for (int hour = 0; hour < DAY; hour++) {
            double[] same = new double[days];
            for (int day = 0; day < days; day++) {
                same[day] = hours.value(latest + hour - (day + 1) * DAY);
            }
            usual[hour] = Robust.median(known(same, 0, days));
            last[hour] = hours.value(latest + hour);
        }
        if (known(last, 0, DAY).length < DAY || known(usual, 0, DAY).length < DAY) {
            return Optional.empty();
        }
        double here = new PearsonsCorrelation().correlation(usual, last);
        int best = 0;
        double most = here;
        for (int moved = 1 - DAY / 2; moved <= DAY / 2; moved++) {
            double alike = new PearsonsCorrelation().correlation(moved(usual, moved), last);
            if (alike > most) {
                most = alike;
                best = moved;
            }
        }
        return most >= ALIKE && here < most - LESS_ALIKE
                ? Optional.of("The daily pattern came " + Math.abs(best) + " hours " + (best > 0 ? "later" : "earlier")
                        + " on the last day. Has a clock jumped?")
                : Optional.empty();
    }

    private static double[] moved(double[] usual, int by) {
        double[] moved = new double[DAY];
        for (int hour = 0; hour < DAY; hour++) {
            moved[hour] = usual[Math.floorMod(hour - by, DAY)];
        }
        return moved;
    }

    private static MetricSeries withoutIncidents(MetricSeries past, HourlyMedians medians, List<String> leftOut) {
        double far = FAR * medians.spread();
        MetricSeries hours = medians.hours();
        double[] values = past.values();
        int out = 0;
        int hour = 0;
        while (hour < hours.size()) {
            int first = hour;
            while (hour < hours.size() && Math.abs(medians.residual(hour)) > far) {
                hour++;
            }
            if (hour - first >= HOURS_OF_INCIDENT) {
                // The hours beside belong to it, too: an incident does not begin on the hour.
                long from = hours.time(first) - HourOfWeek.MILLIS;
                long to = hours.time(hour) + HourOfWeek.MILLIS;
                Arrays.fill(values, past.slotFrom(from), past.slotFrom(to), Double.NaN);
                out += hour - first;
                leftOut.add("Values from " + Instant.ofEpochMilli(from) + " to " + Instant.ofEpochMilli(to)
                        + " look like an incident and are left out.");
            }
            hour++;
        }
        if (out > MOST_LEFT_OUT * hours.size()) {
            leftOut.clear();
            return past;
        }
        return past.with(values);
    }

    private static double[] known(double[] values, int from, int to) {
        return Arrays.stream(values, from, to)
                .filter(value -> !Double.isNaN(value))
                .toArray();
    }
}
