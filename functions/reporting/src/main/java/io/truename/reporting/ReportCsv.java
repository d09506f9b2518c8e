// SPDX-License-Identifier: Apache-2.0
package io.truename.reporting;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Renders the tables and figures of a report as CSV (RFC 4180), one file each, at full precision. Headings are the columns' keys with their unit,
 * such as {@code logical_bytes} or {@code cost_usd}; a missing number is empty or one of the words of {@link Absence}. A text that a spreadsheet
 * would run as a formula begins with an apostrophe.
 */
public final class ReportCsv {
    private ReportCsv() {}

    /** Files by the key of their section. */
    public static Map<String, String> render(Report report) {
        Map<String, String> files = new LinkedHashMap<>();
        for (Section section : report.sections()) {
            if (section instanceof Section.Table table) {
                files.put(table.key(), table(table));
            } else if (section instanceof Section.Figures figures) {
                files.put(figures.key(), figures(figures));
            }
        }
        return files;
    }

    private static String table(Section.Table table) {
        StringBuilder out = new StringBuilder();
        List<String> heads = new ArrayList<>();
        for (int at = 0; at < table.columns().size(); at++) {
            int column = at;
            String unit = table.rows().stream()
                    .map(row -> unit(row.get(column)))
                    .filter(word -> !word.isEmpty())
                    .findFirst()
                    .orElse("");
            heads.add(table.columns().get(at).key() + (unit.isEmpty() ? "" : "_" + unit));
        }
        row(out, heads);
        table.rows().forEach(row -> row(out, row.stream().map(ReportCsv::cell).toList()));
        return out.toString();
    }

    private static String figures(Section.Figures figures) {
        StringBuilder out = new StringBuilder();
        row(
                out,
                List.of(
                        "key",
                        "label",
                        "value",
                        "unit",
                        "meaning",
                        "formula",
                        "inputs",
                        "from",
                        "until",
                        "source",
                        "as_of",
                        "certainty",
                        "low",
                        "high",
                        "confidence"));
        for (Section.Figure figure : figures.figures()) {
            List<String> cells = new ArrayList<>(List.of(
                    text(figure.key()),
                    text(figure.label()),
                    cell(figure.value()),
                    unit(figure.value()),
                    text(figure.meaning())));
            figure.derivation().ifPresentOrElse(derivation -> cells.addAll(derivation(derivation)), () -> {
                for (int empty = 0; empty < 10; empty++) {
                    cells.add("");
                }
            });
            row(out, cells);
        }
        return out.toString();
    }

    private static List<String> derivation(Derivation derivation) {
        return List.of(
                text(derivation.formula()),
                text(String.join(
                        "; ",
                        derivation.inputs().stream()
                                .map(input -> input.name() + " = " + cell(input.value()))
                                .toList())),
                derivation.from().toString(),
                derivation.until().toString(),
                text(derivation.source()),
                derivation.asOf().toString(),
                derivation.certainty().word(),
                derivation.interval().map(interval -> cell(interval.low())).orElse(""),
                derivation.interval().map(interval -> cell(interval.high())).orElse(""),
                derivation
                        .interval()
                        .map(interval -> number(interval.confidence()))
                        .orElse("exact"));
    }

    private static String unit(Value value) {
        if (value instanceof Value.Money money) {
            return money.currency().toLowerCase(Locale.ROOT);
        }
        return value instanceof Value.Quantity quantity && quantity.unit() != Value.Unit.COUNT
                ? quantity.unit().name().toLowerCase(Locale.ROOT)
                : "";
    }

    private static String cell(Value value) {
        if (value instanceof Value.Quantity quantity) {
            return number(quantity.amount());
        }
        if (value instanceof Value.Money money) {
            return money.amount().stripTrailingZeros().toPlainString();
        }
        return value instanceof Value.None ? "" : text(value.forPeople());
    }

    static String number(double amount) {
        return amount == 0
                ? "0"
                : BigDecimal.valueOf(amount).stripTrailingZeros().toPlainString();
    }

    private static String text(String text) {
        String plain = PlainText.of(text);
        return plain.matches("(?s)\\s*[=+\\-@].*") ? "'" + plain : plain;
    }

    private static void row(StringBuilder out, List<String> cells) {
        for (int at = 0; at < cells.size(); at++) {
            String cell = cells.get(at);
            out.append(at == 0 ? "" : ",");
            if (cell.matches("(?s).*[\",\n\r].*")) {
                out.append('"').append(cell.replace("\"", "\"\"")).append('"');
            } else {
                out.append(cell);
            }
        }
        out.append("\r\n");
    }
}
