// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.proposal;

import io.truename.tuning.backtest.TimeWindow;
import io.truename.tuning.baseline.Baseline;
import io.truename.tuning.candidate.FittedPolicy;
import io.truename.tuning.candidate.Past;
import io.truename.tuning.candidate.Tier;
import io.truename.tuning.candidate.TieredCandidate;
import io.truename.tuning.guard.TrainingCheck;
import io.truename.tuning.inject.Harm;
import io.truename.tuning.ratio.CountedShare;
import io.truename.tuning.ratio.RatioCandidates;
import io.truename.tuning.series.MetricSeries;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Proposes thresholds of an alert from the past of its metric, strictly in order of time: candidates are made from the first half of the
 * past and chosen on the quarter after it; the chosen one, made from these three quarters, is tested on the last one, which nothing knew.
 * Every threshold is judged as the guards let it through. If the test does not speak against it, thresholds are made in the same way
 * from the whole past.
 *
 * <p>The thresholds in use stay where the past is too short or poisoned, and unless a candidate finds more incidents by more than chance
 * or they fire too often themselves. If candidates do, too, for guards let them move by small steps only, the quietest is a step.
 *
 * <p>30 days of minutes with four windows take about five seconds on one core: the workbench's {@code propose} prints the time.
 */
public final class Tuner {
    /** Share of false hours that thresholds which call people must not be proven to exceed. */
    public static final double MOST_FALSE_HOURS = 0.05;

    /** The same of the low tier, which reports. */
    public static final double MOST_REPORTED_HOURS = 0.25;

    /** Of a share, for an incident of size 1. */
    private static final double POINTS = 0.05;

    private static final double FITTED = 0.5;
    private static final double SELECTED = 0.75;

    private final MetricSeries past;
    private final Optional<RatioCandidates> ratio;
    private final AlertShape shape;
    private final TuningLimits limits;
    private final int selected;
    private final int tested;

    private Tuner(MetricSeries past, Optional<RatioCandidates> ratio, AlertShape shape, TuningLimits limits) {
        this.ratio = ratio;
        this.past = without(past, limits.excluded());
        this.shape = shape;
        this.limits = limits;
        this.selected = (int) (FITTED * past.size());
        this.tested = (int) (SELECTED * past.size());
    }

    /**
     * Proposes thresholds. Equal input gives an equal proposal.
     *
     * @param past values of the alert's query, up to now
     */
    public static ThresholdProposal propose(MetricSeries past, AlertShape shape, TuningLimits limits) {
        return new Tuner(past, Optional.empty(), shape, limits).propose();
    }

    /**
     * Proposes thresholds for a share of counted events, such as failed requests of all: with binomial thresholds and burn rates among the
     * candidates, and incidents in points of the share.
     *
     * @param shares values of the alert's query, from 0 to 1
     * @param requests that each of them was computed from, at the same times
     * @param goal share of good requests that the objective states; none without one
     */
    public static ThresholdProposal proposeForShare(
            MetricSeries shares, MetricSeries requests, OptionalDouble goal, AlertShape shape, TuningLimits limits) {
        RatioCandidates ratio = new RatioCandidates(shape.side(), requests, goal);
        return new Tuner(shares, Optional.of(ratio), shape, limits).propose();
    }

    private ThresholdProposal propose() {
        List<String> refusals = new ArrayList<>(Baseline.of(past).refusals());
        // A share of few requests has few values, and is counted instead.
        refusals.removeIf(refusal -> ratio.isPresent() && refusal.equals(Baseline.tooFewDistinct(past)));
        TrainingCheck check = TrainingCheck.of(past);
        refusals.addAll(check.reasons());
        if (!refusals.isEmpty()) {
            return kept(Optional.empty(), Optional.empty(), refusals);
        }
        List<TieredCandidate> candidates =
                new ArrayList<>(TieredCandidate.grid(shape.side(), shape.windows(), lastings()));
        ratio.ifPresent(counted -> candidates.addAll(counted.grid(lastings())));
        Trials choice = new Trials(shape, limits, judge(selected, tested), sound(0, selected));
        List<Trials.Trial> trials = choice.of(candidates);
        Trials.Trial used = trials.get(trials.size() - 1);
        Trials.Trial best = trials.stream().max(this::compare).orElseThrow();
        boolean stays = best.candidate().isEmpty()
                || (within(used) && best.detected() - used.detected() <= standardError(used));
        Optional<TradeOff> tradeOff = Optional.of(choice.tradeOff(trials, stays ? used : best));
        return stays
                ? kept(tradeOff, Optional.empty(), List.of(better(used, candidates.size())))
                : tested(best, tradeOff, candidates.size(), check);
    }

    /** A longer duration is looser than today's, whatever the number is. */
    private List<Duration> lastings() {
        Duration today = shape.inUse().stream()
                .map(TierBound::lasting)
                .max(Duration::compareTo)
                .orElseThrow();
        List<Duration> allowed = shape.lastings().stream()
                .filter(lasting -> limits.mayLoosen() || lasting.compareTo(today) <= 0)
                .toList();
        return allowed.isEmpty() ? List.of(today) : allowed;
    }

    /**
     * Order of trials: among those with few false hours by detection; where all have many, by the fewest false hours, since guards allow
     * small steps only.
     */
    private int compare(Trials.Trial left, Trials.Trial right) {
        double fewer =
                right.quiet().falseHours().value() - left.quiet().falseHours().value();
        if (!within(left) || !within(right)) {
            return (int) Math.signum(fewer);
        }
        int more = Double.compare(left.detected(), right.detected());
        return more == 0 ? (int) Math.signum(fewer) : more;
    }

    private ThresholdProposal tested(
            Trials.Trial chosen, Optional<TradeOff> tradeOff, int candidates, TrainingCheck check) {
        TieredCandidate candidate = chosen.candidate().orElseThrow();
        Past before = sound(0, tested);
        GuardedTiers judged = GuardedTiers.of(candidate, before, GuardedTiers.usual(before.series()), shape, limits);
        if (judged.policy(shape, shape.tier()).bounds().isEmpty()) {
            return kept(tradeOff, Optional.empty(), List.of("No usable threshold is left of the best candidate."));
        }
        Judge judge = judge(tested, past.size());
        List<TierEvidence> proposed = new ArrayList<>();
        List<TierEvidence> used = new ArrayList<>();
        for (Tier tier : Tier.values()) {
            FittedPolicy policy = judged.policy(shape, tier);
            FittedPolicy inUse = inUse(tier);
            if (!policy.bounds().isEmpty()) {
                proposed.add(judge.evidence(policy, tier));
            }
            if (!inUse.bounds().isEmpty()) {
                used.add(judge.evidence(inUse, tier));
            }
        }
        Optional<Evidence> evidence = Optional.of(new Evidence(
                past.start(), past.time(selected), past.time(tested), past.end(), candidates, proposed, used));
        List<String> reasons = new ArrayList<>();
        reasons.add(chosenOf(chosen, candidates));
        reasons.add("On values " + ProposalText.when(past.time(tested), past.end())
                + ", which took no part in the choice, " + sentences(proposed));
        reasons.add("On the same values the thresholds in use: " + sentences(used));
        Optional<String> against = against(own(proposed), own(used));
        if (against.isPresent()) {
            reasons.add(against.get());
            return kept(tradeOff, evidence, reasons);
        }
        reasons.addAll(check.leftOut());
        Past all = new Past(check.values());
        GuardedTiers tiers = GuardedTiers.of(candidate, all, GuardedTiers.usual(all.series()), shape, limits);
        for (TierEvidence tier : proposed) {
            if (tier.tier() != shape.tier() && tier.falseHours().lower() > most(tier.tier())) {
                tiers = tiers.without(tier.tier());
                reasons.add(ProposalText.name(tier.tier()) + " is left out, for it fires too often.");
            }
        }
        return new ThresholdProposal(
                shape.alert(),
                shape.side(),
                false,
                candidate.name(),
                tiers.bounds(),
                shape.form().hysteresis(),
                tradeOff,
                counts(),
                evidence,
                ProposalText.changes(shape.inUse(), tiers.bounds()),
                reasons,
                tiers.reasons());
    }

    private TierEvidence own(List<TierEvidence> tiers) {
        return tiers.stream()
                .filter(evidence -> evidence.tier() == shape.tier())
                .findFirst()
                .orElseThrow();
    }

    /** Why the test speaks against the proposed thresholds. */
    private Optional<String> against(TierEvidence proposed, TierEvidence used) {
        boolean noFewerFalse =
                proposed.falseHours().events() >= used.falseHours().events();
        if (proposed.falseHours().lower() > most() && noFewerFalse) {
            return Optional.of("The test proves more than " + ProposalText.percent(most())
                    + " false hours, and no fewer than of the thresholds in use: they stay.");
        }
        boolean fewerFound = proposed.detected().upper() < used.detected().lower();
        return fewerFound && noFewerFalse
                ? Optional.of("In the test the thresholds in use find more without more false hours: they stay.")
                : Optional.empty();
    }

    private ThresholdProposal kept(Optional<TradeOff> tradeOff, Optional<Evidence> evidence, List<String> reasons) {
        List<String> all = new ArrayList<>(reasons);
        all.add("The thresholds stay as they are.");
        return new ThresholdProposal(
                shape.alert(),
                shape.side(),
                true,
                ThresholdProposal.IN_USE,
                shape.inUse(),
                shape.form().hysteresis(),
                tradeOff,
                counts(),
                evidence,
                List.of(),
                all,
                List.of());
    }

    private Optional<CountedShare> counts() {
        return ratio.flatMap(counted -> counted.counted(past));
    }

    private boolean within(Trials.Trial trial) {
        return trial.quiet().falseHours().lower() <= most();
    }

    private double most() {
        return most(shape.tier());
    }

    private static double most(Tier tier) {
        return tier.pages() ? MOST_FALSE_HOURS : MOST_REPORTED_HOURS;
    }

    private static double standardError(Trials.Trial trial) {
        double share = trial.detected();
        return Math.sqrt(share * (1 - share) / Math.max(1, trial.found().found().trials()));
    }

    private String better(Trials.Trial used, int candidates) {
        return "None of " + candidates
                + " candidates with few false hours finds more by more than chance than the thresholds in use, "
                + ProposalText.percent(used.detected()) + " of "
                + used.found().found().trials()
                + " incidents injected " + ProposalText.when(past.time(selected), past.time(tested)) + ".";
    }

    private String chosenOf(Trials.Trial chosen, int candidates) {
        return chosen.candidate().orElseThrow().name() + ", of " + candidates + " candidates, found most on values "
                + ProposalText.when(past.time(selected), past.time(tested)) + ", which it was not made from: "
                + chosen.found().found().events() + " of "
                + chosen.found().found().trials() + " injected incidents with "
                + chosen.quiet().falseHours().events() + " false hours of "
                + chosen.quiet().falseHours().trials() + ".";
    }

    private static String sentences(List<TierEvidence> tiers) {
        return String.join(
                " ",
                tiers.stream()
                        .map(evidence -> ProposalText.judged(evidence.tier(), evidence))
                        .toList());
    }

    private FittedPolicy inUse(Tier tier) {
        return GuardedTiers.inUse(shape, tier);
    }

    private Judge judge(int from, int to) {
        Harm harm = ratio.isPresent() ? Harm.ofShare(shape.side(), POINTS) : Harm.on(shape.side());
        return new Judge(past.part(from, to), limits.excluded(), harm, limits.seed());
    }

    /** A part of the past without stretches that look like incidents by that part alone. */
    private Past sound(int from, int to) {
        return new Past(TrainingCheck.of(past.part(from, to)).values());
    }

    private static MetricSeries without(MetricSeries series, List<TimeWindow> windows) {
        double[] values = series.values();
        for (TimeWindow window : windows) {
            Arrays.fill(values, series.slotFrom(window.from()), series.slotFrom(window.to() + 1), Double.NaN);
        }
        return series.with(values);
    }
}
