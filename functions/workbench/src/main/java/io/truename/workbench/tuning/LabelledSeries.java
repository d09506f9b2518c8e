// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench.tuning;

import io.truename.tuning.backtest.Backtest;
import io.truename.tuning.backtest.Episode;
import io.truename.tuning.backtest.NabProfile;
import io.truename.tuning.backtest.NabScore;
import io.truename.tuning.backtest.TimeWindow;
import io.truename.tuning.backtest.WalkForward;
import io.truename.tuning.candidate.Candidate;
import io.truename.tuning.series.MetricPoint;
import io.truename.tuning.series.MetricSeries;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * A series with labelled windows of incidents.
 *
 * @param name its path below the folder
 * @param points in order of time
 * @param windows in order of time
 */
public record LabelledSeries(String name, List<MetricPoint> points, List<TimeWindow> windows) {
    private static final double FITTED_FIRST = 0.15;
    private static final int MOVES = 20;

    public LabelledSeries {
        points = List.copyOf(points);
        windows = List.copyOf(windows);
    }

    /** Result of a policy on one or several series. */
    public record Outcome(Backtest backtest, List<NabScore> scores) {
        /** Nothing replayed. */
        public static final Outcome EMPTY = new Outcome(
                Backtest.NONE,
                Arrays.stream(NabProfile.values()).map(NabScore::none).toList());

        public Outcome {
            scores = List.copyOf(scores);
        }

        /** Both together. */
        public Outcome plus(Outcome other) {
            List<NabScore> sums = new ArrayList<>();
            for (int i = 0; i < scores.size(); i++) {
                sums.add(scores.get(i).plus(other.scores.get(i)));
            }
            return new Outcome(backtest.plus(other.backtest), sums);
        }

        /** Normalised score of a profile. */
        public double score(NabProfile profile) {
            return scores.stream()
                    .filter(score -> score.profile() == profile)
                    .findFirst()
                    .orElseThrow()
                    .normalised();
        }
    }

    /** The points on a grid of their usual period. */
    public MetricSeries series() {
        return MetricSeries.gridded(points, MetricSeries.usualPeriod(points));
    }

    /** Slot of the first fit: 15 % of the rows lie before it. */
    public int firstFit(MetricSeries series) {
        return series.slotFrom(points.get((int) (FITTED_FIRST * points.size())).time());
    }

    /** Fits a candidate to the first 15 % of the rows, then daily to the past, and counts. */
    public Outcome replay(Candidate candidate) {
        MetricSeries series = series();
        int first = firstFit(series);
        return count(series, WalkForward.DAILY.firing(candidate, series, first), first);
    }

    /**
     * Counts alarms of a candidate at times that have nothing to do with the values: its alarms, moved round the series by chance, with
     * the counts of all moves together. It is the worth of as many and as long alarms alone.
     */
    public Outcome byChance(Candidate candidate, long seed) {
        MetricSeries series = series();
        int first = firstFit(series);
        boolean[] firing = WalkForward.DAILY.firing(candidate, series, first);
        Random random = new Random(seed);
        Outcome sum = Outcome.EMPTY;
        for (int move = 0; move < MOVES; move++) {
            boolean[] moved = new boolean[firing.length];
            int evaluated = firing.length - first;
            int by = random.nextInt(evaluated);
            for (int slot = 0; slot < evaluated; slot++) {
                moved[first + (slot + by) % evaluated] = firing[first + slot];
            }
            sum = sum.plus(count(series, moved, first));
        }
        return sum;
    }

    private Outcome count(MetricSeries series, boolean[] firing, int first) {
        long[] times = points.stream().mapToLong(MetricPoint::time).toArray();
        boolean[] alarms = starts(series, firing, times);
        List<NabScore> scores = Arrays.stream(NabProfile.values())
                .map(profile -> NabScore.of(profile, times, windows, alarms))
                .toList();
        return new Outcome(Backtest.of(series, firing, first, windows), scores);
    }

    /** Rows at which an episode starts: the last of its first slot, when all of the slot's values are known. */
    private static boolean[] starts(MetricSeries series, boolean[] firing, long[] times) {
        boolean[] alarms = new boolean[times.length];
        int row = 0;
        for (Episode episode : Episode.of(series, firing)) {
            long end = series.time(episode.first() + 1);
            while (row + 1 < times.length && times[row + 1] < end) {
                row++;
            }
            alarms[row] = true;
        }
        return alarms;
    }
}
