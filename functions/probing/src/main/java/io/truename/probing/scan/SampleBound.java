// SPDX-License-Identifier: Apache-2.0
package io.truename.probing.scan;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import org.apache.commons.math3.special.Beta;

/**
 * Upper confidence bound of the share of wrong rows, by Clopper and Pearson, from a sample of all rows. However many rows are wrong, the
 * bound is too low in at most 1 - confidence of all samples.
 *
 * <p>The bound is the share p at which as few wrong rows as were seen have probability 1 - confidence. Their probability is
 * I(1 - p; n - k, k + 1), the regularised incomplete beta function, which falls as p grows: p is found by halving. Each
 * row is drawn with equal probability, with replacement; without it, the bound holds all the more.
 *
 * @param rows that were sampled, at least one
 * @param wrong of these
 * @param confidence between 0 and 1, such as 0.95
 */
public record SampleBound(long rows, long wrong, double confidence) {
    /** Confidence that a scan states unless told otherwise. */
    public static final double USUAL_CONFIDENCE = 0.95;

    private static final int HALVINGS = 100;
    private static final int DIGITS = 2;

    public SampleBound {
        if (rows < 1 || wrong < 0 || wrong > rows || !(confidence > 0 && confidence < 1)) {
            throw new IllegalArgumentException(
                    "rows, wrong, confidence: at least 1 row, no more wrong than rows, confidence between 0 and 1");
        }
    }

    /**
     * Rows of which none may be wrong so that a share is proved. If some are wrong, it takes more.
     *
     * @param share between 0 and 1, such as 0.001
     */
    public static long rowsToProve(double share, double confidence) {
        if (!(share > 0 && share < 1 && confidence > 0 && confidence < 1)) {
            throw new IllegalArgumentException("share, confidence: between 0 and 1");
        }
        long rows = Math.max(1, (long) Math.floor(Math.log1p(-confidence) / Math.log1p(-share)));
        while (new SampleBound(rows, 0, confidence).share() > share) {
            rows++;
        }
        return rows;
    }

    /** The share of wrong rows that is not exceeded. */
    public double share() {
        if (wrong == rows) {
            return 1;
        }
        double doubt = 1 - confidence;
        if (wrong == 0) {
            return -Math.expm1(Math.log(doubt) / rows);
        }
        double low = (double) wrong / rows;
        double high = 1;
        for (int halving = 0; halving < HALVINGS && low < high; halving++) {
            double middle = low + (high - low) / 2;
            if (middle == low || middle == high) {
                break;
            }
            if (probabilityOfSoFew(middle) > doubt) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    /** The proof as a sentence, such as "At most 0.1 % wrong, with 95 % confidence". Rounded up, so that it stays true. */
    public String sentence() {
        return "At most " + percent(share(), RoundingMode.UP) + " wrong, with " + percent(confidence, RoundingMode.DOWN)
                + " confidence";
    }

    private double probabilityOfSoFew(double share) {
        return Beta.regularizedBeta(1 - share, (double) (rows - wrong), wrong + 1.0);
    }

    private static String percent(double share, RoundingMode rounding) {
        // The shortest decimal that is this double: 0.95 is 95 %, not a little less.
        BigDecimal percent = BigDecimal.valueOf(share).movePointRight(2);
        boolean whole = rounding == RoundingMode.DOWN;
        BigDecimal rounded = percent.round(new MathContext(whole ? 2 * DIGITS : DIGITS, rounding));
        return rounded.stripTrailingZeros().toPlainString() + " %";
    }
}
