// SPDX-License-Identifier: Apache-2.0
package io.truename.reporting;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * Renders a report as an HTML mail: tables and inline styles only, for mail programs show neither style sheets nor SVG reliably. Charts
 * become bars of table cells, or words. A mail of more than {@value #MOST_BYTES} bytes would be cut by the reader's program, so that long
 * tables are shortened and, if need be, formulas and last sections left to the page; the mail says so.
 */
public final class ReportMail {
    /** Largest mail, in bytes of UTF-8. Gmail clips above 102 kB. */
    public static final int MOST_BYTES = 80_000;

    private static final int[] ROWS = {100, 30, 10, 5};
    private static final int LONGEST_TEXT = 600;
    private static final String FONT = "font-family:Arial,Helvetica,sans-serif;";
    private static final String CELL =
            "padding:4px 10px 4px 0;border-bottom:1px solid #9aa4b2;text-align:left;vertical-align:top;font-size:14px;"
                    + "overflow-wrap:anywhere;word-break:break-word;";
    private static final String HEADING =
            "padding:10px 0 2px;border-top:1px solid #9aa4b2;text-align:left;font-size:14px;font-weight:bold;"
                    + "overflow-wrap:anywhere;word-break:break-word;";
    private static final String NAME = "border-bottom:none;padding-top:0;font-size:13px;width:30%;";
    private static final int BAR_WIDTH = 140;

    private final Report report;
    private final ReportLinks links;
    private final int rows;
    private final boolean formulas;

    private ReportMail(Report report, ReportLinks links, int rows, boolean formulas) {
        this.report = report;
        this.links = links;
        this.rows = rows;
        this.formulas = formulas;
    }

    /**
     * The report as a mail's HTML part.
     *
     * @param page address of the whole report, http or https; empty if there is none
     */
    public static String render(Report report, Optional<String> page) {
        return render(report, new ReportLinks(page, Optional.empty()));
    }

    /** The report as a mail's HTML part, with addresses. */
    public static String render(Report report, ReportLinks links) {
        for (boolean formulas : new boolean[] {true, false}) {
            for (int rows : ROWS) {
                String mail = new ReportMail(report, links, rows, formulas)
                        .whole(report.sections().size());
                if (bytes(mail) < MOST_BYTES) {
                    return mail;
                }
            }
        }
        ReportMail shortest = new ReportMail(report, links, ROWS[ROWS.length - 1], false);
        int fits = 0;
        int exceeds = report.sections().size();
        while (exceeds - fits > 1) {
            int sections = (fits + exceeds) / 2;
            if (bytes(shortest.whole(sections)) < MOST_BYTES) {
                fits = sections;
            } else {
                exceeds = sections;
            }
        }
        return shortest.whole(fits);
    }

    /** Subject of the mail: one line. */
    public static String subject(Report report) {
        return shortened(PlainText.line(report.title()), 150);
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private String whole(int sections) {
        StringBuilder out = new StringBuilder();
        out.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
                .append("<meta name=\"color-scheme\" content=\"light dark\">\n<title>")
                .append(escaped(subject(report)))
                .append("</title>\n</head>\n<body style=\"margin:0;padding:12px;")
                .append(FONT)
                .append(
                        "\">\n<table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\""
                                + " style=\"max-width:640px;margin:0 auto;\">\n<tr><td>\n");
        element(out, "h1", "font-size:22px;line-height:1.2;margin:8px 0;", report.title());
        element(out, "p", "font-size:16px;margin:0 0 8px;", report.lead());
        element(out, "p", "font-size:13px;margin:0 0 8px;", "As of " + report.at() + ".");
        links.page().ifPresent(address -> link(out, address, "The whole report"));
        report.sections().stream().limit(sections).forEach(section -> section(out, section));
        if (sections < report.sections().size() || !formulas) {
            element(
                    out,
                    "p",
                    "font-size:13px;",
                    sections < report.sections().size()
                            ? (report.sections().size() - sections)
                                    + " more sections, and the formulas, are in the whole report only."
                            : "The formulas are in the whole report only.");
        }
        links.feedback().ifPresent(address -> link(out, address, ReportLinks.QUESTION));
        return out.append("</td></tr>\n</table>\n</body>\n</html>\n").toString();
    }

    private void section(StringBuilder out, Section section) {
        element(out, "h2", "font-size:17px;margin:24px 0 4px;", section.title());
        if (!section.meaning().isEmpty()) {
            element(out, "p", "font-size:13px;margin:0 0 6px;", section.meaning());
        }
        if (section instanceof Section.Figures figures) {
            figures(out, figures);
        } else if (section instanceof Section.Table table) {
            table(out, table);
        } else if (section instanceof Section.Prose prose) {
            prose.paragraphs().stream()
                    .limit(rows)
                    .forEach(paragraph ->
                            element(out, "p", "font-size:14px;margin:0 0 8px;white-space:pre-line;", paragraph));
            more(out, prose.paragraphs().size(), "paragraphs");
        } else if (section instanceof Section.Bars bars) {
            bars(out, bars);
        } else if (section instanceof Section.Line line) {
            element(out, "p", "font-size:14px;", ReportChart.inWords(line));
        } else if (section instanceof Section.Course course) {
            element(out, "p", "font-size:14px;", CourseChart.inWords(course));
        } else if (section instanceof Section.Shares shares) {
            element(out, "p", "font-size:14px;", SharesChart.inWords(shares));
        }
    }

    private void figures(StringBuilder out, Section.Figures figures) {
        begin(out);
        figures.figures().stream().limit(rows).forEach(figure -> {
            out.append("<tr>");
            cell(out, figure.label(), "");
            cell(out, figure.value().forPeople(), "font-weight:bold;white-space:nowrap;");
            out.append("<td style=\"").append(CELL).append("font-size:13px;\">").append(text(figure.meaning()));
            if (formulas) {
                figure.derivation()
                        .ifPresent(derivation -> derivation
                                .lines()
                                .forEach(line -> out.append("<br>").append(text(line))));
            }
            out.append("</td></tr>\n");
        });
        out.append("</table>\n");
        more(out, figures.figures().size(), "figures");
    }

    private void table(StringBuilder out, Section.Table table) {
        if (table.rows().isEmpty()) {
            element(out, "p", "font-size:14px;", "None.");
            return;
        }
        begin(out);
        if (table.wide()) {
            table.rows().stream().limit(rows).forEach(row -> list(out, table, row));
        } else {
            grid(out, table);
        }
        out.append("</table>\n");
        more(out, table.rows().size(), "rows");
        if (formulas) {
            table.formulas().forEach(formula -> element(out, "p", "font-size:12px;margin:4px 0;", formula));
        }
    }

    private void grid(StringBuilder out, Section.Table table) {
        out.append("<tr>");
        for (int at = 0; at < table.columns().size(); at++) {
            out.append("<th style=\"")
                    .append(CELL)
                    .append(side(table, at))
                    .append("\">")
                    .append(text(table.columns().get(at).label()))
                    .append("</th>");
        }
        out.append("</tr>\n");
        table.rows().stream().limit(rows).forEach(row -> {
            out.append("<tr>");
            for (int at = 0; at < row.size(); at++) {
                cell(out, row.get(at).forPeople(), side(table, at));
            }
            out.append("</tr>\n");
        });
    }

    /** A row of a table that is too wide for a mail: its first value as a heading, and the others below, each with its name. */
    private static void list(StringBuilder out, Section.Table table, List<Value> row) {
        out.append("<tr><td colspan=\"2\" style=\"")
                .append(HEADING)
                .append("\">")
                .append(text(row.get(0).forPeople()))
                .append("</td></tr>\n");
        for (int at = 1; at < row.size(); at++) {
            String value = row.get(at).forPeople();
            if (!value.isEmpty()) {
                out.append("<tr>");
                cell(out, table.columns().get(at).label(), NAME);
                cell(out, value, "border-bottom:none;padding-top:0;");
                out.append("</tr>\n");
            }
        }
    }

    private void bars(StringBuilder out, Section.Bars bars) {
        begin(out);
        bars.bars().stream().limit(rows).forEach(bar -> {
            out.append("<tr>");
            cell(out, bar.label(), "");
            out.append("<td style=\"").append(CELL).append("\">");
            long most = Math.max(1, Math.max(bar.most(), Math.max(bar.before(), bar.after())));
            bar(out, "before", bar.before(), most, "#8a94a3");
            bar(out, "after", bar.after(), most, "#1769c2");
            out.append("</td></tr>\n");
        });
        out.append("</table>\n");
        more(out, bars.bars().size(), "bars");
    }

    private static void bar(StringBuilder out, String name, long value, long most, String colour) {
        long width = Math.round((double) value / most * BAR_WIDTH);
        out.append("<table role=\"presentation\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\"><tr>");
        if (width > 0) {
            out.append("<td width=\"")
                    .append(width)
                    .append("\" bgcolor=\"")
                    .append(colour)
                    .append("\" style=\"font-size:1px;\">&nbsp;</td>");
        }
        out.append("<td style=\"font-size:13px;padding-left:6px;white-space:nowrap;\">")
                .append(name)
                .append(' ')
                .append(Value.count(value).forPeople())
                .append("</td></tr></table>");
    }

    private void more(StringBuilder out, int all, String what) {
        if (all > rows) {
            element(out, "p", "font-size:13px;", (all - rows) + " more " + what + " are in the whole report.");
        } else if (all == 0) {
            element(out, "p", "font-size:14px;", "None.");
        }
    }

    private static void begin(StringBuilder out) {
        out.append("<table width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\""
                + " style=\"border-collapse:collapse;\">\n");
    }

    private static void cell(StringBuilder out, String text, String style) {
        out.append("<td style=\"")
                .append(CELL)
                .append(style)
                .append("\">")
                .append(text(text))
                .append("</td>");
    }

    private static void link(StringBuilder out, String address, String text) {
        out.append("<p style=\"font-size:14px;\"><a href=\"")
                .append(escaped(address))
                .append("\">")
                .append(text)
                .append("</a></p>\n");
    }

    private static String side(Section.Table table, int column) {
        return table.numeric(column) ? "text-align:right;white-space:nowrap;" : "";
    }

    private static void element(StringBuilder out, String name, String style, String text) {
        out.append('<')
                .append(name)
                .append(" style=\"")
                .append(style)
                .append("\">")
                .append(text(text))
                .append("</")
                .append(name)
                .append(">\n");
    }

    private static String text(String text) {
        return escaped(shortened(text, LONGEST_TEXT));
    }

    private static String escaped(String text) {
        return ReportHtml.escaped(text);
    }

    /** Never between the halves of a character. */
    private static String shortened(String text, int longest) {
        return text.codePointCount(0, text.length()) <= longest
                ? text
                : text.substring(0, text.offsetByCodePoints(0, longest - 1)) + "…";
    }
}
