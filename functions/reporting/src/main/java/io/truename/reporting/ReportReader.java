// SPDX-License-Identifier: Apache-2.0
package io.truename.reporting;

import io.truename.reporting.Derivation.Certainty;
import io.truename.reporting.Derivation.Interval;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Reader of stored reports: the inverse of {@link ReportJson}. What is read is rendered into the same bytes as the report that was
 * written. It takes what a JSON library reads: maps, lists, texts, numbers, null; with decimals as BigDecimal, if money has more than
 * 15 digits. Members that it does not know are ignored, and those that older versions did not write are not needed.
 */
public final class ReportReader {
    private ReportReader() {}

    /**
     * Reads a report.
     *
     * @param json the outer object
     * @throws IllegalArgumentException naming the member, if this is no report
     */
    public static Report read(Map<?, ?> json) {
        ReportMembers report = new ReportMembers(json, "");
        return new Report(
                report.text("kind"),
                report.text("title"),
                report.text("lead"),
                report.time("at"),
                report.objects("sections", ReportReader::section));
    }

    private static Section section(ReportMembers json) {
        return switch (json.text("kind")) {
            case "figures" ->
                new Section.Figures(
                        json.text("key"),
                        json.text("title"),
                        json.text("meaning"),
                        json.objects("figures", ReportReader::figure));
            case "table" -> table(json);
            case "prose" ->
                new Section.Prose(json.text("key"), json.text("title"), json.text("meaning"), json.texts("paragraphs"));
            case "bars" ->
                new Section.Bars(
                        json.text("key"),
                        json.text("title"),
                        json.text("meaning"),
                        json.objects(
                                "bars",
                                bar -> new Section.Bar(
                                        bar.text("label"),
                                        bar.whole("before"),
                                        bar.whole("after"),
                                        bar.whole("most"))));
            case "line" ->
                new Section.Line(
                        json.text("key"),
                        json.text("title"),
                        json.text("meaning"),
                        ReportValues.unit(json, json.text("unit")),
                        json.objects(
                                "points", point -> new Section.Point(point.number("seconds"), point.number("value"))));
            case "course" -> course(json);
            case "shares" ->
                new Section.Shares(
                        json.text("key"),
                        json.text("title"),
                        json.text("meaning"),
                        json.text("across"),
                        json.text("up"),
                        json.objects("line", ReportReader::sharePoint),
                        json.objects("points", ReportReader::sharePoint));
            default -> throw json.wrong("kind", "is no kind of section; read it with a newer version");
        };
    }

    private static Section.Figure figure(ReportMembers json) {
        return new Section.Figure(
                json.text("key"),
                json.text("label"),
                ReportValues.value(json, "value", json.optionalText("unit")),
                json.text("meaning"),
                json.has("derivation")
                        ? Optional.of(derivation(json.object("derivation"), json.optionalText("unit")))
                        : Optional.empty());
    }

    private static Derivation derivation(ReportMembers json, Optional<String> unit) {
        return new Derivation(
                json.text("formula"),
                json.objects(
                        "inputs",
                        input -> new Derivation.Input(
                                input.text("name"), ReportValues.value(input, "value", input.optionalText("unit")))),
                json.time("from"),
                json.time("until"),
                json.text("source"),
                json.time("asOf"),
                certainty(json),
                json.has("interval") ? Optional.of(interval(json.object("interval"), unit)) : Optional.empty());
    }

    private static Certainty certainty(ReportMembers json) {
        String word = json.text("certainty");
        for (Certainty certainty : Certainty.values()) {
            if (certainty.word().equals(word)) {
                return certainty;
            }
        }
        throw json.wrong("certainty", "must be measured, estimated or assumed");
    }

    /** @param unit of the figure, which those of older versions have as well */
    private static Interval interval(ReportMembers json, Optional<String> unit) {
        return new Interval(
                ReportValues.value(json, "low", json.optionalText("lowUnit").or(() -> unit)),
                ReportValues.value(json, "high", json.optionalText("highUnit").or(() -> unit)),
                json.number("confidence"));
    }

    private static Section.Table table(ReportMembers json) {
        List<Section.Column> columns = json.objects(
                "columns",
                column -> new Section.Column(
                        column.text("key"),
                        column.text("label"),
                        column.optionalText("formula").orElse("")));
        List<Optional<String>> units = json.objects("columns", column -> column.optionalText("unit"));
        return new Section.Table(
                json.text("key"),
                json.text("title"),
                json.text("meaning"),
                columns,
                json.objects("rows", row -> row(row, columns, units)));
    }

    private static List<Value> row(ReportMembers json, List<Section.Column> columns, List<Optional<String>> units) {
        Optional<ReportMembers> ownUnits =
                json.has(ReportJson.UNITS) ? Optional.of(json.object(ReportJson.UNITS)) : Optional.empty();
        return IntStream.range(0, columns.size())
                .mapToObj(at -> {
                    String key = columns.get(at).key();
                    return ReportValues.value(
                            json,
                            key,
                            ownUnits.flatMap(own -> own.optionalText(key)).or(() -> units.get(at)));
                })
                .toList();
    }

    private static Section.Course course(ReportMembers json) {
        return new Section.Course(
                json.text("key"),
                json.text("title"),
                json.text("meaning"),
                json.text("unit"),
                json.time("from"),
                json.whole("periodSeconds"),
                json.numbersOrGaps("highest"),
                json.numbersOrGaps("lowest"),
                json.objects("levels", level -> new Section.Level(level.text("name"), level.numbersOrGaps("values"))),
                json.objects(
                        "marks",
                        marks -> new Section.Marks(
                                marks.text("name"),
                                marks.objects(
                                        "spans", span -> new Section.Span(span.time("from"), span.time("until"))))));
    }

    private static Section.SharePoint sharePoint(ReportMembers json) {
        return new Section.SharePoint(
                json.text("name"), json.number("across"), json.number("up"), json.has("marked") && json.flag("marked"));
    }
}
