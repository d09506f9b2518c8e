// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.ratio;

import io.truename.tuning.baseline.Robust;
import io.truename.tuning.candidate.Bound;
import io.truename.tuning.candidate.Candidate;
import io.truename.tuning.candidate.FittedPolicy;
import io.truename.tuning.candidate.Past;
import io.truename.tuning.candidate.Side;
import io.truename.tuning.candidate.Tier;
import io.truename.tuning.candidate.TieredCandidate;
import io.truename.tuning.candidate.WeeklyThreshold;
import io.truename.tuning.series.HourOfWeek;
import io.truename.tuning.series.MetricSeries;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Candidates for a metric that is a share of counted events, such as failed requests of all: thresholds that the number of requests of
 * an hour can carry, by the binomial or beta-binomial distribution, and burn rates of an objective, where its requests suffice.
 *
 * @param side on which the share is bad: above for errors, below for successes
 * @param requests that each value of the share was computed from, on a grid that covers the metric's
 * @param goal share of good requests that an objective states; none without one
 */
public record RatioCandidates(Side side, MetricSeries requests, OptionalDouble goal) {
    /** An hour of a quiet day must have its five errors, too. */
    private static final double FEW = 0.1;

    private static final double USUAL_ALPHA = 1e-6;
    private static final double ALPHA_OF_A_TIER = 1e-2;
    private static final double LOW_FACTOR = 2;
    private static final double HIGH_FACTOR = 2.5;
    private static final double CRITICAL_FACTOR = 5;
    /** Burn rates of The Site Reliability Workbook, table 5-8. */
    private static final double FAST = 14.4;

    private static final double SLOW = 6;
    private static final double TICKET = 3;
    /** Where fast burn rates are most of the possible ones, as at 95 %, they come down to these. */
    private static final double LARGEST_FAST = 50;

    /** All of them, for each duration. */
    public List<TieredCandidate> grid(List<Duration> lastings) {
        List<TieredCandidate> grid = new ArrayList<>();
        for (Duration lasting : lastings) {
            String after = lasting.isZero() ? "" : "-" + lasting.toMinutes() + "m";
            grid.add(TieredCandidate.of("binomial" + after, tier -> chance("binomial" + after, tier, lasting)));
            goal.ifPresent(share -> grid.add(
                    TieredCandidate.of("burn-rate" + after, tier -> burn("burn-rate" + after, share, tier, lasting))));
        }
        return List.copyOf(grid);
    }

    /**
     * Counts of the events of a past; empty without a value of two events.
     *
     * @param past values of the share
     */
    public Optional<CountedShare> counted(MetricSeries past) {
        List<EventCount> counts = counts(past);
        double[] all = requestsOf(past);
        if (counts.stream().noneMatch(count -> count.all() > 1)) {
            return Optional.empty();
        }
        RatioThreshold usual = RatioThreshold.of(counts, USUAL_ALPHA, 1);
        double quiet = Robust.quantile(all, FEW);
        List<CountedShare.Burning> burnRates = new ArrayList<>();
        goal.ifPresent(share -> {
            for (Tier tier : Tier.values()) {
                BurnRate rate = rate(share, tier);
                burnRates.add(new CountedShare.Burning(tier, rate, rate.infeasible((long) quiet)));
            }
        });
        return Optional.of(new CountedShare(
                usual.usual(), Double.isFinite(usual.precision()), Robust.median(all), quiet, burnRates));
    }

    private Candidate chance(String name, Tier tier, Duration lasting) {
        return new Made(name) {
            @Override
            public FittedPolicy fit(Past past) {
                List<EventCount> counts = counts(past.series());
                if (counts.stream().noneMatch(count -> count.all() > 1)) {
                    return new FittedPolicy(name(), past.series().end(), List.of());
                }
                RatioThreshold threshold = RatioThreshold.of(
                        counts, USUAL_ALPHA * Math.pow(ALPHA_OF_A_TIER, tier.rank() - 1.0), factor(tier));
                double[] few = fewByHour(past.series());
                Map<Long, Long> least = new HashMap<>();
                return policy(name(), past, lasting, WeeklyThreshold.of(hour -> {
                    long all = Math.round(few[hour]);
                    long errors = least.computeIfAbsent(all, threshold::leastErrors);
                    // Fewer are within; nothing violates where all requests may fail by chance.
                    return errors > all ? Double.NaN : share((errors - 0.5) / all);
                }));
            }
        };
    }

    private Candidate burn(String name, double share, Tier tier, Duration lasting) {
        BurnRate rate = rate(share, tier);
        return new Made(name) {
            @Override
            public FittedPolicy fit(Past past) {
                double few = Robust.quantile(requestsOf(past.series()), FEW);
                Optional<String> infeasible = rate.infeasible((long) few);
                return infeasible.isPresent()
                        ? new FittedPolicy(name(), past.series().end(), List.of()).with(List.of(infeasible.get()))
                        : policy(name(), past, lasting, WeeklyThreshold.constant(share(rate.errorRatio())));
            }
        };
    }

    private static BurnRate rate(double share, Tier tier) {
        return new BurnRate(share, burn(share, tier), Duration.ofHours(1));
    }

    private static double burn(double goal, Tier tier) {
        boolean fast = BurnRate.largest(goal) >= LARGEST_FAST;
        return switch (tier) {
            case CRITICAL -> fast ? FAST : tier.sigmas();
            case HIGH -> fast ? SLOW : tier.sigmas();
            case LOW -> fast ? TICKET : tier.sigmas();
        };
    }

    private static double factor(Tier tier) {
        return switch (tier) {
            case CRITICAL -> CRITICAL_FACTOR;
            case HIGH -> HIGH_FACTOR;
            case LOW -> LOW_FACTOR;
        };
    }

    private abstract static class Made implements Candidate {
        private final String name;

        Made(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }
    }

    private FittedPolicy policy(String name, Past past, Duration lasting, WeeklyThreshold threshold) {
        return new FittedPolicy(name, past.series().end(), List.of(Bound.ofValues(side, threshold, lasting)));
    }

    /** Of errors, or of the rest beside successes. */
    private double share(double errors) {
        return side == Side.ABOVE ? errors : 1 - errors;
    }

    private List<EventCount> counts(MetricSeries shares) {
        List<EventCount> counts = new ArrayList<>();
        for (int slot = 0; slot < shares.size(); slot++) {
            double value = shares.value(slot);
            double all = requestsAt(shares.time(slot));
            if (!Double.isNaN(value) && all >= 1) {
                long whole = Math.round(all);
                double errors = share(Math.max(0, Math.min(1, value))) * whole;
                counts.add(new EventCount(Math.min(whole, Math.round(errors)), whole));
            }
        }
        return counts;
    }

    private double[] requestsOf(MetricSeries shares) {
        double[] all = new double[shares.size()];
        for (int slot = 0; slot < all.length; slot++) {
            all[slot] = Double.isNaN(shares.value(slot)) ? Double.NaN : requestsAt(shares.time(slot));
        }
        return Arrays.stream(all).filter(value -> !Double.isNaN(value)).toArray();
    }

    /** Requests of a quiet value of each hour of the day, for an hour of the week has few values. */
    private double[] fewByHour(MetricSeries shares) {
        double[] few = new double[HourOfWeek.COUNT];
        int hoursOfDay = HourOfWeek.ofDay(HourOfWeek.COUNT - 1) + 1;
        for (int hour = 0; hour < hoursOfDay; hour++) {
            List<Double> values = new ArrayList<>();
            for (int slot = 0; slot < shares.size(); slot++) {
                long time = shares.time(slot);
                double all = requestsAt(time);
                if (HourOfWeek.ofDay(HourOfWeek.of(time)) == hour && !Double.isNaN(all)) {
                    values.add(all);
                }
            }
            double quiet = values.isEmpty()
                    ? 0
                    : Robust.quantile(
                            values.stream().mapToDouble(Double::doubleValue).toArray(), FEW);
            for (int place = hour; place < few.length; place += hoursOfDay) {
                few[place] = quiet;
            }
        }
        return few;
    }

    private double requestsAt(long time) {
        int slot = requests.slotFrom(time);
        return slot < requests.size() ? requests.value(slot) : Double.NaN;
    }
}
