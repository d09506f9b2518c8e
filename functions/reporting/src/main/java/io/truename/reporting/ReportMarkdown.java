// SPDX-License-Identifier: Apache-2.0
package io.truename.reporting;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Renders a report as Markdown (GitHub's, for its tables). What comes from the corpus is escaped: it cannot make markup. */
public final class ReportMarkdown {
    private ReportMarkdown() {}

    /** The report as Markdown, ended by a new line. */
    public static String render(Report report) {
        return render(report, ReportLinks.NONE);
    }

    /** The report as Markdown with addresses, ended by a new line. */
    public static String render(Report report, ReportLinks links) {
        StringBuilder out = new StringBuilder();
        out.append("# ").append(escaped(PlainText.line(report.title()))).append("\n\n");
        out.append(escaped(report.lead())).append("\n\n");
        out.append("As of ").append(report.at()).append(".\n");
        links.page()
                .ifPresent(address ->
                        out.append("\n[The whole report](").append(address).append(")\n"));
        for (Section section : report.sections()) {
            out.append("\n## ").append(escaped(PlainText.line(section.title()))).append("\n\n");
            if (!section.meaning().isEmpty()) {
                out.append(escaped(section.meaning())).append("\n\n");
            }
            body(out, section);
        }
        links.feedback()
                .ifPresent(address -> out.append("\n[" + ReportLinks.QUESTION + "](")
                        .append(address)
                        .append(")\n"));
        return out.toString();
    }

    private static void body(StringBuilder out, Section section) {
        if (section instanceof Section.Figures figures) {
            rows(
                    out,
                    List.of("", "", "Meaning"),
                    figures.figures().stream()
                            .map(figure ->
                                    List.of(Value.of(figure.label()), figure.value(), Value.of(figure.meaning())))
                            .toList());
            derivations(out, figures);
        } else if (section instanceof Section.Table table) {
            rows(out, table.columns().stream().map(Section.Column::label).toList(), table.rows(), table.numeric());
            list(out, table.formulas());
        } else if (section instanceof Section.Prose prose) {
            for (int at = 0; at < prose.paragraphs().size(); at++) {
                out.append(at == 0 ? "" : "\n")
                        .append(escaped(prose.paragraphs().get(at)).replace("\n", "  \n"))
                        .append('\n');
            }
            if (prose.paragraphs().isEmpty()) {
                out.append("None.\n");
            }
        } else if (section instanceof Section.Bars bars) {
            rows(
                    out,
                    List.of("", "Before", "After", "Of"),
                    bars.bars().stream()
                            .map(bar -> List.of(
                                    Value.of(bar.label()),
                                    Value.count(bar.before()),
                                    Value.count(bar.after()),
                                    Value.count(bar.most())))
                            .toList());
        } else if (section instanceof Section.Line line) {
            rows(
                    out,
                    List.of("After", "Value"),
                    line.points().stream()
                            .map(point -> List.<Value>of(
                                    Value.seconds(point.seconds()), new Value.Quantity(point.value(), line.unit())))
                            .toList());
        } else if (section instanceof Section.Course course) {
            out.append(escaped(CourseChart.inWords(course))).append('\n');
        } else if (section instanceof Section.Shares shares) {
            rows(
                    out,
                    List.of("", shares.across(), shares.up()),
                    Stream.concat(shares.points().stream(), shares.line().stream())
                            .map(point -> List.of(
                                    Value.of(point.name()), Value.share(point.across()), Value.share(point.up())))
                            .toList());
        }
    }

    private static void derivations(StringBuilder out, Section.Figures figures) {
        for (Section.Figure figure : figures.figures()) {
            figure.derivation().ifPresent(derivation -> {
                out.append("\n**")
                        .append(escaped(PlainText.line(figure.label())))
                        .append("**\n");
                list(out, derivation.lines());
            });
        }
    }

    private static void list(StringBuilder out, List<String> lines) {
        if (!lines.isEmpty()) {
            out.append('\n');
            lines.forEach(line ->
                    out.append("- ").append(escaped(PlainText.line(line))).append('\n'));
        }
    }

    private static void rows(StringBuilder out, List<String> heads, List<? extends List<Value>> rows) {
        rows(
                out,
                heads,
                rows,
                rows.isEmpty()
                        ? List.of()
                        : rows.get(0).stream().map(Value::numeric).toList());
    }

    private static void rows(
            StringBuilder out, List<String> heads, List<? extends List<Value>> rows, List<Boolean> numeric) {
        if (rows.isEmpty()) {
            out.append("None.\n");
            return;
        }
        out.append("| ")
                .append(String.join(
                        " | ", heads.stream().map(ReportMarkdown::cell).toList()))
                .append(" |\n|");
        for (int at = 0; at < heads.size(); at++) {
            out.append(numeric.get(at) ? "---:|" : "---|");
        }
        out.append('\n');
        for (List<Value> row : rows) {
            List<String> cells = new ArrayList<>();
            row.forEach(value -> cells.add(cell(value.forPeople())));
            out.append("| ").append(String.join(" | ", cells)).append(" |\n");
        }
    }

    private static String cell(String text) {
        return escaped(text).replace("\n", "<br>");
    }

    /** Also every character that could begin markup inside a line; a dot or a hyphen can only at its start. */
    private static String escaped(String text) {
        StringBuilder out = new StringBuilder();
        String plain = PlainText.of(text);
        for (int at = 0; at < plain.length(); at++) {
            char character = plain.charAt(at);
            if ("\\`*_[]<>|#&~".indexOf(character) >= 0) {
                out.append('\\');
            }
            if (character != '\t') {
                out.append(character);
            }
        }
        return out.toString();
    }
}
