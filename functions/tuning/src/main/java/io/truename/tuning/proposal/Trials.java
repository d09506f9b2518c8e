// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.proposal;

import io.truename.tuning.backtest.Backtest;
import io.truename.tuning.backtest.Detection;
import io.truename.tuning.candidate.Bound;
import io.truename.tuning.candidate.FittedPolicy;
import io.truename.tuning.candidate.Past;
import io.truename.tuning.candidate.Side;
import io.truename.tuning.candidate.TieredCandidate;
import io.truename.tuning.candidate.WeeklyThreshold;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Trials of candidates, and of the thresholds in use, on the part of the past that they are chosen on.
 *
 * @param judge of that part
 * @param past that candidates are made from, before it
 */
record Trials(AlertShape shape, TuningLimits limits, Judge judge, Past past) {
    /** Of the thresholds, for the curve of their cost and their detection. */
    private static final List<Double> FACTORS = List.of(0.5, 0.7, 0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 2.0);

    /**
     * Result of a trial.
     *
     * @param candidate empty for the thresholds in use
     */
    record Trial(Optional<TieredCandidate> candidate, FittedPolicy policy, Backtest quiet, Detection found) {
        double detected() {
            return found.found().trials() == 0 ? 0 : found.found().value();
        }

        private TradeOff.Option option(boolean best) {
            return new TradeOff.Option(
                    candidate.map(TieredCandidate::name).orElse(ThresholdProposal.IN_USE),
                    policy.bounds().stream()
                            .mapToLong(bound -> bound.lasting().toSeconds())
                            .max()
                            .orElse(0),
                    best,
                    Rate.of(quiet.falseHours()),
                    Rate.of(found.found()));
        }
    }

    /** Every candidate that has a threshold and, last, the thresholds in use. */
    List<Trial> of(List<TieredCandidate> candidates) {
        WeeklyThreshold usual = GuardedTiers.usual(past.series());
        List<Trial> trials = new ArrayList<>();
        for (TieredCandidate candidate : candidates) {
            FittedPolicy policy =
                    GuardedTiers.of(candidate, past, usual, shape, limits).policy(shape, shape.tier());
            if (!policy.bounds().isEmpty()) {
                trials.add(trial(Optional.of(candidate), policy));
            }
        }
        trials.add(trial(Optional.empty(), GuardedTiers.inUse(shape, shape.tier())));
        return trials;
    }

    private Trial trial(Optional<TieredCandidate> candidate, FittedPolicy policy) {
        return new Trial(candidate, policy, judge.quiet(policy), judge.choice(policy));
    }

    /** False hours against detection. */
    TradeOff tradeOff(List<Trial> trials, Trial best) {
        List<TradeOff.Looser> curve = new ArrayList<>();
        for (double factor : FACTORS) {
            Trial moved = factor == 1 ? best : trial(best.candidate(), looser(best.policy(), factor));
            if (moved.found().found().trials() == 0) {
                // A policy that always fires is never found quiet: it neither finds nor misses.
                continue;
            }
            curve.add(new TradeOff.Looser(
                    factor,
                    Rate.of(moved.quiet().falseHours()),
                    Rate.of(moved.found().found())));
        }
        return new TradeOff(
                judge.values().start(),
                judge.values().end(),
                trials.stream().map(trial -> trial.option(trial.equals(best))).toList(),
                curve);
    }

    private FittedPolicy looser(FittedPolicy policy, double factor) {
        double times = shape.side() == Side.ABOVE ? factor : 1 / factor;
        List<Bound> bounds = policy.bounds().stream()
                .map(bound -> new Bound(
                        bound.window(),
                        bound.quantile(),
                        bound.side(),
                        WeeklyThreshold.of(hour -> times * bound.threshold().ofHour(hour)),
                        bound.lasting()))
                .toList();
        return new FittedPolicy(policy.candidate(), policy.fittedAt(), bounds).with(policy.hysteresis());
    }
}
