// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.regression;

/**
 * Rule for regressions: the change of a metric that counts as one.
 *
 * @param kind how values are compared
 * @param least the smallest change that counts: a share of the level (0.2 is 20 %), a difference in the metric's unit, or a rise a day
 *     in the metric's unit
 * @param days number of whole days in a row, each of which must show it
 */
public record RegressionRule(Kind kind, double least, int days) {
    /** How values are compared. */
    public enum Kind {
        /** As a ratio to the same hours before. */
        RELATIVE,
        /** As a difference from the same hours before. */
        DIFFERENCE,
        /** As a slope of the least values. */
        SLOPE
    }

    /** Response time that is 20 % longer for three days. */
    public static final RegressionRule RESPONSE_TIME = new RegressionRule(Kind.RELATIVE, 0.2, 3);

    /** Overhead that is 10 % more for seven days. */
    public static final RegressionRule OVERHEAD = new RegressionRule(Kind.RELATIVE, 0.1, 7);

    /** Memory after garbage collection, in bytes, that grows by more than 5 MB a day for three days. */
    public static final RegressionRule MEMORY = new RegressionRule(Kind.SLOPE, 5e6, 3);

    /** Share, from 0 to 1, that is half a percentage point more for three days. */
    public static final RegressionRule SHARE = new RegressionRule(Kind.DIFFERENCE, 0.005, 3);

    public RegressionRule {
        if (!(least > 0) || days < 1) {
            throw new IllegalArgumentException("least, days: more than 0, at least 1");
        }
    }
}
