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
import io.truename.tuning.guard.GuardLimits;
import io.truename.tuning.incident.Accuracy;
import io.truename.tuning.proposal.AlertShape;
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
import java.util.OptionalDouble;
import java.util.function.Supplier;

/** Proposes thresholds from the past of a condition's values, with the evidence for them. */
public final class EvidenceMaker implements ProposalMaker {
    private static final long SEED = 1;

    private final Supplier<AlertHistory> history;
    private final Incidents incidents;
    private final Agreements agreements;

    public EvidenceMaker(Supplier<AlertHistory> history, Incidents incidents, Agreements agreements) {
        this.history = history;
        this.incidents = incidents;
        this.agreements = agreements;
    }

    @Override
    public Made make(ComparedCondition condition, int days, List<ThresholdStore.Threshold> inForce, Instant now) {
        Instant until = now.minus(AlertHistory.DELAY);
        Instant from = until.minus(Duration.ofDays(days));
        MetricSeries past = history.get().values(condition, from, until);
        Incidents.Known known = incidents.known();
        List<TimeWindow> real = known.real(from, until);
        AlertShape shape = shape(condition, inForce);
        ThresholdProposal proposal = Tuner.propose(
                past,
                shape,
                new TuningLimits(
                        limits(condition.bound()),
                        known.isOpen(condition.alert().name()),
                        OptionalDouble.empty(),
                        real,
                        SEED));
        Optional<ReplayAgreement> agreement =
                agreements.of(condition.alert(), known, from, until).map(Accuracy::agreement);
        boolean faithful = agreement.flatMap(ReplayAgreement::refusal).isEmpty();
        byte[] json = JsonOutput.of(
                generator -> new ProposalJson(condition, past, shape, proposal, !inForce.isEmpty(), real, agreement)
                        .write(generator));
        return new Made(
                new String(json, StandardCharsets.UTF_8), faithful ? thresholds(condition, proposal) : List.of());
    }

    private static AlertShape shape(ComparedCondition condition, List<ThresholdStore.Threshold> inForce) {
        AlertSpec.Bound bound = condition.bound();
        Side side = bound.above() ? Side.ABOVE : Side.BELOW;
        Tier tier = Tier.valueOf(condition.alert().tier().toUpperCase(Locale.ROOT));
        Duration lasting = condition.condition().lasting();
        AlertShape typed = AlertShape.typed(condition.alert().name(), side, tier, bound.value(), lasting);
        if (inForce.isEmpty()) {
            return typed;
        }
        Map<Tier, List<Double>> hours = new EnumMap<>(Tier.class);
        hours.put(tier, List.of(bound.value()));
        inForce.forEach(
                threshold -> hours.put(Tier.valueOf(threshold.severity().toUpperCase(Locale.ROOT)), threshold.hours()));
        return new AlertShape(
                condition.alert().name(),
                side,
                tier,
                List.of(new TierBound(Duration.ZERO, lasting, hours)),
                List.of(),
                typed.windows(),
                typed.lastings());
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
