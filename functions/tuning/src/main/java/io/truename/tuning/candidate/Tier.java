// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.candidate;

import io.truename.tuning.baseline.Robust;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.stat.StatUtils;

/**
 * The three tiers that teams derive from a latency's 95th percentile: so many standard deviations above it. Of normal values 0.13 %,
 * 2.3 % and 15.9 % exceed the mean by 3, 2 and 1 deviations; of skewed latencies several times more, so that the lowest reports and
 * never pages.
 */
public enum Tier implements Candidate {
    CRITICAL(3),
    HIGH(2),
    LOW(1);

    private static final double P95 = 0.95;
    static final Duration LASTING = Duration.ofMinutes(5);

    private static final BigDecimal STEPS = BigDecimal.valueOf(0.05);

    private final int sigmas;

    Tier(int sigmas) {
        this.sigmas = sigmas;
    }

    /** Number of tiers that are stricter: 0 for the lowest. */
    public int rank() {
        return sigmas - 1;
    }

    /** Standard deviations. */
    public int sigmas() {
        return sigmas;
    }

    /** Share of the hours that normal values would exceed so many deviations in: 0.13, 2.3 and 15.9 %. */
    public double share() {
        return 1 - new NormalDistribution(null, 0, 1).cumulativeProbability(sigmas);
    }

    /** Whether it calls people; the lowest reports only. */
    public boolean pages() {
        return this != LOW;
    }

    /** Threshold, in the unit of both: 49.0, 44.8 and 40.6 ms for a 95th percentile of 36.4 and a deviation of 4.2. */
    public double threshold(double p95, double deviation) {
        return p95 + sigmas * deviation;
    }

    /** A threshold as a person writes it on a page: up to the next twentieth of its power of ten and more, 49.0 to 50. */
    public static double written(double threshold) {
        if (!(threshold > 0)) {
            return threshold;
        }
        BigDecimal exact = BigDecimal.valueOf(threshold);
        BigDecimal step = STEPS.scaleByPowerOfTen(exact.precision() - exact.scale());
        return exact.divide(step, 0, RoundingMode.CEILING).multiply(step).doubleValue();
    }

    @Override
    public FittedPolicy fit(Past past) {
        double[] values = past.present();
        double threshold = threshold(Robust.quantile(values, P95), Math.sqrt(StatUtils.variance(values)));
        return new FittedPolicy(
                name(),
                past.series().end(),
                List.of(Bound.ofValues(Side.ABOVE, WeeklyThreshold.constant(threshold), LASTING)));
    }
}
