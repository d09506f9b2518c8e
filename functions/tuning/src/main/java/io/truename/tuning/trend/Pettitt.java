// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.trend;

/**
 * Pettitt's test for one change point of the median (Pettitt 1979): the place at which values before and after differ most in their
 * ranks.
 *
 * @param first index of the first value after the change
 * @param p approximate probability of such a difference without any change; at most 1
 */
public record Pettitt(int first, double p) {
    private static final int FEWEST = 4;

    /**
     * Looks for the change.
     *
     * @param values in order of time, at least {@value #FEWEST}
     */
    public static Pettitt of(double... values) {
        int n = values.length;
        if (n < FEWEST) {
            throw new IllegalArgumentException("values: at least " + FEWEST + ", got " + n);
        }
        long score = 0;
        long most = 0;
        int first = 1;
        for (int place = 0; place < n - 1; place++) {
            for (double other : values) {
                score += Double.compare(values[place], other);
            }
            if (Math.abs(score) > most) {
                most = Math.abs(score);
                first = place + 1;
            }
        }
        double cubes = Math.pow(n, 3) + Math.pow(n, 2);
        return new Pettitt(first, Math.min(1, 2 * Math.exp(-6.0 * most * most / cubes)));
    }
}
