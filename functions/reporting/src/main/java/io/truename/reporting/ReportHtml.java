// SPDX-License-Identifier: Apache-2.0
package io.truename.reporting;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * Renders a report as one HTML page that needs nothing else: no script, no font, no picture from anywhere. Light or dark as the
 * reader's system is; readable on a phone; printed with every formula open. What comes from outside is escaped.
 */
public final class ReportHtml {
    private static final String STYLE = style();

    private ReportHtml() {}

    /** The report as a page. */
    public static String render(Report report) {
        return render(report, ReportLinks.NONE);
    }

    /** The report as a page that asks its reader; a link to the page itself is not shown. */
    public static String render(Report report, ReportLinks links) {
        StringBuilder out = new StringBuilder();
        out.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
                .append(
                        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n")
                .append("<title>")
                .append(escaped(report.title()))
                .append("</title>\n<style>\n")
                .append(STYLE)
                .append("</style>\n</head>\n<body>\n<main>\n");
        element(out, "h1", "", report.title());
        element(out, "p", "lead", report.lead());
        element(out, "p", "at", "As of " + report.at() + ".");
        for (Section section : report.sections()) {
            out.append("<section id=\"").append(escaped(section.key())).append("\">\n");
            element(out, "h2", "", section.title());
            if (!section.meaning().isEmpty()) {
                element(out, "p", "meaning", section.meaning());
            }
            body(out, section);
            out.append("</section>\n");
        }
        links.feedback()
                .ifPresent(address -> out.append("<p class=\"useful\"><a href=\"")
                        .append(escaped(address))
                        .append("\" rel=\"noreferrer\">" + ReportLinks.QUESTION + "</a></p>\n"));
        return out.append("</main>\n</body>\n</html>\n").toString();
    }

    private static void body(StringBuilder out, Section section) {
        if (section instanceof Section.Figures figures) {
            figures(out, figures);
        } else if (section instanceof Section.Table table) {
            table(out, table);
        } else if (section instanceof Section.Prose prose) {
            prose.paragraphs().forEach(paragraph -> element(out, "p", "prose", paragraph));
            if (prose.paragraphs().isEmpty()) {
                element(out, "p", "", "None.");
            }
        } else if (section instanceof Section.Bars bars) {
            out.append(bars.bars().isEmpty() ? "<p>None.</p>\n" : ReportChart.bars(bars));
        } else if (section instanceof Section.Line line) {
            out.append(line.points().isEmpty() ? "<p>None.</p>\n" : ReportChart.line(line));
        } else if (section instanceof Section.Course course) {
            if (course.highest().isEmpty()) {
                element(out, "p", "", "None.");
            } else {
                begin(out, course.title());
                out.append(CourseChart.of(course)).append("</div>\n");
            }
        } else if (section instanceof Section.Shares shares) {
            out.append(SharesChart.of(shares));
        }
    }

    private static void figures(StringBuilder out, Section.Figures figures) {
        out.append("<dl class=\"figures\">\n");
        for (Section.Figure figure : figures.figures()) {
            out.append("<div>");
            element(out, "dt", "", figure.label());
            element(out, "dd", "value", figure.value().forPeople());
            out.append("<dd>");
            element(out, "small", "", figure.meaning());
            out.append("</dd>");
            figure.derivation().ifPresent(derivation -> derivation(out, figure.label(), derivation));
            out.append("</div>\n");
        }
        out.append("</dl>\n");
    }

    private static void derivation(StringBuilder out, String label, Derivation derivation) {
        out.append("<dd class=\"derivation\"><details><summary aria-label=\"")
                .append(escaped("Formula of " + label + ", " + derivation.trust()))
                .append("\">")
                .append(escaped("Formula: " + derivation.trust()))
                .append("</summary><ul>\n");
        derivation.lines().forEach(line -> element(out, "li", "", line));
        out.append("</ul></details></dd>");
    }

    private static void table(StringBuilder out, Section.Table table) {
        if (table.rows().isEmpty()) {
            element(out, "p", "", "None.");
            return;
        }
        begin(out, table.title());
        // Roles, because a row that is shown as a block would be none for a screen reader.
        out.append(table.wide() ? "<table role=\"table\" class=\"rows\">" : "<table>")
                .append("\n<thead><tr>");
        for (int at = 0; at < table.columns().size(); at++) {
            out.append("<th scope=\"col\"")
                    .append(numeric(table, at))
                    .append('>')
                    .append(escaped(table.columns().get(at).label()))
                    .append("</th>");
        }
        out.append("</tr></thead>\n<tbody>\n");
        for (List<Value> row : table.rows()) {
            out.append(table.wide() ? "<tr role=\"row\">" : "<tr>");
            for (int at = 0; at < row.size(); at++) {
                out.append(table.wide() ? "<td role=\"cell\" data-label=\"" : "<td")
                        .append(table.wide() ? escaped(table.columns().get(at).label()) + "\"" : "")
                        .append(numeric(table, at))
                        .append('>')
                        .append(escaped(row.get(at).forPeople()))
                        .append("</td>");
            }
            out.append("</tr>\n");
        }
        out.append("</tbody>\n</table>\n</div>\n");
        List<String> formulas = table.formulas();
        if (!formulas.isEmpty()) {
            out.append("<details class=\"formulas\"><summary>Formulas</summary><ul>\n");
            formulas.forEach(formula -> element(out, "li", "", formula));
            out.append("</ul></details>\n");
        }
    }

    /** A region that scrolls; it must be reachable by keyboard. */
    private static void begin(StringBuilder out, String title) {
        out.append("<div class=\"wide\" role=\"region\" tabindex=\"0\" aria-label=\"")
                .append(escaped(title))
                .append("\">\n");
    }

    private static String numeric(Section.Table table, int column) {
        return table.numeric(column) ? " class=\"number\"" : "";
    }

    private static void element(StringBuilder out, String name, String styleClass, String text) {
        out.append('<').append(name);
        if (!styleClass.isEmpty()) {
            out.append(" class=\"").append(styleClass).append('"');
        }
        out.append('>').append(escaped(text)).append("</").append(name).append(">\n");
    }

    static String escaped(String text) {
        StringBuilder out = new StringBuilder();
        String plain = PlainText.of(text);
        for (int at = 0; at < plain.length(); at++) {
            char character = plain.charAt(at);
            switch (character) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.append(character);
            }
        }
        return out.toString();
    }

    private static String style() {
        try (InputStream in = ReportHtml.class.getResourceAsStream("report.css")) {
            return new String(Objects.requireNonNull(in, "report.css").readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
