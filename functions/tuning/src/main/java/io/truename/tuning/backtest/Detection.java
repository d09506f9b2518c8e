// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.backtest;

import io.truename.tuning.candidate.FittedPolicy;
import io.truename.tuning.candidate.Silence;
import io.truename.tuning.inject.Harm;
import io.truename.tuning.inject.Incident;
import io.truename.tuning.inject.IncidentKind;
import io.truename.tuning.inject.SharedIncident;
import io.truename.tuning.series.MetricSeries;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;

/**
 * Incidents that a policy found, of those injected into values it was not made from. An incident counts as found if the policy begins
 * to fire in it or within ten minutes after its end. One that hits a policy which fires already counts for nothing: its alarm told of
 * something else, and somebody looks already.
 *
 * @param found of all injected while the policy was quiet
 * @param periods from the first value of an incident to the alarm, of those found, rising; 1 is the best possible
 */
public record Detection(Share found, List<Integer> periods) {
    private static final Duration GRACE = Duration.ofMinutes(10);

    public Detection {
        periods = List.copyOf(periods);
    }

    /** Nothing injected. */
    public static Detection none() {
        return new Detection(Share.NONE, List.of());
    }

    /**
     * Injects incidents one by one at random places and replays each.
     *
     * @param values without incidents; the policy was not made from them
     * @param count number of incidents; none, if the values are too short
     */
    public static Detection of(
            FittedPolicy policy, MetricSeries values, IncidentKind kind, double size, int count, long seed) {
        return of(policy, values, kind, size, count, seed, Harm.LARGER);
    }

    /**
     * Injects incidents that hurt in a way.
     *
     * @param harm of an incident of size 1
     */
    public static Detection of(
            FittedPolicy policy, MetricSeries values, IncidentKind kind, double size, int count, long seed, Harm harm) {
        Random random = new Random(seed);
        int lookBack = lookBack(policy, values);
        int length = values.slotsIn(kind.length().toMillis());
        int grace = values.slotsIn(GRACE.toMillis());
        int span = values.size() - lookBack - length - grace;
        if (span <= 0) {
            return none();
        }
        List<Integer> periods = new ArrayList<>();
        int quiet = 0;
        for (int i = 0; i < count; i++) {
            int begin = random.nextInt(span);
            MetricSeries part = values.part(begin, begin + lookBack + length + grace);
            Incident incident = new Incident(kind, lookBack, size, random.nextLong());
            boolean[] firing = Replay.firing(policy, incident.on(part, harm), lookBack - 1);
            if (!firing[0]) {
                quiet++;
                firstOf(firing).ifPresent(periods::add);
            }
        }
        periods.sort(null);
        return new Detection(new Share(periods.size(), quiet), periods);
    }

    /**
     * Injects incidents that several metrics of a service show at once. One is found by the first alarm on any of them, and counts for
     * nothing if one of them rings already.
     *
     * @param policies one for each metric
     * @param metrics values without incidents, on one grid; the policies were not made from them
     */
    public static Detection ofSeveral(
            List<FittedPolicy> policies,
            List<MetricSeries> metrics,
            IncidentKind kind,
            double size,
            int count,
            long seed) {
        Random random = new Random(seed);
        MetricSeries grid = metrics.get(0);
        int lookBack = policies.stream()
                .mapToInt(policy -> lookBack(policy, grid))
                .max()
                .orElseThrow();
        int length = grid.slotsIn(kind.length().toMillis()) + grid.slotsIn(GRACE.toMillis());
        int span = grid.size() - lookBack - length;
        List<Integer> periods = new ArrayList<>();
        int quiet = 0;
        for (int i = 0; i < count && span > 0; i++) {
            int begin = random.nextInt(span);
            List<MetricSeries> parts = metrics.stream()
                    .map(metric -> metric.part(begin, begin + lookBack + length))
                    .toList();
            List<MetricSeries> hurt = new SharedIncident(kind, lookBack, size, random.nextLong()).on(parts);
            List<boolean[]> firing = new ArrayList<>();
            for (int metric = 0; metric < hurt.size(); metric++) {
                firing.add(Replay.firing(policies.get(metric), hurt.get(metric), lookBack - 1));
            }
            boolean[] any = Replay.any(firing);
            if (!any[0]) {
                quiet++;
                firstOf(any).ifPresent(periods::add);
            }
        }
        periods.sort(null);
        return new Detection(new Share(periods.size(), quiet), periods);
    }

    /** Both together. */
    public Detection plus(Detection other) {
        List<Integer> both = new ArrayList<>(periods);
        both.addAll(other.periods);
        both.sort(null);
        return new Detection(found.plus(other.found), both);
    }

    /** Median periods to the alarm; NaN if nothing was found. */
    public double medianPeriods() {
        int size = periods.size();
        return size == 0 ? Double.NaN : (periods.get((size - 1) / 2) + periods.get(size / 2)) / 2.0;
    }

    private static OptionalInt firstOf(boolean[] firing) {
        for (int slot = 0; slot < firing.length; slot++) {
            if (firing[slot]) {
                return OptionalInt.of(slot);
            }
        }
        return OptionalInt.empty();
    }

    private static int lookBack(FittedPolicy policy, MetricSeries values) {
        long longest = policy.bounds().stream()
                .mapToLong(bound -> bound.window().plus(bound.lasting()).toMillis())
                .max()
                .orElse(0);
        Silence silence = policy.silence();
        longest += policy.hysteresis().hold().toMillis();
        long silent = Math.max(silence.absent().toMillis(), silence.flat().toMillis());
        return values.slotsIn(Math.max(longest, silent)) + 1;
    }
}
