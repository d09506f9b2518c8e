// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.proposal;

import io.truename.tuning.backtest.Backtest;
import io.truename.tuning.backtest.Detection;
import io.truename.tuning.backtest.DetectionCurve;
import io.truename.tuning.backtest.Replay;
import io.truename.tuning.backtest.TimeWindow;
import io.truename.tuning.candidate.FittedPolicy;
import io.truename.tuning.candidate.Side;
import io.truename.tuning.candidate.Tier;
import io.truename.tuning.inject.Harm;
import io.truename.tuning.inject.IncidentKind;
import io.truename.tuning.series.MetricSeries;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Judges policies by values that they were not made from, and by incidents injected into them.
 *
 * @param values without those of known incidents
 * @param known windows of incidents
 * @param harm of incidents
 */
record Judge(MetricSeries values, List<TimeWindow> known, Harm harm, long seed) {
    private static final double SHARE_FOUND = 0.99;
    /** 299 without a miss prove 99 %; a few find the policy firing already, and do not count. */
    private static final int FOR_PROOF = 320;

    private static final int FOR_CHOICE = 25;
    private static final List<Double> SIZES = List.of(0.1, 0.2, 0.3, 0.5, 0.75, 1.0, 2.0, 4.0);
    private static final List<Double> SIZES_OF_CHOICE = List.of(0.25, 0.5, 1.0, 2.0);
    /** Kinds that last for days find an alarm by chance in most places. */
    private static final Duration LONGEST = Duration.ofHours(2);

    Backtest quiet(FittedPolicy policy) {
        return Backtest.of(values, Replay.firing(policy, values, 0), 0, known);
    }

    /** Incidents of the kinds that a choice may know. */
    Detection choice(FittedPolicy policy) {
        Detection found = Detection.none();
        for (IncidentKind kind : kinds()) {
            for (double size : kind.heldBack() ? List.<Double>of() : sizes(SIZES_OF_CHOICE)) {
                found = found.plus(detection(policy, kind, size, FOR_CHOICE));
            }
        }
        return found;
    }

    TierEvidence evidence(FittedPolicy policy, Tier tier) {
        Backtest quiet = quiet(policy);
        Detection all = Detection.none();
        List<CurvePoint> points = new ArrayList<>();
        List<SmallestFound> smallest = new ArrayList<>();
        for (IncidentKind kind : kinds()) {
            SortedMap<Double, Detection> bySize = new TreeMap<>();
            for (double size : sizes(SIZES)) {
                Detection found = detection(policy, kind, size, FOR_PROOF);
                bySize.put(size, found);
                all = all.plus(found);
                points.add(new CurvePoint(kind, kind.heldBack(), size, Rate.of(found.found()), periods(found)));
            }
            OptionalDouble found = new DetectionCurve(bySize).smallestFound(SHARE_FOUND);
            bySize.forEach((size, detection) -> {
                if (found.isPresent() && found.getAsDouble() == size) {
                    smallest.add(new SmallestFound(kind, size, detection.found().trials()));
                }
            });
        }
        return new TierEvidence(
                tier,
                tier.pages(),
                Rate.of(quiet.falseHours()),
                quiet.falseHours().trials() == 0 ? 0 : quiet.episodesPerWeek(),
                Rate.of(all.found()),
                periods(all),
                points,
                smallest);
    }

    private Detection detection(FittedPolicy policy, IncidentKind kind, double size, int count) {
        return Detection.of(policy, values, kind, size, count, seed, harm);
    }

    private static double periods(Detection found) {
        return found.periods().isEmpty() ? 0 : found.medianPeriods();
    }

    private List<IncidentKind> kinds() {
        return Arrays.stream(IncidentKind.values())
                .filter(kind -> kind.hasSize() && kind.length().compareTo(LONGEST) <= 0)
                .filter(kind -> harm.worse() == Side.BELOW || kind.grows())
                .toList();
    }

    /** Nothing becomes smaller by more than itself. */
    private List<Double> sizes(List<Double> all) {
        return harm.worse() == Side.ABOVE || harm.points().isPresent()
                ? all
                : all.stream().filter(size -> size <= 1).toList();
    }
}
