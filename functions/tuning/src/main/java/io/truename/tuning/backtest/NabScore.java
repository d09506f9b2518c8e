// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.backtest;

import java.util.List;

/**
 * Score of Numenta's Anomaly Benchmark (Lavin and Ahmad, ICMLA 2015), with the rules of its scoring program: the earlier an alarm in
 * a labelled window, the more it earns; only the best alarm of a window counts; one outside costs the more, the farther it is
 * behind the window before it.
 *
 * <p>An alarm at relative position x, from -1 at the left edge of a window to 0 at the right edge, earns
 * 2 / (1 + exp(5 x)) - 1, divided by that of x = -1. Behind a window, x is the distance from its right edge by its width, and the
 * value is negative; from x = 3 on, and where no window came before, it is -1. The first 15 % of the rows, 750 at most, are not
 * scored. The sum over files is normalised, so that 0 is a detector that never fires and 100 is a perfect one.
 *
 * @param sum of all files
 * @param windows labelled, of all files
 * @param unscored windows that lie within the rows that are not scored
 */
public record NabScore(NabProfile profile, double sum, long windows, long unscored) {
    private static final double PROBATION = 0.15;
    private static final int PROBATION_ROWS = 5_000;
    private static final double STEEPNESS = 5;
    private static final double FAR = 3;
    private static final double PERCENT = 100;

    /** Nothing scored. */
    public static NabScore none(NabProfile profile) {
        return new NabScore(profile, 0, 0, 0);
    }

    /**
     * Rows of a file.
     *
     * @param times of the rows, rising
     * @param windows labelled, in order of time
     * @param alarms whether a detector fires at each row
     */
    public static NabScore of(NabProfile profile, long[] times, List<TimeWindow> windows, boolean[] alarms) {
        int probation = (int) Math.ceil(Math.min(Math.floor(PROBATION * times.length), PROBATION * PROBATION_ROWS));
        double sum = 0;
        int unscored = 0;
        int previousRight = -1;
        int previousWidth = 0;
        int row = 0;
        for (TimeWindow window : windows) {
            for (; row < times.length && times[row] < window.from(); row++) {
                sum += alarms[row] && row >= probation ? falseAlarm(profile, row, previousRight, previousWidth) : 0;
            }
            int left = row;
            int right = row - 1;
            while (right + 1 < times.length && times[right + 1] <= window.to()) {
                right++;
            }
            int width = right - left + 1;
            double best = -profile.falseNegative();
            for (; row <= right; row++) {
                if (alarms[row] && row >= probation) {
                    double position = -(right - row + 1.0) / width;
                    best = Math.max(best, profile.truePositive() * sigmoid(position) / sigmoid(-1));
                }
            }
            if (right < probation) {
                unscored++;
            } else {
                sum += best;
            }
            previousRight = right;
            previousWidth = width;
        }
        for (; row < times.length; row++) {
            sum += alarms[row] && row >= probation ? falseAlarm(profile, row, previousRight, previousWidth) : 0;
        }
        return new NabScore(profile, sum, windows.size(), unscored);
    }

    public NabScore plus(NabScore other) {
        return new NabScore(profile, sum + other.sum, windows + other.windows, unscored + other.unscored);
    }

    /** From 0, as good as silence, to 100, perfect; below 0 where silence were better. NaN without windows. */
    public double normalised() {
        double silent = -profile.falseNegative() * (windows - unscored);
        double perfect = profile.truePositive() * windows;
        return PERCENT * (sum - silent) / (perfect - silent);
    }

    private static double falseAlarm(NabProfile profile, int row, int right, int width) {
        double distance = right < 0 ? FAR : (row - right) / (width - 1.0);
        return profile.falsePositive() * (distance >= FAR ? -1 : sigmoid(distance));
    }

    private static double sigmoid(double position) {
        return 2 / (1 + Math.exp(STEEPNESS * position)) - 1;
    }
}
