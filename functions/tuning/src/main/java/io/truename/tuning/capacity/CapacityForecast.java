// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.capacity;

import io.truename.tuning.baseline.Robust;
import io.truename.tuning.series.HourOfWeek;
import io.truename.tuning.series.MetricSeries;
import io.truename.tuning.trend.Estimate;
import io.truename.tuning.trend.TheilSen;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Forecast of daily peaks: a Theil-Sen trend, a level for each day of the week, and the rests. Futures are drawn by fitting again to
 * days whose rests were drawn in blocks of three (moving block bootstrap, Künsch 1989), so that both the trend and the days vary.
 */
public final class CapacityForecast {
    /** Days of values that a forecast needs. */
    public static final int FEWEST_DAYS = 14;

    private static final int FUTURES = 500;
    private static final int BLOCK = 3;
    private static final int ROUNDS = 2;
    private static final int DAYS_OF_WEEK = 7;
    private static final double CONFIDENCE = 0.8;
    private static final double PEAK = 0.95;
    private static final double MOST_MISSING = 0.2;
    private static final long DAY = 24 * HourOfWeek.MILLIS;

    private final long firstDay;
    private final double[] peaks;
    private final Fit fit;

    private CapacityForecast(long firstDay, double[] peaks) {
        this.firstDay = firstDay;
        this.peaks = peaks;
        this.fit = new Fit(firstDay, peaks);
    }

    /**
     * Learns from a series.
     *
     * @return empty if it has fewer than {@value #FEWEST_DAYS} whole days, or if a fifth of them have no values
     */
    public static Optional<CapacityForecast> of(MetricSeries series) {
        long first = -Math.floorDiv(-series.start(), DAY);
        int days = (int) Math.max(0, Math.floorDiv(series.end(), DAY) - first);
        double[] peaks = new double[days];
        int missing = 0;
        for (int day = 0; day < days; day++) {
            MetricSeries ofDay =
                    series.part(series.slotFrom((first + day) * DAY), series.slotFrom((first + day + 1) * DAY));
            peaks[day] = Robust.quantile(ofDay.present(), PEAK);
            missing += Double.isNaN(peaks[day]) ? 1 : 0;
        }
        return days < FEWEST_DAYS || missing > MOST_MISSING * days
                ? Optional.empty()
                : Optional.of(new CapacityForecast(first, peaks));
    }

    /**
     * Foretells when the daily peak, its 95th percentile, first reaches a limit.
     *
     * @param horizon days to look ahead
     * @param random the same seed gives the same answer
     */
    public Forecast until(double limit, int horizon, Random random) {
        int[] crossings = new int[FUTURES];
        for (int future = 0; future < FUTURES; future++) {
            Fit other = new Fit(firstDay, fit.anew(random));
            double[] rests = fit.rests(horizon, random);
            int day = 0;
            while (day < horizon && other.usual(peaks.length + day) + rests[day] < limit) {
                day++;
            }
            crossings[future] = day;
        }
        Arrays.sort(crossings);
        return new Forecast(
                fit.trend(peaks.length - 1),
                fit.slope,
                date(crossings[FUTURES / 10], horizon),
                date(crossings[FUTURES / 2], horizon),
                date(crossings[FUTURES * 9 / 10], horizon));
    }

    private Optional<LocalDate> date(int day, int horizon) {
        return day >= horizon ? Optional.empty() : Optional.of(LocalDate.ofEpochDay(firstDay + peaks.length + day));
    }

    /** A trend with levels by day of the week, and the rests. */
    private static final class Fit {
        private final long firstDay;
        private final double[] values;
        private final Estimate slope;
        private double origin;
        private final double[] ofWeek = new double[DAYS_OF_WEEK];
        private final double[] rests;

        Fit(long firstDay, double[] values) {
            this.firstDay = firstDay;
            this.values = values;
            Estimate trend = slope();
            for (int round = 0; round < ROUNDS; round++) {
                origin = Robust.median(detrended(trend, -1));
                for (int weekday = 0; weekday < DAYS_OF_WEEK; weekday++) {
                    double level = Robust.median(detrended(trend, weekday));
                    ofWeek[weekday] = Double.isNaN(level) ? 0 : level - origin;
                }
                // A series that ends with a weekend would else seem to fall.
                trend = slope();
            }
            this.slope = trend;
            this.origin = Robust.median(withoutWeek(trend));
            this.rests = new double[values.length];
            double fitted = Math.sqrt(values.length / (double) (values.length - DAYS_OF_WEEK - 2));
            for (int day = 0; day < values.length; day++) {
                rests[day] = Double.isNaN(values[day]) ? 0 : (values[day] - usual(day)) * fitted;
            }
        }

        private Estimate slope() {
            int[] known = known(-1);
            return TheilSen.slope(
                    Arrays.stream(known).asDoubleStream().toArray(),
                    Arrays.stream(known)
                            .mapToDouble(day -> values[day] - ofWeek[weekday(day)])
                            .toArray(),
                    CONFIDENCE);
        }

        private double[] detrended(Estimate trend, int weekday) {
            return Arrays.stream(known(weekday))
                    .mapToDouble(day -> values[day] - trend.value() * day)
                    .toArray();
        }

        private double[] withoutWeek(Estimate trend) {
            return Arrays.stream(known(-1))
                    .mapToDouble(day -> values[day] - ofWeek[weekday(day)] - trend.value() * day)
                    .toArray();
        }

        /** Days with a value, of one day of the week or of all (-1). */
        private int[] known(int weekday) {
            return IntStream.range(0, values.length)
                    .filter(day -> !Double.isNaN(values[day]) && (weekday < 0 || weekday(day) == weekday))
                    .toArray();
        }

        private int weekday(int day) {
            return (int) Math.floorMod(firstDay + day, (long) DAYS_OF_WEEK);
        }

        double trend(int day) {
            return origin + slope.value() * day;
        }

        double usual(int day) {
            return trend(day) + ofWeek[weekday(day)];
        }

        /** Rests of neighbouring days stay together. */
        double[] rests(int days, Random random) {
            double[] drawn = new double[days];
            for (int day = 0; day < days; day++) {
                int from = day % BLOCK == 0 ? random.nextInt(rests.length - BLOCK + 1) : 0;
                for (int i = 0; day % BLOCK == 0 && i < BLOCK && day + i < days; i++) {
                    drawn[day + i] = rests[from + i];
                }
            }
            return drawn;
        }

        /** The same days with other rests. */
        double[] anew(Random random) {
            double[] drawn = rests(values.length, random);
            for (int day = 0; day < drawn.length; day++) {
                drawn[day] += usual(day);
            }
            return drawn;
        }
    }
}
