// SPDX-License-Identifier: Apache-2.0
package io.truename.tune.proposal;

import com.fasterxml.jackson.databind.JsonNode;
import io.truename.postgres.tuning.ProposalStore;
import io.truename.reporting.Report;
import io.truename.reporting.Section;
import io.truename.reporting.Value;
import io.truename.tuning.series.HourOfWeek;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A proposal as a report for people: for each alert the course of its values with the thresholds on it, and the evidence. */
public final class ProposalReport {
    private ProposalReport() {}

    /** Makes the report of a stored proposal. */
    public static Report of(ProposalStore.Stored proposal, List<ProposalStore.Part> parts) {
        List<Section> sections = new ArrayList<>();
        long changed = 0;
        for (ProposalStore.Part part : parts) {
            Optional<JsonNode> result = part.result().map(PartResult::parsed);
            changed += result.filter(json -> !json.path("proposed").isEmpty()).isPresent() ? 1 : 0;
            sections.addAll(result.map(json -> sections(part, json)).orElseGet(() -> List.of(notMade(part))));
        }
        return new Report(
                "proposal",
                "Thresholds proposed for " + parts.size() + (parts.size() == 1 ? " alert" : " alerts"),
                "New thresholds for " + changed + ", from " + proposal.days() + " days; the others stay. State: "
                        + proposal.state().name().toLowerCase(Locale.ROOT) + ".",
                proposal.createdAt(),
                sections);
    }

    private static String title(ProposalStore.Part part) {
        return part.subject().alert() + ", " + part.subject().condition();
    }

    private static String key(ProposalStore.Part part, String what) {
        return what + part.place();
    }

    private static Section notMade(ProposalStore.Part part) {
        return new Section.Prose(
                key(part, "notMade"),
                title(part),
                "No thresholds could be proposed.",
                List.of(part.error().orElse("It is still being made.")));
    }

    private static List<Section> sections(ProposalStore.Part part, JsonNode result) {
        List<Section> sections = new ArrayList<>();
        sections.add(course(part, result));
        sections.add(prose(
                part, result, "Why", "Changes, and reasons for them or against them.", "changes", "kept", "reasons"));
        if (!result.path("guards").isEmpty()) {
            sections.add(prose(
                    part,
                    result,
                    "Guards",
                    "Limits that kept thresholds from going where the past suggested.",
                    "guards"));
        }
        sections.add(
                prose(part, result, "Notes", "What the numbers are for, and what bounded them or could not.", "notes"));
        // Proposals that were made before these fields have none of them.
        if (result.path("counts").isObject()) {
            sections.add(ChoiceSections.counts(key(part, "counts"), result.path("counts")));
        }
        if (result.path("tradeOff").isObject()) {
            sections.add(ChoiceSections.tradeOff(key(part, "tradeOff"), result.path("tradeOff")));
        }
        if (!result.path("evidence").isNull()) {
            sections.add(evidence(part, result.path("evidence")));
        }
        return sections;
    }

    private static Section prose(
            ProposalStore.Part part, JsonNode result, String title, String meaning, String... fields) {
        List<String> words = new ArrayList<>();
        for (String field : fields) {
            result.path(field).forEach(text -> words.add(text.asText()));
        }
        return new Section.Prose(key(part, title.toLowerCase(Locale.ROOT)), title, meaning, words);
    }

    private static Section course(ProposalStore.Part part, JsonNode result) {
        JsonNode series = result.path("series");
        Instant from = Instant.parse(series.path("from").asText());
        long period = series.path("periodSeconds").asLong();
        String tier = result.path("tier").asText();
        int periods = series.path("highest").size();
        List<Section.Level> levels = new ArrayList<>();
        List<Section.Marks> marks = new ArrayList<>();
        for (String when : List.of("today", "proposed")) {
            for (JsonNode bound : result.path(when)) {
                if (bound.path("severity").asText().equals(tier)) {
                    levels.add(new Section.Level(when, level(bound.path("hours"), from, period, periods)));
                }
            }
            if (!result.path(when).isEmpty()) {
                marks.add(new Section.Marks(
                        "alarms " + when, spans(result.path("alarms").path(when))));
            }
        }
        marks.add(new Section.Marks("incidents", spans(result.path("incidents"))));
        return new Section.Course(
                key(part, "course"),
                title(part),
                "The values that the alert compares, its thresholds, and the alarms that they give over these values.",
                // In UCUM a share is a hundred percent.
                result.path("unit").asText().replace("10^2.%", "of 1"),
                from,
                period,
                numbers(series.path("highest")),
                numbers(series.path("lowest")),
                levels,
                marks);
    }

    private static List<Double> level(JsonNode hours, Instant from, long period, int periods) {
        List<Double> level = new ArrayList<>();
        for (int at = 0; at < periods; at++) {
            int hour = HourOfWeek.of(from.plusSeconds(at * period).toEpochMilli());
            level.add(hours.path(hour % hours.size()).asDouble());
        }
        return level;
    }

    private static List<Double> numbers(JsonNode array) {
        List<Double> numbers = new ArrayList<>();
        array.forEach(number -> numbers.add(number.isNull() ? Double.NaN : number.asDouble()));
        return numbers;
    }

    private static List<Section.Span> spans(JsonNode windows) {
        List<Section.Span> spans = new ArrayList<>();
        windows.forEach(window -> spans.add(new Section.Span(
                Instant.parse(window.path("from").asText()),
                Instant.parse(window.path("until").asText()))));
        return spans;
    }

    private static Section evidence(ProposalStore.Part part, JsonNode evidence) {
        List<List<Value>> rows = new ArrayList<>();
        for (String when : List.of("today", "proposed")) {
            JsonNode tier = evidence.path(when);
            if (!tier.isNull()) {
                rows.add(List.of(
                        Value.of(when),
                        Value.share(tier.at("/falseHours/share").asDouble()),
                        Value.share(tier.at("/falseHours/upper").asDouble()),
                        Value.of(String.format(
                                Locale.ROOT, "%.1f", tier.path("alarmsPerWeek").asDouble())),
                        Value.share(tier.at("/found/share").asDouble()),
                        Value.count(tier.at("/found/trials").asLong()),
                        Value.of(Math.round(tier.path("medianMinutesToAlarm").asDouble()) + " min")));
            }
        }
        return new Section.Table(
                key(part, "evidence"),
                "Evidence",
                "From " + evidence.path("testFrom").asText() + " to "
                        + evidence.path("until").asText()
                        + ", which took no part in the choice. A false hour is one without an incident in which the alert"
                        + " rang; its bound is the one that is exceeded in at most 5 % of experiments. Incidents of many kinds"
                        + " and sizes are injected at random times.",
                List.of(
                        new Section.Column("thresholds", "Thresholds"),
                        new Section.Column("falseHours", "False hours"),
                        new Section.Column("bound", "At most"),
                        new Section.Column("alarmsPerWeek", "False alarms a week"),
                        new Section.Column("found", "Found"),
                        new Section.Column("injected", "Of injected"),
                        new Section.Column("toAlarm", "To alarm")),
                rows);
    }
}
