// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.select;

import io.truename.tuning.backtest.Backtest;
import io.truename.tuning.backtest.Detection;
import io.truename.tuning.backtest.Replay;
import io.truename.tuning.backtest.Share;
import io.truename.tuning.candidate.Candidate;
import io.truename.tuning.candidate.FittedPolicy;
import io.truename.tuning.inject.IncidentKind;
import io.truename.tuning.series.MetricSeries;
import java.util.Arrays;
import java.util.List;

/**
 * How a candidate did on parts of the past that its policies were not made from.
 *
 * @param falseHours hours of those parts in which it fired; incidents that nobody told of count as false
 * @param detection of incidents of the kinds that are not held back, over all sizes
 * @param bounds of its policy: each is paid for
 */
public record Trial(Candidate candidate, Share falseHours, Detection detection, int bounds) {
    private static final List<IncidentKind> KINDS = Arrays.stream(IncidentKind.values())
            .filter(kind -> !kind.heldBack())
            .toList();
    private static final List<Double> SIZES = List.of(0.25, 0.5, 1.0, 2.0);
    private static final int EACH = 5;

    /** Nothing tried yet. */
    static Trial of(Candidate candidate) {
        return new Trial(candidate, Share.NONE, Detection.none(), 0);
    }

    /** With the outcome on another part. Equal seeds give equal incidents for every candidate. */
    Trial plus(FittedPolicy policy, MetricSeries part, long seed) {
        boolean[] firing = Replay.firing(policy, part, 0);
        Detection found = detection;
        for (IncidentKind kind : KINDS) {
            for (double size : SIZES) {
                found = found.plus(Detection.of(policy, part, kind, size, EACH, seed));
            }
        }
        Share hours = falseHours.plus(Backtest.falseHours(part, firing, 0, List.of()));
        return new Trial(candidate, hours, found, policy.bounds().size());
    }

    /** Share of the injected incidents that were found; 0 if the policy was never quiet. */
    double detected() {
        return detection.found().trials() == 0 ? 0 : detection.found().value();
    }

    /** Standard error of that share, as of independent incidents. */
    double standardError() {
        double share = detected();
        return Math.sqrt(share * (1 - share) / Math.max(1, detection.found().trials()));
    }
}
