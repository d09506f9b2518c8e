// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench.tuning;

import io.truename.tuning.backtest.Backtest;
import io.truename.tuning.backtest.Detection;
import io.truename.tuning.backtest.DetectionCurve;
import io.truename.tuning.backtest.Episode;
import io.truename.tuning.backtest.Replay;
import io.truename.tuning.candidate.Candidate;
import io.truename.tuning.candidate.FittedPolicy;
import io.truename.tuning.candidate.Past;
import io.truename.tuning.candidate.TypedThreshold;
import io.truename.tuning.inject.IncidentKind;
import io.truename.tuning.inject.SyntheticLatency;
import io.truename.tuning.series.MetricSeries;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Evidence for tuned thresholds on synthetic latencies: services that differ in level, season and noise. Policies are made from the
 * first days of each and judged on the days after, with incidents at random places.
 */
public final class TuneEvidence {
    /** Days that policies are made from. */
    public static final int FITTED = 14;

    /** Days that they are judged on. */
    public static final int JUDGED = 14;

    /** Incidents of each kind and size on all services together. */
    public static final int INCIDENTS = 320;

    /** Sizes of incidents: 0.5 is half as much again as usual. */
    public static final List<Double> SIZES = List.of(0.2, 0.3, 0.5, 0.75, 1.0, 1.5, 2.0, 4.0);

    private static final int SERVICES = 8;
    private static final int DAY_SLOTS = 1_440;
    private static final long MONDAY = 1_767_571_200_000L;
    private static final long MINUTE = 60_000;
    private static final double NOTHING = 1e-9;
    private static final Duration TEN_MINUTES = Duration.ofMinutes(10);

    private final List<MetricSeries> fitted = new ArrayList<>();
    private final List<MetricSeries> judged = new ArrayList<>();
    private final long seed;

    public TuneEvidence(long seed) {
        this.seed = seed;
        for (int service = 0; service < SERVICES; service++) {
            MetricSeries all = new SyntheticLatency(seed * SERVICES + service, MONDAY, MINUTE).days(FITTED + JUDGED);
            fitted.add(all.part(0, FITTED * DAY_SLOTS));
            judged.add(all.part(FITTED * DAY_SLOTS, all.size()));
        }
    }

    /** A policy for each service. */
    public List<FittedPolicy> policies(Candidate candidate) {
        return fitted.stream().map(past -> candidate.fit(new Past(past))).toList();
    }

    /** Policies of the catalog's kind: a factor of the mean, for ten minutes. */
    public List<FittedPolicy> typed(double factor) {
        return policies(new TypedThreshold("static-" + factor, factor, TEN_MINUTES));
    }

    /** False hours and alarms of each service. */
    public List<Backtest> quiet(List<FittedPolicy> policies) {
        return each(policies, service -> Backtest.of(judged.get(service), firing(policies, service), 0, List.of()));
    }

    /** Number of alarms of each day of each service. */
    public long[] alarmsByDay(List<FittedPolicy> policies) {
        long[] days = new long[SERVICES * JUDGED];
        for (int service = 0; service < SERVICES; service++) {
            for (Episode episode : Episode.of(judged.get(service), firing(policies, service))) {
                days[service * JUDGED + episode.first() / DAY_SLOTS]++;
            }
        }
        return days;
    }

    /** Detection of a kind by size; one size, if the kind has none. */
    public DetectionCurve curve(List<FittedPolicy> policies, IncidentKind kind) {
        SortedMap<Double, Detection> curve = new TreeMap<>();
        for (double size : kind.hasSize() ? SIZES : List.of(1.0)) {
            curve.put(size, detection(policies, kind, size));
        }
        return new DetectionCurve(curve);
    }

    /** Detection of a kind and size on all services. */
    public Detection detection(List<FittedPolicy> policies, IncidentKind kind, double size) {
        return each(
                        policies,
                        service -> Detection.of(
                                policies.get(service),
                                judged.get(service),
                                kind,
                                size,
                                INCIDENTS / SERVICES,
                                seed + kind.name().hashCode()))
                .stream()
                .reduce(Detection.none(), Detection::plus);
    }

    /** Alarms at the same places and in as long a time without an incident. */
    public Detection byChance(List<FittedPolicy> policies, IncidentKind kind) {
        return detection(policies, kind.hasSize() ? kind : IncidentKind.STEP, NOTHING);
    }

    /** Three metrics of each service, with policies of a candidate. */
    SeveralMetrics several(Candidate candidate) {
        List<List<MetricSeries>> past = new ArrayList<>();
        List<List<MetricSeries>> later = new ArrayList<>();
        for (int service = 0; service < SERVICES; service++) {
            int other = (service + 1) % SERVICES;
            past.add(related(fitted.get(service), fitted.get(other)));
            later.add(related(judged.get(service), judged.get(other)));
        }
        return SeveralMetrics.of(candidate, past, later, seed, INCIDENTS / SERVICES);
    }

    /** A metric, another, and one that goes with both. */
    private static List<MetricSeries> related(MetricSeries first, MetricSeries second) {
        double[] both = first.values();
        for (int slot = 0; slot < both.length; slot++) {
            both[slot] = Math.sqrt(both[slot] * second.value(slot));
        }
        return List.of(first, first.with(both), second);
    }

    private boolean[] firing(List<FittedPolicy> policies, int service) {
        return Replay.firing(policies.get(service), judged.get(service), 0);
    }

    private static <T> List<T> each(List<FittedPolicy> policies, Function<Integer, T> of) {
        List<T> all = new ArrayList<>();
        for (int service = 0; service < policies.size(); service++) {
            all.add(of.apply(service));
        }
        return all;
    }
}
