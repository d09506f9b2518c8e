// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.capacity;

/**
 * Growth that somebody plans for: a level that rises evenly in its logarithm.
 *
 * @param more how much is added, as a share of today's level: 2 is 200 %
 * @param months of 30.44 days, in which it is added
 */
public record Growth(double more, int months) {
    private static final double DAYS_OF_MONTH = 30.44;

    /** Two hundred percent more within six months. */
    public static final Growth HALF_YEAR = new Growth(2, 6);

    /** Four hundred percent more within twelve months. */
    public static final Growth YEAR = new Growth(4, 12);

    public Growth {
        if (!(more > 0) || months < 1) {
            throw new IllegalArgumentException("more, months: more than 0, at least 1");
        }
    }

    /**
     * Days until a level reaches a limit.
     *
     * @param level today's, more than 0
     * @return 0 if it has
     */
    public double daysUntil(double level, double limit) {
        if (!(level > 0)) {
            throw new IllegalArgumentException("level: more than 0, got " + level);
        }
        return Math.max(0, months * DAYS_OF_MONTH * Math.log(limit / level) / Math.log1p(more));
    }
}
