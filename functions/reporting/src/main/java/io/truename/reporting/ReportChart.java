// SPDX-License-Identifier: Apache-2.0
package io.truename.reporting;

import java.util.Locale;
import java.util.stream.Collectors;

/** Charts as inline SVG, with their numbers as text beside the shapes: nothing is said by colour alone. */
final class ReportChart {
    private static final int WIDTH = 400;
    private static final int ROW = 44;
    private static final int BAR_FROM = 8;
    private static final int BAR_WIDTH = 270;
    private static final int LINE_HEIGHT = 220;
    private static final int LINE_LEFT = 70;
    private static final int LINE_RIGHT = 392;
    private static final int LINE_TOP = 12;
    private static final int LINE_BOTTOM = 190;

    private ReportChart() {}

    static String bars(Section.Bars bars) {
        StringBuilder out =
                begin(bars.title() + ". " + inWords(bars), bars.bars().size() * ROW + 8);
        for (int at = 0; at < bars.bars().size(); at++) {
            Section.Bar bar = bars.bars().get(at);
            // Each pair has a scale of its own: users and documents differ by orders of magnitude.
            long most = Math.max(1, Math.max(bar.most(), Math.max(bar.before(), bar.after())));
            int top = at * ROW;
            text(out, BAR_FROM, top + 12, "", "start", bar.label());
            rectangle(out, "most", top + 17, 22, width(bar.most(), most));
            rectangle(out, "before", top + 17, 10, width(bar.before(), most));
            rectangle(out, "after", top + 29, 10, width(bar.after(), most));
            text(out, BAR_FROM + BAR_WIDTH + 8, top + 26, "quiet", "start", "before " + count(bar.before()));
            text(out, BAR_FROM + BAR_WIDTH + 8, top + 39, "", "start", "after " + count(bar.after()));
        }
        return out.append("</svg>\n").toString();
    }

    static String line(Section.Line line) {
        double longest =
                Math.max(1e-9, line.points().get(line.points().size() - 1).seconds());
        double highest = Math.max(
                1e-9,
                line.points().stream().mapToDouble(Section.Point::value).max().orElse(1));
        StringBuilder out = begin(line.title() + ". " + inWords(line), LINE_HEIGHT);
        out.append(String.format(
                Locale.ROOT,
                "<path class=\"axis\" fill=\"none\" d=\"M%d %dV%dH%d\"/>",
                LINE_LEFT,
                LINE_TOP,
                LINE_BOTTOM,
                LINE_RIGHT));
        StringBuilder course = new StringBuilder();
        for (Section.Point point : line.points()) {
            course.append(String.format(
                    Locale.ROOT,
                    "%s%.1f,%.1f",
                    course.length() == 0 ? "" : " ",
                    LINE_LEFT + point.seconds() / longest * (LINE_RIGHT - LINE_LEFT),
                    LINE_BOTTOM - point.value() / highest * (LINE_BOTTOM - LINE_TOP)));
        }
        out.append("<polyline class=\"course\" points=\"").append(course).append("\"/>\n");
        text(out, LINE_LEFT - 6, LINE_TOP + 8, "quiet", "end", new Value.Quantity(highest, line.unit()).forPeople());
        text(out, LINE_LEFT - 6, LINE_BOTTOM, "quiet", "end", "0");
        text(out, LINE_LEFT, LINE_BOTTOM + 18, "quiet", "start", "begin");
        text(
                out,
                LINE_RIGHT,
                LINE_BOTTOM + 18,
                "quiet",
                "end",
                "after " + Value.seconds(longest).forPeople());
        return out.append("</svg>\n").toString();
    }

    private static double width(long value, long most) {
        return (double) value / most * BAR_WIDTH;
    }

    /** The same for a reader without pictures. */
    private static String inWords(Section.Bars bars) {
        return bars.bars().stream()
                        .map(bar -> bar.label() + ": before " + count(bar.before()) + ", after " + count(bar.after())
                                + ", of " + count(bar.most()))
                        .collect(Collectors.joining("; "))
                + ".";
    }

    /** The same for a reader without pictures. */
    static String inWords(Section.Line line) {
        if (line.points().isEmpty()) {
            return "None.";
        }
        Section.Point last = line.points().get(line.points().size() - 1);
        return "From " + quantity(line, line.points().get(0)) + " to " + quantity(line, last) + " in "
                + Value.seconds(last.seconds()).forPeople() + ".";
    }

    private static String quantity(Section.Line line, Section.Point point) {
        return new Value.Quantity(point.value(), line.unit()).forPeople();
    }

    private static StringBuilder begin(String title, int height) {
        return new StringBuilder(String.format(
                Locale.ROOT,
                "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">\n",
                WIDTH,
                height,
                ReportHtml.escaped(title)));
    }

    private static void rectangle(StringBuilder out, String styleClass, int top, int height, double width) {
        out.append(String.format(
                Locale.ROOT,
                "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\"/>\n",
                styleClass,
                BAR_FROM,
                top,
                width,
                height));
    }

    private static void text(StringBuilder out, int x, int y, String styleClass, String anchor, String text) {
        out.append(String.format(
                Locale.ROOT,
                "<text%s x=\"%d\" y=\"%d\" text-anchor=\"%s\">%s</text>\n",
                styleClass.isEmpty() ? "" : " class=\"" + styleClass + "\"",
                x,
                y,
                anchor,
                ReportHtml.escaped(text)));
    }

    private static String count(long count) {
        return Value.count(count).forPeople();
    }
}
