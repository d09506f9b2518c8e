// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.candidate;

import java.util.Arrays;

/**
 * Generalised Pareto distribution of excesses over a high base, to which the excesses of most distributions tend (Pickands, 1975),
 * fitted by probability-weighted moments (Hosking and Wallis, Technometrics 29, 1987): with a0 the mean and a1 the mean of each
 * excess times the share above it, shape = 2 - a0 / (a0 - 2 a1) and scale = 2 a0 a1 / (a0 - 2 a1).
 *
 * @param scale in the unit of the excesses, not negative
 * @param shape from -0.5, bounded, over 0, exponential, to 0.5, heavy: beyond, few excesses say too little
 */
record ParetoTail(double scale, double shape) {
    private static final double MOST = 0.5;
    private static final double PLOTTING = 0.35;
    private static final double EXPONENTIAL = 1e-6;

    /** Fits excesses, which rise and are not negative. */
    static ParetoTail of(double... excesses) {
        double a0 = Arrays.stream(excesses).average().orElse(0);
        double a1 = 0;
        for (int i = 0; i < excesses.length; i++) {
            double below = (i + 1 - PLOTTING) / excesses.length;
            a1 += (1 - below) * excesses[i] / excesses.length;
        }
        double shape = a0 > 2 * a1 ? Math.min(MOST, Math.max(-MOST, 2 - a0 / (a0 - 2 * a1))) : -MOST;
        // The mean of the distribution is scale / (1 - shape); a cut shape keeps it.
        return new ParetoTail(a0 * (1 - shape), shape);
    }

    /** The excess that a share of all excesses reaches. */
    double reachedBy(double share) {
        return Math.abs(shape) < EXPONENTIAL ? -scale * Math.log(share) : scale / shape * (Math.pow(share, -shape) - 1);
    }
}
