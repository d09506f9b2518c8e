// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench.overhead;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Comparison of the p99 of two ways that were measured in turns, in blocks of pairs of processes. A p99 hangs on few values, and on a
 * shared machine these come in bursts, so the interval of the difference is that of a bootstrap that draws pairs, and blocks of them.
 * Not thread-safe.
 */
public final class PairedP99 {
    private static final int DRAWS = 1_000;

    @SuppressWarnings("ArrayRecordComponent") // compared by no one
    private record Block(double[] one, double[] other) {}

    private final List<List<Block>> pairs = new ArrayList<>();

    /** Begins the blocks of another pair. */
    void newPair() {
        pairs.add(new ArrayList<>());
    }

    /** Adds a block of the newest pair: as many values of one way as of the other, measured at the same time. */
    void add(double[] one, double[] other) {
        pairs.get(pairs.size() - 1).add(new Block(one, other));
    }

    /** Compares all values of one way with those of the other. */
    Comparison compare(Random random) {
        List<Block> all = pairs.stream().flatMap(List::stream).toList();
        double[] ratios = new double[DRAWS];
        for (int draw = 0; draw < DRAWS; draw++) {
            List<Block> drawn = new ArrayList<>();
            for (int i = 0; i < pairs.size(); i++) {
                List<Block> pair = pairs.get(random.nextInt(pairs.size()));
                pair.forEach(block -> drawn.add(pair.get(random.nextInt(pair.size()))));
            }
            ratios[draw] = quantile(values(drawn, true), 0.99) / quantile(values(drawn, false), 0.99);
        }
        double[] one = values(all, true);
        double[] other = values(all, false);
        return new Comparison(
                quantile(one, 0.5),
                quantile(other, 0.5),
                quantile(one, 0.99),
                quantile(other, 0.99),
                quantile(ratios, 0.025),
                quantile(ratios, 0.975));
    }

    private static double[] values(List<Block> blocks, boolean ofOne) {
        return blocks.stream()
                .flatMapToDouble(block -> Arrays.stream(ofOne ? block.one : block.other))
                .toArray();
    }

    private static double quantile(double[] values, double share) {
        Arrays.sort(values);
        return values[(int) Math.min(values.length - 1L, (long) (share * values.length))];
    }

    /**
     * Result.
     *
     * @param median of one way
     * @param otherMedian of the other
     * @param p99 of one way
     * @param otherP99 of the other
     * @param low lower end of the interval of the ratio of these two, with 95 % confidence
     * @param high its upper end
     */
    public record Comparison(double median, double otherMedian, double p99, double otherP99, double low, double high) {
        /** Whether the ratio is above 1 beyond chance. */
        public boolean isHigher() {
            return low > 1;
        }
    }
}
