// SPDX-License-Identifier: Apache-2.0
package io.truename.local.monitoring.store;

/**
 * Doubles that are decimal numbers of a few places: as whole numbers of their last place, two of them lie near each other, while
 * most bits of the doubles differ.
 */
final class Decimals {
    /** Most places that are tried. */
    static final int MOST_PLACES = 6;

    private static final double[] POWERS = {1, 10, 100, 1000, 10_000, 100_000, 1_000_000};
    private static final double LARGEST = 1L << 52;

    private Decimals() {}

    /** Returns the number of decimal places that give exactly this double; -1 if more than six are needed. */
    static int places(double value) {
        for (int places = 0; places <= MOST_PLACES; places++) {
            if (!(Math.abs(value * POWERS[places]) < LARGEST)) {
                return -1;
            }
            // Bits, as -0.0 is no whole number.
            double read = of(scaled(value, places), places);
            if (Double.doubleToRawLongBits(read) == Double.doubleToRawLongBits(value)) {
                return places;
            }
        }
        return -1;
    }

    /** Returns the whole number of last places nearest to a value; 0 if it is too large for that. */
    static long scaled(double value, int places) {
        double scaled = value * POWERS[places];
        return Math.abs(scaled) < LARGEST ? (long) Math.rint(scaled) : 0;
    }

    /** Returns the double of a whole number of last places. */
    static double of(long scaled, int places) {
        return scaled / POWERS[places];
    }
}
