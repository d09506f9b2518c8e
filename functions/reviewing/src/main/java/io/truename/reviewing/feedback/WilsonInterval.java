// SPDX-License-Identifier: Apache-2.0
package io.truename.reviewing.feedback;

/**
 * Wilson's score interval of a share, at 95 % (Journal of the American Statistical Association 22, 1927). It stays between 0 and 1 and has
 * a width at 0 of n, where the usual one has none.
 */
public record WilsonInterval(double low, double high) {
    private static final double NORMAL = 1.959964;

    /** The interval of a share. */
    public static WilsonInterval of(long yes, long answers) {
        if (yes < 0 || yes > answers || answers == 0) {
            throw new IllegalArgumentException("yes, answers: no more yes than answers, and one answer at least");
        }
        double share = (double) yes / answers;
        double squared = NORMAL * NORMAL;
        double scale = 1 + squared / answers;
        double middle = (share + squared / (2 * answers)) / scale;
        double half = NORMAL * Math.sqrt(share * (1 - share) / answers + squared / (4.0 * answers * answers)) / scale;
        return new WilsonInterval(
                yes == 0 ? 0 : Math.max(0, middle - half), yes == answers ? 1 : Math.min(1, middle + half));
    }
}
