// SPDX-License-Identifier: Apache-2.0
package io.truename.costing.savings;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Return on investment over a stated horizon. The cost has two parts: the migration, once, and Truename itself, each month.
 *
 * @param once cost at the begin
 * @param runningPerMonth cost of Truename
 * @param benefitPerMonth cash, or cash and avoided cost; freed capacity is neither
 * @param months horizon
 */
public record Investment(BigDecimal once, BigDecimal runningPerMonth, BigDecimal benefitPerMonth, int months) {
    private static final MathContext DIGITS = MathContext.DECIMAL64;

    public Investment {
        if (once.signum() < 0 || runningPerMonth.signum() < 0 || benefitPerMonth.signum() < 0 || months < 1) {
            throw new IllegalArgumentException(
                    "once, runningPerMonth, benefitPerMonth, months: not negative, and a month at least");
        }
    }

    public BigDecimal cost() {
        return once.add(runningPerMonth.multiply(BigDecimal.valueOf(months)));
    }

    public BigDecimal benefit() {
        return benefitPerMonth.multiply(BigDecimal.valueOf(months));
    }

    /** (benefit - cost) / cost; empty without cost. */
    public Optional<BigDecimal> returnOnInvestment() {
        return cost().signum() == 0
                ? Optional.empty()
                : Optional.of(benefit().subtract(cost()).divide(cost(), DIGITS));
    }

    /** Months until the sum of the monthly net has paid the cost at the begin, rounded up; empty if it never does. */
    public OptionalInt paybackMonths() {
        BigDecimal net = benefitPerMonth.subtract(runningPerMonth);
        if (once.signum() == 0 && net.signum() >= 0) {
            return OptionalInt.of(0);
        }
        if (net.signum() <= 0) {
            return OptionalInt.empty();
        }
        BigDecimal months = once.divide(net, 0, RoundingMode.CEILING);
        return months.compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) <= 0
                ? OptionalInt.of(months.intValue())
                : OptionalInt.empty();
    }

    /**
     * Net present value: the net of month t, at its end, divided by (1 + r)^(t/12), minus the cost at the begin.
     *
     * @param yearlyRate such as 0.08
     */
    public double netPresentValue(double yearlyRate) {
        double net = benefitPerMonth.subtract(runningPerMonth).doubleValue();
        double value = -once.doubleValue();
        for (int month = 1; month <= months; month++) {
            value += net / Math.pow(1 + yearlyRate, month / 12.0);
        }
        return value;
    }
}
