// SPDX-License-Identifier: Apache-2.0
package io.truename.rekeying.sizing;

import io.truename.rekeying.sizing.BatchResult.Outcome;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Adaptive batch sizer: decides the number of rows of the next batch from the results of earlier batches. Immutable: {@link
 * #after} returns the next sizer. A store keeps {@link #values}, and {@link #of} reads them back.
 *
 * <p>A batch of n rows is taken to last c (h + n) seconds: h is what every batch costs besides its rows, counted in rows, and
 * changes seldom; c is how slow the database is now. c is the ratio of decayed sums of the last few batches, or that of the
 * last batch where it is worse by more than chance. h comes from pairs of neighbours that differ in size. Then:
 *
 * <ol>
 *   <li>The time allowed is the target, or less where durations vary: a batch 3.5 standard deviations longer than foreseen must
 *       stay below the ceiling of 2 s, and so must the worst surprise of the last 20 minutes, should it come again.
 *   <li>Down at once and as far as that says; up by half at a time, and twofold until the target first comes near.
 *   <li>After a shrink by a quarter or more, and after a halving because the batch was crowded out, three batches without growth.
 * </ol>
 *
 * <p>RATIONALE.md compares it with others and says why.
 */
public final class BatchSizer {
    /** Duration that no batch should exceed. */
    public static final Duration CEILING = Duration.ofSeconds(2);

    /** Rows of the very first batch. */
    public static final int FIRST = 200;

    /** Limit that bounds the memory of a batch. */
    public static final int MOST = 200_000;

    private static final double DECAY = 0.8;
    private static final double GROWTH = 1.5;
    private static final double WARM_UP_GROWTH = 2;
    private static final double NOTABLE_SHRINK = 0.75;
    private static final int FROZEN_BATCHES = 3;

    private static final double CEILING_SHARE = 0.8;
    private static final double LEAST_CAUTION = 1.6;
    private static final double MOST_CAUTION = 5;
    private static final double MEMORY_SECONDS = 1200;
    private static final int FIRST_TELLING = 3;
    private static final double DEVIATIONS = 3.5;
    private static final double CHANGE_DEVIATIONS = 2;
    private static final double FIRST_VARIANCE = 0.2 * 0.2;
    private static final double LEAST_SHARE = 0.03;

    private static final double NOTABLE_RATIO = 1.3;
    private static final double PAIR_DECAY = 0.9;
    private static final double MOST_OVERHEAD = 4;

    private final double targetSeconds;
    private final State state;

    private BatchSizer(double targetSeconds, State state) {
        this.targetSeconds = targetSeconds;
        this.state = state;
    }

    /**
     * State of the sizer.
     *
     * @param rows of the next batch
     * @param frozen batches left without growth
     * @param warmingUp whether the target was never near yet
     * @param batches committed so far, counted up to 1,000
     * @param sumSeconds decayed; with sumRows and sumWeight the level c
     * @param lastRows of the last committed batch; 0 before it
     * @param pairSquares decayed; with pairProducts the overhead h
     * @param surprise logarithm of the worst recent ratio of a batch's duration to the foreseen one
     * @param variance of that logarithm
     */
    private record State(
            int rows,
            int frozen,
            boolean warmingUp,
            int batches,
            double sumSeconds,
            double sumRows,
            double sumWeight,
            double lastRows,
            double lastSeconds,
            double pairSquares,
            double pairProducts,
            double surprise,
            double variance) {}

    /** Sizer before the first batch. */
    public static BatchSizer first(Duration target) {
        return new BatchSizer(seconds(target), new State(FIRST, 0, true, 0, 0, 0, 0, 0, 0, 0, 0, 0, FIRST_VARIANCE));
    }

    /** Reads a sizer from {@link #values}; an empty or unknown map gives the first sizer. */
    public static BatchSizer of(Duration target, Map<String, ? extends Number> values) {
        if (!values.containsKey("rows")) {
            return first(target);
        }
        return new BatchSizer(
                seconds(target),
                new State(
                        (int) Math.min(MOST, Math.max(1, number(values, "rows"))),
                        (int) number(values, "frozen"),
                        number(values, "warmingUp") != 0,
                        (int) number(values, "batches"),
                        number(values, "sumSeconds"),
                        number(values, "sumRows"),
                        number(values, "sumWeight"),
                        number(values, "lastRows"),
                        number(values, "lastSeconds"),
                        number(values, "pairSquares"),
                        number(values, "pairProducts"),
                        number(values, "surprise"),
                        number(values, "variance")));
    }

    /** State of the sizer as values for a store. */
    public Map<String, Double> values() {
        Map<String, Double> values = new LinkedHashMap<>();
        values.put("rows", (double) state.rows);
        values.put("frozen", (double) state.frozen);
        values.put("warmingUp", state.warmingUp ? 1.0 : 0.0);
        values.put("batches", (double) state.batches);
        values.put("sumSeconds", state.sumSeconds);
        values.put("sumRows", state.sumRows);
        values.put("sumWeight", state.sumWeight);
        values.put("lastRows", state.lastRows);
        values.put("lastSeconds", state.lastSeconds);
        values.put("pairSquares", state.pairSquares);
        values.put("pairProducts", state.pairProducts);
        values.put("surprise", state.surprise);
        values.put("variance", state.variance);
        return values;
    }

    /** Rows of the next batch over all tables, at least 1. A document with more rows is a batch of its own. */
    public int rows() {
        return state.rows;
    }

    /** Returns the sizer after a batch. */
    public BatchSizer after(BatchResult result) {
        if (result.outcome() == Outcome.CROWDED_OUT) {
            return with(halved());
        }
        double seconds = result.duration().toNanos() / 1e9;
        if (result.outcome() == Outcome.FAILED || result.rows() == 0 || seconds <= 0) {
            return this;
        }
        return with(learned((double) result.rows(), seconds));
    }

    private State halved() {
        return new State(
                Math.max(1, state.rows / 2),
                FROZEN_BATCHES,
                false,
                state.batches,
                state.sumSeconds,
                state.sumRows,
                state.sumWeight,
                state.lastRows,
                state.lastSeconds,
                state.pairSquares,
                state.pairProducts,
                state.surprise,
                state.variance);
    }

    private State learned(double rows, double seconds) {
        // The first batches find cold caches, and the shortest are mostly chance.
        boolean telling = state.batches >= FIRST_TELLING && seconds >= targetSeconds / 20;
        double residual = telling ? Math.log(seconds / foreseen(rows)) : 0;
        double remembered = state.surprise * Math.exp(-seconds / MEMORY_SECONDS);
        double surprise = seconds < targetSeconds / 4 ? remembered : Math.max(remembered, residual);
        double share = Math.max(LEAST_SHARE, 1.0 / (state.batches + 5));
        double variance = telling ? state.variance + share * (residual * residual - state.variance) : state.variance;
        double squares = state.pairSquares;
        double products = state.pairProducts;
        if (state.lastRows > 0 && ratio(rows, state.lastRows) >= NOTABLE_RATIO) {
            // Of c (h + n) for two neighbours: (s1 - s2) / (s1 + s2) = (n1 - n2) / (2 h + n1 + n2), whatever c is.
            double relative = (seconds - state.lastSeconds) / (seconds + state.lastSeconds);
            double without = (rows - state.lastRows) - relative * (rows + state.lastRows);
            squares = squares * PAIR_DECAY + relative * relative;
            products = products * PAIR_DECAY + relative * without;
        }
        double sumSeconds = state.sumSeconds * DECAY + seconds;
        double sumRows = state.sumRows * DECAY + rows;
        double sumWeight = state.sumWeight * DECAY + 1;
        double overhead = overhead(squares, products, sumRows / sumWeight);
        double level = sumSeconds / (sumRows + overhead * sumWeight);
        if (residual > CHANGE_DEVIATIONS * Math.sqrt(variance)) {
            // No chance any more: the database has become slower.
            level = Math.max(level, seconds / (rows + overhead));
        }
        double allowed = allowed(surprise, variance);
        double asBefore = level * (overhead + state.rows);
        // However large the overhead seems, a batch that is mostly overhead must not vanish for it.
        double wanted = Math.max(allowed / level - overhead, state.rows * allowed / asBefore / MOST_OVERHEAD);
        boolean warmingUp = state.warmingUp && asBefore < targetSeconds / 2;
        int frozen = Math.max(0, state.frozen - 1);
        double next;
        if (wanted > state.rows) {
            next = state.frozen > 0
                    ? state.rows
                    : Math.min(wanted, Math.ceil(state.rows * (warmingUp ? WARM_UP_GROWTH : GROWTH)));
        } else {
            next = wanted;
            if (wanted < state.rows * NOTABLE_SHRINK) {
                frozen = FROZEN_BATCHES;
            }
        }
        return new State(
                (int) Math.min(MOST, Math.max(1, next)),
                frozen,
                warmingUp,
                Math.min(1000, state.batches + 1),
                sumSeconds,
                sumRows,
                sumWeight,
                rows,
                seconds,
                squares,
                products,
                surprise,
                variance);
    }

    /** Seconds, by the level and the overhead before the batch. */
    private double foreseen(double rows) {
        double overhead = overhead(state.pairSquares, state.pairProducts, state.sumRows / state.sumWeight);
        return state.sumSeconds / (state.sumRows + overhead * state.sumWeight) * (overhead + rows);
    }

    private double allowed(double surprise, double variance) {
        double likely = Math.exp(Math.max(surprise, DEVIATIONS * Math.sqrt(variance)));
        double caution = Math.min(MOST_CAUTION, Math.max(LEAST_CAUTION, likely));
        return Math.min(targetSeconds, CEILING_SHARE * seconds(CEILING) / caution);
    }

    private static double overhead(double squares, double products, double meanRows) {
        if (squares <= 0) {
            return 0;
        }
        return Math.min(MOST_OVERHEAD * meanRows, Math.max(0, products / squares / 2));
    }

    private BatchSizer with(State next) {
        return new BatchSizer(targetSeconds, next);
    }

    private static double ratio(double one, double other) {
        return Math.max(one / other, other / one);
    }

    private static double number(Map<String, ? extends Number> values, String name) {
        Number value = values.get(name);
        double number = value == null ? 0 : value.doubleValue();
        boolean signed = name.equals("pairProducts");
        return Double.isFinite(number) && (signed || number >= 0) ? number : 0;
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
