// SPDX-License-Identifier: Apache-2.0
package io.truename.tune.proposal;

import com.fasterxml.jackson.core.JsonGenerator;
import io.truename.edge.json.JsonOutput;
import io.truename.history.ComparedCondition;
import io.truename.tuning.backtest.Episode;
import io.truename.tuning.backtest.Replay;
import io.truename.tuning.backtest.ReplayAgreement;
import io.truename.tuning.backtest.Share;
import io.truename.tuning.backtest.TimeWindow;
import io.truename.tuning.candidate.Bound;
import io.truename.tuning.candidate.FittedPolicy;
import io.truename.tuning.candidate.Tier;
import io.truename.tuning.guard.ErrorBudget;
import io.truename.tuning.proposal.AlertShape;
import io.truename.tuning.proposal.ThresholdProposal;
import io.truename.tuning.proposal.TierBound;
import io.truename.tuning.series.MetricSeries;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A part of a proposal as JSON: thresholds, evidence, and the past that they come from in so few points that a page can draw it. */
record ProposalJson(
        ComparedCondition condition,
        MetricSeries past,
        AlertShape shape,
        ThresholdProposal proposal,
        ErrorBudget budget,
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
        texts(json, "notes", notes());
        budget(json);
        EvidenceJson evidence = new EvidenceJson(json, shape.tier());
        evidence.counts(proposal.counts());
        evidence.tradeOff(proposal.tradeOff());
        evidence.tested(proposal.evidence(), proposal.candidate());
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

    /** Notes on the use of the numbers, and on the facts that bounded them or could not. */
    private List<String> notes() {
        List<String> notes = new ArrayList<>();
        notes.add(
                shape.form().byHour()
                        ? "The live policy compares each value of its query with the published threshold of the hour, for as"
                                + " long as the catalog says, and closes at the first value that is within. Thresholds were"
                                + " chosen and tested for just that. As a Terraform variable the loosest number of the"
                                + " hours counts while nothing is published: that one was not tested."
                        : "The live policy holds one number and one duration. Both were chosen and tested as they are, without"
                                + " a hysteresis, and the Terraform variables and the patch carry both.");
        notes.add(budget.sentence());
        if (condition.counts().isPresent() && proposal.counts().isEmpty()) {
            notes.add("The events of the share were not counted in this past, so it is judged by its values alone.");
        }
        proposal.counts().stream()
                .flatMap(counts -> counts.burnRates().stream())
                .flatMap(burning -> burning.infeasible().stream()
                        .map(why -> "No burn rate for " + lower(burning.tier().name()) + ": " + why))
                .forEach(notes::add);
        return notes;
    }

    private void budget(JsonGenerator json) throws IOException {
        if (budget.objective().isEmpty()) {
            json.writeNullField("budget");
            return;
        }
        json.writeObjectFieldStart("budget");
        json.writeStringField("objective", budget.objective().get());
        if (budget.left().isPresent()) {
            json.writeNumberField("left", budget.left().getAsDouble());
        } else {
            json.writeNullField("left");
        }
        JsonOutput.optional(json, "unknown", budget.unknown());
        json.writeEndObject();
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

    static String lower(String name) {
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
        boolean[] firing = Replay.firing(
                new FittedPolicy(proposal.candidate(), past.start(), own)
                        .with(shape.form().hysteresis()),
                past,
                0);
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

    static String time(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }
}
