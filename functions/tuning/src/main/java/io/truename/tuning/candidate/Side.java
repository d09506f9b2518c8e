// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.candidate;

/** Side of a threshold on which values violate it. */
public enum Side {
    ABOVE(1, ">"),
    BELOW(-1, "<");

    private final int sign;
    private final String operator;

    Side(int sign, String operator) {
        this.sign = sign;
        this.operator = operator;
    }

    /** 1 if larger values are worse, -1 if smaller ones are. */
    public int sign() {
        return sign;
    }

    /** Comparison in PromQL. */
    public String operator() {
        return operator;
    }

    /** Whether a value violates a threshold; NaN violates none. */
    public boolean violates(double value, double threshold) {
        return sign * value > sign * threshold;
    }
}
