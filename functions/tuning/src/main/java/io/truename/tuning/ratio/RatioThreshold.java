// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.ratio;

import java.util.List;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.apache.commons.math3.special.Gamma;

/**
 * Errors that are too many for the requests of a window: so many come by chance with probability {@code alpha} at most, they are
 * {@code factor} times as many as usual, and at least five. A standard deviation does not serve: of few events, one is many sigmas.
 *
 * <p>The chance is binomial. Where errors come in bursts, so that their variance is more than 1.5 times the binomial one, it is
 * beta-binomial (Skellam, 1948): the share itself varies between windows as a beta distribution, whose precision a + b follows from the
 * dispersion D at n requests as (n - 1) / (D - 1) - 1.
 *
 * @param usual share of errors, from 0 to 1
 * @param precision a + b of the beta distribution; infinite for a binomial one
 * @param alpha chance of an alarm in a window, between 0 and 1
 * @param factor at least 1
 */
public record RatioThreshold(double usual, double precision, double alpha, double factor) {
    private static final double OVERDISPERSED = 1.5;
    private static final double SMALLEST = 1e-12;

    public RatioThreshold {
        if (!(usual >= 0 && usual <= 1 && precision > 0 && alpha > 0 && alpha < 1 && factor >= 1)) {
            throw new IllegalArgumentException(
                    "usual, precision, alpha, factor: from 0 to 1, more than 0, between 0 and 1, at least 1");
        }
    }

    /**
     * Learns the usual share and how it varies.
     *
     * @param past windows, one with requests among them
     */
    public static RatioThreshold of(List<EventCount> past, double alpha, double factor) {
        List<EventCount> busy = past.stream().filter(count -> count.all() > 1).toList();
        double events = busy.stream().mapToLong(EventCount::events).sum();
        double all = busy.stream().mapToLong(EventCount::all).sum();
        if (busy.isEmpty()) {
            throw new IllegalArgumentException("past: a window with two requests");
        }
        double usual = events / all;
        double dispersion = busy.stream()
                .mapToDouble(count ->
                        Math.pow(count.events() - count.all() * usual, 2) / (count.all() * usual * (1 - usual)))
                .average()
                .orElse(1);
        double precision = dispersion > OVERDISPERSED
                ? Math.max(1, (all / busy.size() - 1) / (dispersion - 1) - 1)
                : Double.POSITIVE_INFINITY;
        return new RatioThreshold(usual, precision, alpha, factor);
    }

    /** Fewest errors of so many requests that are an alarm; more than the requests if none are. */
    public long leastErrors(long requests) {
        long least = Math.max(BurnRate.FEWEST_ERRORS, (long) Math.floor(factor * usual * requests) + 1);
        long most = requests + 1;
        while (least < most) {
            long middle = (least + most) / 2;
            if (chance(middle, requests) > alpha) {
                least = middle + 1;
            } else {
                most = middle;
            }
        }
        return least;
    }

    /** Probability of so many errors or more, without an incident. */
    public double chance(long errors, long requests) {
        if (errors <= 0) {
            return 1;
        }
        if (usual == 0 || usual == 1) {
            return usual;
        }
        if (Double.isInfinite(precision)) {
            return 1
                    - new BinomialDistribution(null, Math.toIntExact(requests), usual)
                            .cumulativeProbability(Math.toIntExact(errors - 1));
        }
        double a = usual * precision;
        double b = (1 - usual) * precision;
        double chance = 0;
        double term = errors > requests ? 0 : betaBinomial(errors, requests);
        // Neighbouring terms have a simple ratio, and soon add nothing.
        for (long k = errors; k <= requests && term > SMALLEST * chance; k++) {
            chance += term;
            term *= (requests - k) * (k + a) / ((k + 1) * (requests - k - 1 + b));
        }
        return chance;
    }

    private double betaBinomial(long k, long n) {
        double a = usual * precision;
        double b = (1 - usual) * precision;
        return Math.exp(Gamma.logGamma(n + 1.0)
                - Gamma.logGamma(k + 1.0)
                - Gamma.logGamma(n - k + 1.0)
                + logBeta(k + a, n - k + b)
                - logBeta(a, b));
    }

    private static double logBeta(double a, double b) {
        return Gamma.logGamma(a) + Gamma.logGamma(b) - Gamma.logGamma(a + b);
    }
}
