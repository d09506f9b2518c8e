// SPDX-License-Identifier: Apache-2.0
package io.truename.tune.proposal;

import com.fasterxml.jackson.core.JsonGenerator;
import io.truename.history.ComparedCondition;
import io.truename.tuning.backtest.Episode;
import io.truename.tuning.backtest.Replay;
import io.truename.tuning.backtest.ReplayAgreement;
import io.truename.tuning.backtest.Share;
import io.truename.tuning.backtest.TimeWindow;
import io.truename.tuning.candidate.Bound;
import io.truename.tuning.candidate.FittedPolicy;
import io.truename.tuning.candidate.Tier;
import io.truename.tuning.proposal.AlertShape;
import io.truename.tuning.proposal.CurvePoint;
import io.truename.tuning.proposal.Evidence;
import io.truename.tuning.proposal.Rate;
import io.truename.tuning.proposal.ThresholdProposal;
import io.truename.tuning.proposal.TierBound;
import io.truename.tuning.proposal.TierEvidence;
import io.truename.tuning.series.MetricSeries;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A part of a proposal as JSON: thresholds, evidence, and the past that they come from in so few points that a page can draw it. */
record ProposalJson(
        ComparedCondition condition,
        MetricSeries past,
        AlertShape shape,
        ThresholdProposal proposal,
        boolean tuned,
        List<TimeWindow> incidents,
        Optional<ReplayAgreement> agreement) {
    private static final int MOST_POINTS = 700;

    void write(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("unit", condition.bound().unit());
        json.writeBooleanField("above", condition.bound().above());
        json.writeBooleanField("published", condition.bound().tuned());
        json.writeStringField("tier", lower(shape.tier().name()));
        texts(json, "kept", kept());
        agreement(json);
        bounds(json, "today", shape.inUse());
        bounds(json, "proposed", proposal.keeps() ? List.of() : proposal.bounds());
        texts(json, "changes", proposal.changes());
        texts(json, "reasons", proposal.keeps() ? List.of() : proposal.reasons());
        texts(
                json,
                "guards",
                proposal.guards().stream().map(guard -> guard.sentence()).toList());
        if (proposal.evidence().isPresent()) {
            evidence(json, proposal.evidence().get());
        } else {
            json.writeNullField("evidence");
        }
        series(json);
        json.writeObjectFieldStart("alarms");
        windows(json, "today", alarms(shape.inUse()));
        windows(json, "proposed", proposal.keeps() ? List.of() : alarms(proposal.bounds()));
        json.writeEndObject();
        windows(json, "incidents", incidents);
        json.writeEndObject();
    }

    private List<String> kept() {
        if (proposal.keeps()) {
            return proposal.reasons();
        }
        return agreement.flatMap(ReplayAgreement::refusal).stream().toList();
    }

    private void agreement(JsonGenerator json) throws IOException {
        Optional<Share> agreed = agreement.map(ReplayAgreement::ofAll).filter(share -> share.trials() > 0);
        if (agreed.isEmpty()) {
            json.writeNullField("agreement");
            return;
        }
        json.writeObjectFieldStart("agreement");
        json.writeNumberField("events", agreed.get().events());
        json.writeNumberField("trials", agreed.get().trials());
        json.writeNumberField("share", agreed.get().value());
        json.writeEndObject();
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private static void texts(JsonGenerator json, String name, List<String> texts) throws IOException {
        json.writeArrayFieldStart(name);
        for (String text : texts) {
            json.writeString(text);
        }
        json.writeEndArray();
    }

    private void bounds(JsonGenerator json, String name, List<TierBound> bounds) throws IOException {
        json.writeArrayFieldStart(name);
        for (TierBound bound : bounds) {
            for (Map.Entry<Tier, List<Double>> threshold : bound.thresholds().entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .toList()) {
                json.writeStartObject();
                json.writeStringField("severity", lower(threshold.getKey().name()));
                if (name.equals("today")) {
                    json.writeStringField("source", tuned ? "tuned" : "catalog");
                }
                json.writeNumberField("windowSeconds", bound.window().toSeconds());
                json.writeNumberField("lastingSeconds", bound.lasting().toSeconds());
                json.writeArrayFieldStart("hours");
                for (double hour : threshold.getValue()) {
                    json.writeNumber(hour);
                }
                json.writeEndArray();
                json.writeEndObject();
            }
        }
        json.writeEndArray();
    }

    private void evidence(JsonGenerator json, Evidence evidence) throws IOException {
        json.writeObjectFieldStart("evidence");
        json.writeStringField("from", time(evidence.from()));
        json.writeStringField("selectedFrom", time(evidence.selected()));
        json.writeStringField("testFrom", time(evidence.tested()));
        json.writeStringField("until", time(evidence.end()));
        json.writeNumberField("candidates", evidence.candidates());
        json.writeStringField("candidate", proposal.candidate());
        tier(json, "today", own(evidence.inUse()));
        Optional<TierEvidence> proposed = own(evidence.proposed());
        tier(json, "proposed", proposed);
        curve(json, proposed.map(TierEvidence::curve).orElse(List.of()));
        curveByKind(json, proposed.map(TierEvidence::curve).orElse(List.of()));
        json.writeEndObject();
    }

    private Optional<TierEvidence> own(List<TierEvidence> tiers) {
        return tiers.stream().filter(tier -> tier.tier() == shape.tier()).findFirst();
    }

    private static void tier(JsonGenerator json, String name, Optional<TierEvidence> evidence) throws IOException {
        if (evidence.isEmpty()) {
            json.writeNullField(name);
            return;
        }
        json.writeObjectFieldStart(name);
        rate(json, "falseHours", evidence.get().falseHours());
        json.writeNumberField("alarmsPerWeek", evidence.get().episodesPerWeek());
        rate(json, "found", evidence.get().detected());
        json.writeNumberField("medianMinutesToAlarm", evidence.get().periods());
        json.writeEndObject();
    }

    private static void rate(JsonGenerator json, String name, Rate rate) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeNumberField("events", rate.events());
        json.writeNumberField("trials", rate.trials());
        json.writeNumberField("share", rate.value());
        json.writeNumberField("lower", rate.lower());
        json.writeNumberField("upper", rate.upper());
        json.writeEndObject();
    }

    /** All kinds together. */
    private static void curve(JsonGenerator json, List<CurvePoint> points) throws IOException {
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

    private static void curveByKind(JsonGenerator json, List<CurvePoint> points) throws IOException {
        json.writeArrayFieldStart("kinds");
        for (CurvePoint point : points.stream()
                .sorted(Comparator.comparing((CurvePoint one) -> one.kind().name())
                        .thenComparingDouble(CurvePoint::size))
                .toList()) {
            json.writeStartObject();
            json.writeStringField("kind", lower(point.kind().name()));
            json.writeBooleanField("heldBack", point.heldBack());
            json.writeNumberField("size", point.size());
            rate(json, "found", point.found());
            json.writeNumberField("medianMinutes", point.periods());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void series(JsonGenerator json) throws IOException {
        int each = Math.max(1, (past.size() + MOST_POINTS - 1) / MOST_POINTS);
        json.writeObjectFieldStart("series");
        json.writeStringField("from", time(past.start()));
        json.writeNumberField("periodSeconds", each * past.period() / 1000);
        extremes(json, "highest", each, true);
        extremes(json, "lowest", each, false);
        json.writeEndObject();
    }

    private void extremes(JsonGenerator json, String name, int each, boolean highest) throws IOException {
        json.writeArrayFieldStart(name);
        for (int from = 0; from < past.size(); from += each) {
            double[] present =
                    past.part(from, Math.min(past.size(), from + each)).present();
            if (present.length == 0) {
                json.writeNull();
            } else {
                Arrays.sort(present);
                json.writeNumber(highest ? present[present.length - 1] : present[0]);
            }
        }
        json.writeEndArray();
    }

    /** Alarms that the tier of the alert would have given over the whole past. */
    private List<TimeWindow> alarms(List<TierBound> bounds) {
        List<Bound> own = bounds.stream()
                .flatMap(bound -> bound.threshold(shape.tier()).stream()
                        .map(threshold ->
                                new Bound(bound.window(), Bound.MEDIAN, shape.side(), threshold, bound.lasting())))
                .toList();
        boolean[] firing = Replay.firing(new FittedPolicy(proposal.candidate(), past.start(), own), past, 0);
        return Episode.of(past, firing).stream()
                .map(episode -> new TimeWindow(past.time(episode.first()), past.time(episode.last() + 1)))
                .toList();
    }

    private static void windows(JsonGenerator json, String name, List<TimeWindow> windows) throws IOException {
        json.writeArrayFieldStart(name);
        for (TimeWindow window : windows) {
            json.writeStartObject();
            json.writeStringField("from", time(window.from()));
            json.writeStringField("until", time(window.to()));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static String time(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }
}
