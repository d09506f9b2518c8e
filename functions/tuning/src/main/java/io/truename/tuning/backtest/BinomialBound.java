// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.backtest;

import org.apache.commons.math3.distribution.BetaDistribution;

/**
 * Exact one-sided bounds of a probability, from k events in n trials (Clopper and Pearson, Biometrika 26, 1934): quantiles of the
 * beta distribution. However large the probability is, a bound fails in at most 1 - confidence of all experiments.
 */
public final class BinomialBound {
    /** Confidence of every bound that is stated without another. */
    public static final double USUAL = 0.95;

    private BinomialBound() {}

    /** The probability is at most this: 4.55 % for 3 events in 168 trials at 95 %. 1 without trials. */
    public static double upper(long events, long trials, double confidence) {
        check(events, trials, confidence);
        return events == trials
                ? 1
                : new BetaDistribution(null, events + 1.0, (double) (trials - events))
                        .inverseCumulativeProbability(confidence);
    }

    /** The probability is at least this: 99 % for 299 events in 299 trials at 95 %. 0 without trials. */
    public static double lower(long events, long trials, double confidence) {
        return 1 - upper(trials - events, trials, confidence);
    }

    private static void check(long events, long trials, double confidence) {
        if (events < 0 || events > trials || !(confidence > 0 && confidence < 1)) {
            throw new IllegalArgumentException(
                    "events, trials, confidence: no more events than trials, confidence between 0 and 1");
        }
    }
}
