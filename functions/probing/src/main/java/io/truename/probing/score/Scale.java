// SPDX-License-Identifier: Apache-2.0
package io.truename.probing.score;

/**
 * Line through three points from a measure to a score; flat outside of them.
 *
 * @param none the measure that scores 0
 * @param half the measure that scores 50
 * @param all the measure that scores 100
 */
record Scale(double none, double half, double all) {
    private static final double MIDDLE = 50;
    private static final double TOP = 100;

    double of(double measure) {
        double direction = Math.signum(all - none);
        double at = measure * direction;
        double score = at <= half * direction
                ? MIDDLE * (measure - none) / (half - none)
                : MIDDLE + MIDDLE * (measure - half) / (all - half);
        return Math.max(0, Math.min(TOP, score));
    }
}
