// SPDX-License-Identifier: Apache-2.0
package io.truename.reporting;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Renders a report for programs. Every section has {@code key}, {@code kind}, {@code title} and {@code meaning}, and then, by kind:
 * {@code figures} (each with {@code value}, {@code unit} and its own {@code meaning}), {@code columns} and {@code rows} (objects
 * by column key), {@code paragraphs}, {@code bars}, {@code points}, or {@code highest}, {@code lowest}, {@code levels} and
 * {@code marks}. A figure that can be computed again has its {@code derivation}. Numbers are in full: bytes, seconds, shares from 0 to
 * 1, money to the last digit; where there is none, null or one of the words of {@link Absence}. The unit of a number is a word of
 * {@link Value.Unit} in lower case, or a currency in capitals. A column has the unit of its first number; a row with others names them in
 * {@value #UNITS}. {@link ReportReader} reads all of it back.
 */
public final class ReportJson {
    /** Member of a row: units, by column, that are not the column's. No key of a column begins so. */
    static final String UNITS = "$units";

    private ReportJson() {}

    /** The report as JSON, ended by a new line. */
    public static String render(Report report) {
        JsonText json = new JsonText();
        json.open(null, '{')
                .member("kind", report.kind())
                .member("title", report.title())
                .member("lead", report.lead())
                .member("at", report.at().toString())
                .open("sections", '[');
        report.sections().forEach(section -> section(json, section));
        return json.close(']').close('}').toString();
    }

    private static void section(JsonText json, Section section) {
        json.open(null, '{').member("key", section.key());
        if (section instanceof Section.Figures figures) {
            head(json, "figures", section).open("figures", '[');
            for (Section.Figure figure : figures.figures()) {
                json.open(null, '{')
                        .member("key", figure.key())
                        .member("label", figure.label())
                        .member("value", figure.value())
                        .member("unit", unit(figure.value()))
                        .member("meaning", figure.meaning());
                figure.derivation().ifPresent(derivation -> derivation(json, derivation));
                json.close('}');
            }
            json.close(']');
        } else if (section instanceof Section.Table table) {
            table(json, table);
        } else if (section instanceof Section.Prose prose) {
            head(json, "prose", section).open("paragraphs", '[');
            prose.paragraphs().forEach(json::element);
            json.close(']');
        } else if (section instanceof Section.Bars bars) {
            head(json, "bars", section).open("bars", '[');
            for (Section.Bar bar : bars.bars()) {
                json.open(null, '{')
                        .member("label", bar.label())
                        .member("before", bar.before())
                        .member("after", bar.after())
                        .member("most", bar.most())
                        .close('}');
            }
            json.close(']');
        } else if (section instanceof Section.Line line) {
            head(json, "line", section)
                    .member("unit", ReportValues.name(line.unit()))
                    .open("points", '[');
            for (Section.Point point : line.points()) {
                json.open(null, '{')
                        .member("seconds", point.seconds())
                        .member("value", point.value())
                        .close('}');
            }
            json.close(']');
        } else if (section instanceof Section.Course course) {
            course(json, course);
        } else if (section instanceof Section.Shares shares) {
            head(json, "shares", shares).member("across", shares.across()).member("up", shares.up());
            points(json, "line", shares.line());
            points(json, "points", shares.points());
        }
        json.close('}');
    }

    private static void derivation(JsonText json, Derivation derivation) {
        json.open("derivation", '{').member("formula", derivation.formula()).open("inputs", '[');
        for (Derivation.Input input : derivation.inputs()) {
            json.open(null, '{')
                    .member("name", input.name())
                    .member("value", input.value())
                    .member("unit", unit(input.value()))
                    .close('}');
        }
        json.close(']')
                .member("from", derivation.from().toString())
                .member("until", derivation.until().toString())
                .member("source", derivation.source())
                .member("asOf", derivation.asOf().toString())
                .member("certainty", derivation.certainty().word());
        derivation
                .interval()
                .ifPresent(interval -> json.open("interval", '{')
                        .member("low", interval.low())
                        .member("lowUnit", unit(interval.low()))
                        .member("high", interval.high())
                        .member("highUnit", unit(interval.high()))
                        .member("confidence", interval.confidence())
                        .close('}'));
        json.close('}');
    }

    private static void course(JsonText json, Section.Course course) {
        head(json, "course", course)
                .member("unit", course.unit())
                .member("from", course.from().toString())
                .member("periodSeconds", course.periodSeconds());
        numbers(json, "highest", course.highest());
        numbers(json, "lowest", course.lowest());
        json.open("levels", '[');
        for (Section.Level level : course.levels()) {
            json.open(null, '{').member("name", level.name());
            numbers(json, "values", level.values());
            json.close('}');
        }
        json.close(']').open("marks", '[');
        for (Section.Marks marks : course.marks()) {
            json.open(null, '{').member("name", marks.name()).open("spans", '[');
            for (Section.Span span : marks.spans()) {
                json.open(null, '{')
                        .member("from", span.from().toString())
                        .member("until", span.until().toString())
                        .close('}');
            }
            json.close(']').close('}');
        }
        json.close(']');
    }

    private static void points(JsonText json, String name, List<Section.SharePoint> points) {
        json.open(name, '[');
        for (Section.SharePoint point : points) {
            json.open(null, '{')
                    .member("name", point.name())
                    .member("across", point.across())
                    .member("up", point.up())
                    .member("marked", point.marked())
                    .close('}');
        }
        json.close(']');
    }

    private static void numbers(JsonText json, String name, List<Double> numbers) {
        json.open(name, '[');
        numbers.forEach(number -> json.element(number.doubleValue()));
        json.close(']');
    }

    private static JsonText head(JsonText json, String kind, Section section) {
        return json.member("kind", kind).member("title", section.title()).member("meaning", section.meaning());
    }

    private static void table(JsonText json, Section.Table table) {
        head(json, "table", table).open("columns", '[');
        List<Optional<String>> units = new ArrayList<>();
        for (int at = 0; at < table.columns().size(); at++) {
            Section.Column column = table.columns().get(at);
            units.add(unitOfColumn(table, at));
            json.open(null, '{')
                    .member("key", column.key())
                    .member("label", column.label())
                    .member("unit", orNull(units.get(at)));
            if (!column.formula().isEmpty()) {
                json.member("formula", column.formula());
            }
            json.close('}');
        }
        json.close(']').open("rows", '[');
        table.rows().forEach(row -> row(json, table, row, units));
        json.close(']');
    }

    private static void row(JsonText json, Section.Table table, List<Value> row, List<Optional<String>> units) {
        json.open(null, '{');
        Map<String, String> others = new LinkedHashMap<>();
        for (int at = 0; at < row.size(); at++) {
            String key = table.columns().get(at).key();
            json.member(key, row.get(at));
            Optional<String> unit = ReportValues.unitOf(row.get(at));
            if (unit.isPresent() && !unit.equals(units.get(at))) {
                others.put(key, unit.get());
            }
        }
        if (!others.isEmpty()) {
            json.open(UNITS, '{');
            others.forEach(json::member);
            json.close('}');
        }
        json.close('}');
    }

    private static Optional<String> unitOfColumn(Section.Table table, int column) {
        return table.rows().stream()
                .flatMap(row -> ReportValues.unitOf(row.get(column)).stream())
                .findFirst();
    }

    private static Value unit(Value value) {
        return orNull(ReportValues.unitOf(value));
    }

    private static Value orNull(Optional<String> text) {
        return text.map(Value::of).orElseGet(Value::none);
    }
}
