// SPDX-License-Identifier: Apache-2.0
package io.truename.tune.proposal;

import io.truename.catalog.AlertSpec;
import io.truename.edge.json.JsonOutput;
import io.truename.history.AlertHistory;
import io.truename.history.ComparedCondition;
import io.truename.postgres.tuning.ThresholdStore;
import io.truename.tune.incident.Agreements;
import io.truename.tune.incident.Incidents;
import io.truename.tuning.backtest.ReplayAgreement;
import io.truename.tuning.backtest.TimeWindow;
import io.truename.tuning.candidate.Side;
import io.truename.tuning.candidate.Tier;
import io.truename.tuning.guard.ErrorBudget;
import io.truename.tuning.guard.GuardLimits;
import io.truename.tuning.incident.Accuracy;
import io.truename.tuning.proposal.AlertShape;
import io.truename.tuning.proposal.PolicyForm;
import io.truename.tuning.proposal.ThresholdProposal;
import io.truename.tuning.proposal.TierBound;
import io.truename.tuning.proposal.Tuner;
import io.truename.tuning.proposal.TuningLimits;
import io.truename.tuning.series.MetricSeries;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Proposes thresholds from the past of a condition's values, with the evidence for them. */
public final class EvidenceMaker implements ProposalMaker {
    private static final long SEED = 1;

    /** Durations that a policy without a published threshold can have, besides its own. */
    private static final List<Duration> LASTINGS = List.of(Duration.ofMinutes(5), Duration.ofMinutes(15));

    private final Supplier<AlertHistory> history;
    private final ErrorBudgets budgets;
    private final Incidents incidents;
    private final Agreements agreements;

    public EvidenceMaker(
            Supplier<AlertHistory> history, ErrorBudgets budgets, Incidents incidents, Agreements agreements) {
        this.history = history;
        this.budgets = budgets;
        this.incidents = incidents;
        this.agreements = agreements;
    }

    @Override
    public Made make(
            ComparedCondition condition,
            int days,
            List<ThresholdStore.Threshold> inForce,
            List<ThresholdStore.Threshold> monthAgo,
            Instant now) {
        Instant until = now.minus(AlertHistory.DELAY);
        Instant from = until.minus(Duration.ofDays(days));
        Optional<AlertHistory.Counted> counted = history.get().counted(condition, from, until);
        MetricSeries past = counted.map(AlertHistory.Counted::shares)
                .orElseGet(() -> history.get().values(condition, from, until));
        Incidents.Known known = incidents.known();
        List<TimeWindow> real = known.real(from, until);
        AlertShape shape = shape(condition, inForce, monthAgo);
        ErrorBudget budget = budgets.of(condition.alert(), now);
        TuningLimits limits = new TuningLimits(
                limits(condition.bound()), known.isOpen(condition.alert().name()), budget, real, SEED);
        ThresholdProposal proposal = counted.map(share ->
                        Tuner.proposeForShare(past, share.totals(), budgets.goal(condition.alert()), shape, limits))
                .orElseGet(() -> Tuner.propose(past, shape, limits));
        Optional<ReplayAgreement> agreement =
                agreements.of(condition.alert(), known, from, until).map(Accuracy::agreement);
        boolean faithful = agreement.flatMap(ReplayAgreement::refusal).isEmpty();
        byte[] json = JsonOutput.of(generator -> new ProposalJson(
                        condition, past, shape, proposal, budget, !inForce.isEmpty(), real, agreement)
                .write(generator));
        return new Made(
                new String(json, StandardCharsets.UTF_8), faithful ? thresholds(condition, proposal) : List.of());
    }

    /** The alert as its live policy is: a published threshold leaves it its query and its duration, Terraform can change both. */
    private static AlertShape shape(
            ComparedCondition condition,
            List<ThresholdStore.Threshold> inForce,
            List<ThresholdStore.Threshold> monthAgo) {
        AlertSpec.Bound bound = condition.bound();
        Side side = bound.above() ? Side.ABOVE : Side.BELOW;
        Tier tier = Tier.valueOf(condition.alert().tier().toUpperCase(Locale.ROOT));
        Duration lasting = condition.condition().lasting();
        AlertShape typed = AlertShape.typed(condition.alert().name(), side, tier, bound.value(), lasting);
        if (!bound.tuned()) {
            List<Duration> lastings = Stream.concat(Stream.of(lasting), LASTINGS.stream())
                    .distinct()
                    .toList();
            // Terraform's numbers have no history here: those of the catalog were in force a month ago, too.
            TierBound typedBound = typed.inUse().get(0);
            return typed.with(PolicyForm.NUMBER).with(typed.windows(), lastings).with(typedBound, typedBound);
        }
        return typed.with(PolicyForm.PUBLISHED).with(bound(typed, lasting, inForce), bound(typed, lasting, monthAgo));
    }

    /** Thresholds of a time; the catalog's is that of the alert's own tier where none was applied. */
    private static TierBound bound(AlertShape typed, Duration lasting, List<ThresholdStore.Threshold> inForce) {
        Map<Tier, List<Double>> hours = new EnumMap<>(Tier.class);
        hours.putAll(typed.inUse().get(0).thresholds());
        inForce.forEach(
                threshold -> hours.put(Tier.valueOf(threshold.severity().toUpperCase(Locale.ROOT)), threshold.hours()));
        return new TierBound(Duration.ZERO, lasting, hours);
    }

    private static GuardLimits limits(AlertSpec.Bound bound) {
        return bound.tuning()
                .map(tuning -> GuardLimits.USUAL.withCeiling(tuning.loosest()).withFloor(tuning.strictest()))
                .orElse(GuardLimits.USUAL);
    }

    private static List<ThresholdStore.Threshold> thresholds(ComparedCondition condition, ThresholdProposal proposal) {
        return proposal.keeps()
                ? List.of()
                : proposal.bounds().get(0).thresholds().entrySet().stream()
                        .map(entry -> new ThresholdStore.Threshold(
                                condition.alert().name(),
                                condition.name(),
                                entry.getKey().name().toLowerCase(Locale.ROOT),
                                entry.getValue()))
                        .toList();
    }
}
