// SPDX-License-Identifier: Apache-2.0
package io.truename.tune.proposal;

import com.fasterxml.jackson.core.JsonGenerator;
import io.truename.edge.json.JsonOutput;
import io.truename.tuning.candidate.Tier;
import io.truename.tuning.proposal.CurvePoint;
import io.truename.tuning.proposal.Evidence;
import io.truename.tuning.proposal.Rate;
import io.truename.tuning.proposal.ThresholdProposal;
import io.truename.tuning.proposal.TierEvidence;
import io.truename.tuning.proposal.TradeOff;
import io.truename.tuning.ratio.CountedShare;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Evidence for thresholds as JSON: of the events of a share, of the choice, and of the test.
 *
 * @param tier that the alert compares with
 */
record EvidenceJson(JsonGenerator json, Tier tier) {
    /** Counts of the events of a share; null for other metrics. */
    void counts(Optional<CountedShare> counted) throws IOException {
        if (counted.isEmpty()) {
            json.writeNullField("counts");
            return;
        }
        CountedShare counts = counted.get();
        json.writeObjectFieldStart("counts");
        json.writeNumberField("usual", counts.usual());
        json.writeStringField("distribution", counts.overdispersed() ? "beta-binomial" : "binomial");
        json.writeNumberField("medianEvents", counts.median());
        json.writeNumberField("quietEvents", counts.quiet());
        json.writeArrayFieldStart("burnRates");
        for (CountedShare.Burning burning : counts.burnRates()) {
            json.writeStartObject();
            json.writeStringField("severity", ProposalJson.lower(burning.tier().name()));
            json.writeNumberField("factor", burning.rate().burn());
            json.writeNumberField("badShare", burning.rate().errorRatio());
            json.writeNumberField("eventsNeeded", burning.rate().requestsNeeded());
            JsonOutput.optional(json, "infeasible", burning.infeasible());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    /** False hours against detection on the days of the choice. */
    void tradeOff(Optional<TradeOff> judged) throws IOException {
        if (judged.isEmpty()) {
            json.writeNullField("tradeOff");
            return;
        }
        TradeOff tradeOff = judged.get();
        json.writeObjectFieldStart("tradeOff");
        json.writeStringField("from", ProposalJson.time(tradeOff.from()));
        json.writeStringField("until", ProposalJson.time(tradeOff.end()));
        json.writeArrayFieldStart("ways");
        for (TradeOff.Option option : tradeOff.options()) {
            json.writeStartObject();
            json.writeStringField("name", option.name());
            json.writeBooleanField("today", option.name().equals(ThresholdProposal.IN_USE));
            json.writeBooleanField("chosen", option.best());
            json.writeNumberField("lastingSeconds", option.lastingSeconds());
            rate("falseHours", option.falseHours());
            rate("found", option.found());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("curve");
        for (TradeOff.Looser point : tradeOff.curve()) {
            json.writeStartObject();
            json.writeNumberField("factor", point.factor());
            rate("falseHours", point.falseHours());
            rate("found", point.found());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    /** Evidence of the test. */
    void tested(Optional<Evidence> tested, String candidate) throws IOException {
        if (tested.isEmpty()) {
            json.writeNullField("evidence");
            return;
        }
        Evidence evidence = tested.get();
        json.writeObjectFieldStart("evidence");
        json.writeStringField("from", ProposalJson.time(evidence.from()));
        json.writeStringField("selectedFrom", ProposalJson.time(evidence.selected()));
        json.writeStringField("testFrom", ProposalJson.time(evidence.tested()));
        json.writeStringField("until", ProposalJson.time(evidence.end()));
        json.writeNumberField("candidates", evidence.candidates());
        json.writeStringField("candidate", candidate);
        tier("today", own(evidence.inUse()));
        Optional<TierEvidence> proposed = own(evidence.proposed());
        tier("proposed", proposed);
        curve(proposed.map(TierEvidence::curve).orElse(List.of()));
        curveByKind(proposed.map(TierEvidence::curve).orElse(List.of()));
        json.writeEndObject();
    }

    private Optional<TierEvidence> own(List<TierEvidence> tiers) {
        return tiers.stream().filter(evidence -> evidence.tier() == tier).findFirst();
    }

    private void tier(String name, Optional<TierEvidence> evidence) throws IOException {
        if (evidence.isEmpty()) {
            json.writeNullField(name);
            return;
        }
        json.writeObjectFieldStart(name);
        rate("falseHours", evidence.get().falseHours());
        json.writeNumberField("alarmsPerWeek", evidence.get().episodesPerWeek());
        rate("found", evidence.get().detected());
        json.writeNumberField("medianMinutesToAlarm", evidence.get().periods());
        json.writeEndObject();
    }

    private void rate(String name, Rate rate) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeNumberField("events", rate.events());
        json.writeNumberField("trials", rate.trials());
        json.writeNumberField("share", rate.value());
        json.writeNumberField("lower", rate.lower());
        json.writeNumberField("upper", rate.upper());
        json.writeEndObject();
    }

    /** All kinds together. */
    private void curve(List<CurvePoint> points) throws IOException {
        Map<Double, List<CurvePoint>> bySize =
                points.stream().collect(Collectors.groupingBy(CurvePoint::size, TreeMap::new, Collectors.toList()));
        json.writeArrayFieldStart("curve");
        Double smallest = null;
        for (Map.Entry<Double, List<CurvePoint>> size : bySize.entrySet()) {
            long found = size.getValue().stream()
                    .mapToLong(point -> point.found().events())
                    .sum();
            long trials = size.getValue().stream()
                    .mapToLong(point -> point.found().trials())
                    .sum();
            json.writeStartObject();
            json.writeNumberField("size", size.getKey());
            json.writeNumberField("found", trials == 0 ? 0 : (double) found / trials);
            json.writeNumberField("trials", trials);
            json.writeEndObject();
            boolean nearlyAll =
                    size.getValue().stream().allMatch(point -> point.found().lower() >= 0.99);
            smallest = nearlyAll ? (smallest == null ? size.getKey() : smallest) : null;
        }
        json.writeEndArray();
        if (smallest == null) {
            json.writeNullField("smallestSize");
        } else {
            json.writeNumberField("smallestSize", smallest);
        }
    }

    private void curveByKind(List<CurvePoint> points) throws IOException {
        json.writeArrayFieldStart("kinds");
        for (CurvePoint point : points.stream()
                .sorted(Comparator.comparing((CurvePoint one) -> one.kind().name())
                        .thenComparingDouble(CurvePoint::size))
                .toList()) {
            json.writeStartObject();
            json.writeStringField("kind", ProposalJson.lower(point.kind().name()));
            json.writeBooleanField("heldBack", point.heldBack());
            json.writeNumberField("size", point.size());
            rate("found", point.found());
            json.writeNumberField("medianMinutes", point.periods());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
