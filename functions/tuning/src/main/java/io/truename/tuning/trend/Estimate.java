// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.trend;

/**
 * An estimated number with its confidence interval, both ends in the unit of the number.
 *
 * @param lower negative infinity if the data say nothing of it
 * @param upper infinity if the data say nothing of it
 */
public record Estimate(double value, double lower, double upper) {
    /** The same of a monotonically rising function of the number, such as an exponential. */
    public Estimate map(java.util.function.DoubleUnaryOperator rising) {
        return new Estimate(rising.applyAsDouble(value), rising.applyAsDouble(lower), rising.applyAsDouble(upper));
    }
}
