// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.work;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Relative latency of a row in recent batches: the 95th percentile of the newest ten batches, divided by a baseline. The baseline is the
 * lowest median of the newest hundred seen so far. It is stored between pieces of work and rises slowly: a database that is slow for
 * minutes does not become its own baseline, and one that stays slower does. Unknown before thirty batches, and in a later piece of work
 * before ten.
 */
final class BatchLatency {
    private static final int KEPT = 100;
    private static final int FEWEST = 30;
    private static final int NEWEST = 10;
    /** Seconds of batches in which the baseline doubles; time in which a worker holds does not count. */
    private static final double DOUBLES_IN_SECONDS = 600;

    private final Deque<Double> secondsPerRow = new ArrayDeque<>();
    private double calm;

    /**
     * Continues with a stored baseline.
     *
     * @param calm seconds for a row; 0 if unknown
     */
    BatchLatency(double calm) {
        this.calm = calm;
    }

    void add(long rows, double seconds) {
        if (rows <= 0 || seconds <= 0) {
            return;
        }
        secondsPerRow.addLast(seconds / rows);
        if (secondsPerRow.size() > KEPT) {
            secondsPerRow.removeFirst();
        }
        if (secondsPerRow.size() >= FEWEST) {
            double median = ranked(secondsPerRow, 0.5);
            double most = calm == 0 ? median : calm * Math.pow(2, seconds / DOUBLES_IN_SECONDS);
            calm = Math.min(median, most);
        }
    }

    OptionalDouble ratio() {
        if (calm == 0 || secondsPerRow.size() < NEWEST) {
            return OptionalDouble.empty();
        }
        List<Double> all = new ArrayList<>(secondsPerRow);
        return OptionalDouble.of(ranked(all.subList(all.size() - NEWEST, all.size()), 0.95) / calm);
    }

    /** Baseline in seconds for a row; 0 while unknown. */
    double calm() {
        return calm;
    }

    private static double ranked(Collection<Double> values, double share) {
        List<Double> sorted = new ArrayList<>(values);
        sorted.sort(null);
        return sorted.get((int) Math.ceil(share * sorted.size()) - 1);
    }
}
