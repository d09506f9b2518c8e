// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.assess;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.truename.reporting.Report;
import io.truename.reporting.Section;
import io.truename.reporting.Value;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Parser of stored reports: reads the JSON of {@code ReportJson}, so that a stored report can be rendered in any format. */
public final class StoredReport {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private StoredReport() {}

    /**
     * Parses a report.
     *
     * @throws IllegalArgumentException if the text is JSON but not a report
     * @throws UncheckedIOException if the text is not JSON
     */
    public static Report parse(String json) {
        JsonNode root;
        try {
            root = MAPPER.readTree(json);
        } catch (JsonProcessingException broken) {
            throw new UncheckedIOException(broken);
        }
        List<Section> sections = new ArrayList<>();
        root.path("sections").forEach(section -> sections.add(section(section)));
        return new Report(
                text(root, "kind"), text(root, "title"), text(root, "lead"), Instant.parse(text(root, "at")), sections);
    }

    private static Section section(JsonNode node) {
        String key = text(node, "key");
        String title = text(node, "title");
        String meaning = text(node, "meaning");
        return switch (text(node, "kind")) {
            case "figures" -> {
                List<Section.Figure> figures = new ArrayList<>();
                node.path("figures")
                        .forEach(figure -> figures.add(new Section.Figure(
                                text(figure, "key"),
                                text(figure, "label"),
                                value(figure.path("value"), figure.path("unit")),
                                text(figure, "meaning"))));
                yield new Section.Figures(key, title, meaning, figures);
            }
            case "table" -> table(node, key, title, meaning);
            case "prose" -> {
                List<String> paragraphs = new ArrayList<>();
                node.path("paragraphs").forEach(paragraph -> paragraphs.add(paragraph.asText()));
                yield new Section.Prose(key, title, meaning, paragraphs);
            }
            case "bars" -> {
                List<Section.Bar> bars = new ArrayList<>();
                node.path("bars")
                        .forEach(bar -> bars.add(new Section.Bar(
                                text(bar, "label"),
                                bar.path("before").asLong(),
                                bar.path("after").asLong(),
                                bar.path("most").asLong())));
                yield new Section.Bars(key, title, meaning, bars);
            }
            case "line" -> {
                List<Section.Point> points = new ArrayList<>();
                node.path("points")
                        .forEach(point -> points.add(new Section.Point(
                                point.path("seconds").asDouble(),
                                point.path("value").asDouble())));
                yield new Section.Line(key, title, meaning, unit(node.path("unit")), points);
            }
            default -> throw new IllegalArgumentException("kind: no kind of section");
        };
    }

    private static Section table(JsonNode node, String key, String title, String meaning) {
        List<Section.Column> columns = new ArrayList<>();
        node.path("columns")
                .forEach(column -> columns.add(new Section.Column(text(column, "key"), text(column, "label"))));
        List<List<Value>> rows = new ArrayList<>();
        for (JsonNode row : node.path("rows")) {
            List<Value> values = new ArrayList<>();
            for (JsonNode column : node.path("columns")) {
                values.add(value(row.path(text(column, "key")), column.path("unit")));
            }
            rows.add(values);
        }
        return new Section.Table(key, title, meaning, columns, rows);
    }

    private static Value value(JsonNode value, JsonNode unit) {
        if (value.isNumber()) {
            return new Value.Quantity(value.asDouble(), unit(unit));
        }
        return value.isTextual() ? Value.of(value.asText()) : Value.none();
    }

    private static Value.Unit unit(JsonNode unit) {
        return Value.Unit.valueOf(unit.asText().toUpperCase(Locale.ROOT));
    }

    private static String text(JsonNode node, String member) {
        JsonNode text = node.path(member);
        if (!text.isTextual()) {
            throw new IllegalArgumentException(member + ": must be there");
        }
        return text.asText();
    }
}
