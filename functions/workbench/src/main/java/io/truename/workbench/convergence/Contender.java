// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench.convergence;

import io.truename.rekeying.sizing.BatchResult;
import io.truename.rekeying.sizing.BatchSizer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** A rule for the size of the next batch. Holds state; belongs to one simulation. */
interface Contender {
    /** Name in the table. */
    String name();

    /** Rows of the next batch. */
    int rows();

    /** Records the result of the batch. */
    void after(BatchResult result);

    /** Ours. */
    final class Truename implements Contender {
        private BatchSizer sizer;

        Truename(Duration target) {
            sizer = BatchSizer.first(target);
        }

        @Override
        public String name() {
            return "Truename";
        }

        @Override
        public int rows() {
            return sizer.rows();
        }

        @Override
        public void after(BatchResult result) {
            sizer = sizer.after(result);
        }
    }

    /**
     * Percona's weighted average rate as published: decayed sums of rows and seconds, three quarters kept each time; the next
     * size is their ratio times the target. It starts with 1,000 rows and tries a crowded-out batch again as it is.
     */
    final class Percona implements Contender {
        private final double targetSeconds;
        private double sumRows;
        private double sumSeconds;
        private int rows = 1000;

        Percona(Duration target) {
            targetSeconds = target.toNanos() / 1e9;
        }

        @Override
        public String name() {
            return "Percona";
        }

        @Override
        public int rows() {
            return rows;
        }

        @Override
        public void after(BatchResult result) {
            if (result.outcome() == BatchResult.Outcome.COMMITTED) {
                sumRows = sumRows * 0.75 + result.rows();
                sumSeconds = sumSeconds * 0.75 + result.duration().toNanos() / 1e9;
                rows = (int) Math.max(1, sumRows / sumSeconds * targetSeconds);
            }
        }
    }

    /**
     * GitLab's optimizer as published: efficiency is a job's duration by the interval; of the last 20 successful ones an
     * average that keeps 0.6 of the weight for each older; below 0.90 or above 0.95 the size is multiplied by 0.95 by it, 1.2
     * at most, within 1,000 and 2 million. A job that timed out is done again in two halves. The interval is chosen so that
     * 0.95 of it is the target.
     */
    final class GitLab implements Contender {
        private static final int JOBS = 20;

        private final double interval;
        private final Deque<Double> newestFirst = new ArrayDeque<>();
        private int rows = 1000;
        private int halves;

        GitLab(Duration target) {
            interval = target.toNanos() / 1e9 / 0.95;
        }

        @Override
        public String name() {
            return "GitLab";
        }

        @Override
        public int rows() {
            return halves > 0 ? Math.max(1, rows / 2) : rows;
        }

        @Override
        public void after(BatchResult result) {
            if (result.outcome() != BatchResult.Outcome.COMMITTED) {
                halves = 2;
                return;
            }
            if (halves > 0) {
                halves--;
                return;
            }
            newestFirst.addFirst(result.duration().toNanos() / 1e9 / interval);
            if (newestFirst.size() > JOBS) {
                newestFirst.removeLast();
            }
            if (newestFirst.size() == JOBS) {
                adapt();
            }
        }

        private void adapt() {
            double weight = 1;
            double weights = 0;
            double sum = 0;
            for (double efficiency : newestFirst) {
                sum += weight * efficiency;
                weights += weight;
                weight *= 0.6;
            }
            double efficiency = Math.round(sum / weights * 100) / 100.0;
            if (efficiency < 0.90 || efficiency > 0.95) {
                double factor = efficiency == 0 ? 1.2 : Math.min(0.95 / efficiency, 1.2);
                rows = (int) Math.min(2_000_000, Math.max(1000, rows * factor));
            }
        }
    }
}
