// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.backtest;

/** Weights of Numenta's benchmark, version 1.1: {@code config/profiles.json} of numenta/NAB. */
public enum NabProfile {
    STANDARD(1, 0.11, 1),
    /** False alarms cost twice as much. */
    REWARD_LOW_FP(1, 0.22, 1),
    /** Missed windows cost twice as much. */
    REWARD_LOW_FN(1, 0.11, 2);

    private final double truePositive;
    private final double falsePositive;
    private final double falseNegative;

    NabProfile(double truePositive, double falsePositive, double falseNegative) {
        this.truePositive = truePositive;
        this.falsePositive = falsePositive;
        this.falseNegative = falseNegative;
    }

    double truePositive() {
        return truePositive;
    }

    double falsePositive() {
        return falsePositive;
    }

    double falseNegative() {
        return falseNegative;
    }
}
