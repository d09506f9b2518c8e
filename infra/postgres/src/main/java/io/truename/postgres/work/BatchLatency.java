// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.work;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalDouble;

/**
 * How long batches take for a row now, against how long they took when it was calm: the 95th percentile of the newest ten by the
 * median of the newest hundred. Unknown until there are thirty.
 */
final class BatchLatency {
    private static final int KEPT = 100;
    private static final int FEWEST = 30;
    private static final int NEWEST = 10;

    private final Deque<Double> secondsPerRow = new ArrayDeque<>();

    void add(long rows, double seconds) {
        if (rows > 0) {
            secondsPerRow.addLast(seconds / rows);
            if (secondsPerRow.size() > KEPT) {
                secondsPerRow.removeFirst();
            }
        }
    }

    OptionalDouble ratio() {
        if (secondsPerRow.size() < FEWEST) {
            return OptionalDouble.empty();
        }
        List<Double> all = new ArrayList<>(secondsPerRow);
        List<Double> newest = new ArrayList<>(all.subList(all.size() - NEWEST, all.size()));
        all.sort(null);
        newest.sort(null);
        double calm = all.get(all.size() / 2);
        return OptionalDouble.of(newest.get((int) Math.ceil(0.95 * NEWEST) - 1) / calm);
    }
}
