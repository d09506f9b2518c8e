// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.select;

import io.truename.tuning.baseline.Baseline;
import io.truename.tuning.candidate.Candidate;
import io.truename.tuning.candidate.FittedPolicy;
import io.truename.tuning.candidate.Past;
import io.truename.tuning.series.HourOfWeek;
import io.truename.tuning.series.MetricSeries;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Chooses the candidate that finds the most injected incidents among those whose false hours are not proven to exceed a budget, all on the past:
 * the past is cut into parts in order of time, each part is scored by policies made from the other parts. The policy is then made of
 * the whole past by the chosen candidate. The first of the candidates, or the one in use, stays unless another finds more by more than
 * the standard error of what it found. Chooses anew once a week, makes thresholds at each fit.
 *
 * @param name of this candidate
 * @param candidates to choose from; the first is taken where the past is too short to choose
 * @param budget largest share of false hours, between 0 and 1
 */
public record Tuned(String name, List<Candidate> candidates, double budget) implements Candidate {
    private static final int PARTS = 3;
    private static final long SEED = 13;
    private static final double PERCENT = 100;
    private static final long WEEK = HourOfWeek.COUNT * HourOfWeek.MILLIS;
    private static final long SHORTEST = Baseline.FEWEST_DAYS * 24 * HourOfWeek.MILLIS;

    public Tuned {
        candidates = List.copyOf(candidates);
        if (candidates.isEmpty() || !(budget > 0 && budget < 1)) {
            throw new IllegalArgumentException("candidates, budget: at least one, between 0 and 1");
        }
    }

    @Override
    public FittedPolicy fit(Past past) {
        return fit(past, candidates.get(0).name());
    }

    @Override
    public FittedPolicy refit(Past past, FittedPolicy previous) {
        boolean sameWeek = previous.fittedAt() / WEEK == past.series().end() / WEEK;
        return candidates.stream()
                .filter(candidate -> sameWeek && candidate.name().equals(previous.candidate()))
                .findFirst()
                .map(candidate -> candidate.fit(past))
                .orElseGet(() -> fit(past, previous.candidate()));
    }

    private FittedPolicy fit(Past past, String inUse) {
        MetricSeries series = past.series();
        if (series.end() - series.start() < SHORTEST) {
            return candidates.get(0).fit(past).with(List.of("The past is too short to choose by it."));
        }
        Trial chosen = choose(trials(series), inUse);
        return chosen.candidate().fit(past).with(List.of(reason(chosen)));
    }

    /** Every candidate on every part of a past. */
    public List<Trial> trials(MetricSeries series) {
        List<Trial> trials = new ArrayList<>();
        candidates.forEach(candidate -> trials.add(Trial.of(candidate)));
        for (int part = 0; part < PARTS; part++) {
            int from = series.size() * part / PARTS;
            int to = series.size() * (part + 1) / PARTS;
            double[] others = series.values();
            Arrays.fill(others, from, to, Double.NaN);
            Past past = new Past(series.with(others));
            MetricSeries scored = series.part(from, to);
            for (int i = 0; i < trials.size(); i++) {
                Trial trial = trials.get(i);
                trials.set(i, trial.plus(trial.candidate().fit(past), scored, SEED + part));
            }
        }
        return trials;
    }

    /** The first, or the one in use, unless another is better by more than chance. */
    private Trial choose(List<Trial> trials, String inUse) {
        Trial best = trials.stream().max(this::compare).orElseThrow();
        return trials.stream()
                .filter(trial -> trial.candidate().name().equals(inUse) && within(trial))
                .findFirst()
                .filter(trial -> best.detected() - trial.detected() <= trial.standardError())
                .orElse(best);
    }

    private boolean within(Trial trial) {
        return trial.falseHours().lower() <= budget;
    }

    private int compare(Trial left, Trial right) {
        if (!within(left) || !within(right)) {
            return Double.compare(right.falseHours().value(), left.falseHours().value());
        }
        return Comparator.comparingDouble(Trial::detected)
                .thenComparing(Comparator.comparingDouble(
                                (Trial trial) -> trial.detection().medianPeriods())
                        .reversed())
                .thenComparing(Comparator.comparingInt(Trial::bounds).reversed())
                .compare(left, right);
    }

    private String reason(Trial chosen) {
        return String.format(
                Locale.ROOT,
                "%s of %d candidates: on past values that it was not made from it found %d of %d injected incidents, with %.1f %%"
                        + " false hours (budget %.1f %%).",
                chosen.candidate().name(),
                candidates.size(),
                chosen.detection().found().events(),
                chosen.detection().found().trials(),
                PERCENT * chosen.falseHours().value(),
                PERCENT * budget);
    }
}
