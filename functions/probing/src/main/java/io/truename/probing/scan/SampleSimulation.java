// SPDX-License-Identifier: Apache-2.0
package io.truename.probing.scan;

import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Simulation of sampled scans: how often the bound of a sample lies below the true share. Equal seeds give equal figures on
 * every machine.
 */
public final class SampleSimulation {
    private static final double CONFIDENCE = SampleBound.USUAL_CONFIDENCE;
    private static final List<Double> SHARES = List.of(0.0001, 0.001, 0.01, 0.1);
    private static final List<Integer> SIZES = List.of(300, 3_000, 30_000);

    private SampleSimulation() {}

    /**
     * Result for one corpus and size of sample.
     *
     * @param share of the corpus's rows that is wrong
     * @param rows sampled
     * @param samples simulated
     * @param held of these, those whose bound is not below the share
     * @param meanBound mean of all bounds
     */
    public record Result(double share, int rows, int samples, int held, double meanBound) {
        /** Share of the samples whose bound held. */
        public double coverage() {
            return (double) held / samples;
        }

        /** Whether the bound held as often as it says: in three standard deviations of the simulation itself. */
        public boolean heldAsOftenAsItSays() {
            double chance = 3 * Math.sqrt(CONFIDENCE * (1 - CONFIDENCE) / samples);
            return coverage() >= CONFIDENCE - chance;
        }
    }

    /** Simulates every share with every size. */
    public static List<Result> results(int samples, long seed) {
        Random random = new Random(seed);
        return SHARES.stream()
                .flatMap(share -> SIZES.stream().map(rows -> result(share, rows, samples, random)))
                .toList();
    }

    /** The results as a table. */
    public static String markdown(List<Result> results) {
        StringBuilder table = new StringBuilder(
                "| rows wrong | rows sampled | samples | bound held | mean bound |\n|---|---|---|---|---|\n");
        for (Result result : results) {
            table.append(String.format(
                    Locale.ROOT,
                    "| %s %% | %d | %d | %.2f %% | %.3f %% |%n",
                    plain(100 * result.share()),
                    result.rows(),
                    result.samples(),
                    100 * result.coverage(),
                    100 * result.meanBound()));
        }
        return table.toString();
    }

    private static Result result(double share, int rows, int samples, Random random) {
        double[] bounds = new double[rows + 1];
        int held = 0;
        double sum = 0;
        for (int sample = 0; sample < samples; sample++) {
            int wrong = wrongRows(share, rows, random);
            if (bounds[wrong] == 0) {
                bounds[wrong] = new SampleBound(rows, wrong, CONFIDENCE).share();
            }
            sum += bounds[wrong];
            held += bounds[wrong] >= share ? 1 : 0;
        }
        return new Result(share, rows, samples, held, sum / samples);
    }

    /** Draws each row: jumps from one wrong row to the next, as the distance between them is geometric. */
    private static int wrongRows(double share, int rows, Random random) {
        double perRow = Math.log1p(-share);
        int wrong = 0;
        double at = 0;
        while (true) {
            at += Math.floor(Math.log(1 - random.nextDouble()) / perRow) + 1;
            if (at > rows) {
                return wrong;
            }
            wrong++;
        }
    }

    private static String plain(double percent) {
        return String.format(Locale.ROOT, "%.2f", percent);
    }
}
