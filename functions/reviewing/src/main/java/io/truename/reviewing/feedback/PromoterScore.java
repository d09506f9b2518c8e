// SPDX-License-Identifier: Apache-2.0
package io.truename.reviewing.feedback;

/**
 * Net promoter score: the percentage of scores of 9 and 10 minus that of scores up to 6, with its standard error.
 *
 * @param answers at least 1
 */
public record PromoterScore(long promoters, long detractors, long answers) {
    private static final double NORMAL = 1.959964;

    public PromoterScore {
        if (promoters < 0 || detractors < 0 || answers < 1 || promoters + detractors > answers) {
            throw new IllegalArgumentException(
                    "promoters, detractors, answers: no more of both than answers, and one answer at least");
        }
    }

    /** -100 to 100. */
    public double score() {
        return 100.0 * (promoters - detractors) / answers;
    }

    /** 100 √((p + d - (p - d)²) / n), with the shares p and d. */
    public double standardError() {
        double p = (double) promoters / answers;
        double d = (double) detractors / answers;
        return 100 * Math.sqrt((p + d - (p - d) * (p - d)) / answers);
    }

    /** Half of the 95 % interval. */
    public double margin() {
        return NORMAL * standardError();
    }

    /** Whether the difference to an earlier score is more than chance, at 95 %. */
    public boolean differsFrom(PromoterScore earlier) {
        return Math.abs(score() - earlier.score()) > NORMAL * Math.hypot(standardError(), earlier.standardError());
    }
}
