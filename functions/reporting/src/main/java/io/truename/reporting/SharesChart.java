// SPDX-License-Identifier: Apache-2.0
package io.truename.reporting;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Chart of two shares against each other: a line, small points, and larger ones with their names. */
final class SharesChart {
    private static final int WIDTH = 400;
    private static final int HEIGHT = 236;
    private static final int LEFT = 60;
    private static final int RIGHT = 384;
    private static final int TOP = 12;
    private static final int BOTTOM = 190;
    private static final int SMALL = 5;
    private static final int LARGE = 11;
    private static final double LEAST_SCALE = 0.01;
    private static final double PERCENT = 100;

    private final Section.Shares shares;
    private final double most;
    private final StringBuilder out = new StringBuilder();

    private SharesChart(Section.Shares shares) {
        this.shares = shares;
        this.most = Stream.concat(shares.line().stream(), shares.points().stream())
                .mapToDouble(Section.SharePoint::across)
                .reduce(LEAST_SCALE, Math::max);
    }

    static String of(Section.Shares shares) {
        return new SharesChart(shares).draw();
    }

    /** The same for a reader without pictures. */
    static String inWords(Section.Shares shares) {
        return words(shares, shares.points())
                + (shares.line().isEmpty() ? "" : ". Line: " + words(shares, shares.line())) + ".";
    }

    private static String words(Section.Shares shares, List<Section.SharePoint> points) {
        return points.stream()
                .map(point -> point.name() + ": " + percent(point.across()) + " " + shares.across() + ", "
                        + percent(point.up()) + " " + shares.up())
                .collect(Collectors.joining("; "));
    }

    private String draw() {
        out.append("<svg viewBox=\"0 0 ")
                .append(WIDTH)
                .append(' ')
                .append(HEIGHT)
                .append("\" role=\"img\" aria-label=\"")
                .append(ReportHtml.escaped(shares.title() + ". " + inWords(shares)))
                .append("\">\n");
        out.append(String.format(
                Locale.ROOT, "<path class=\"axis\" fill=\"none\" d=\"M%d %dV%dH%d\"/>\n", LEFT, TOP, BOTTOM, RIGHT));
        text(LEFT - 6, TOP + 8, "quiet", "end", "100 %");
        text(LEFT - 6, BOTTOM, "quiet", "end", "0 %");
        text(LEFT, BOTTOM + 16, "quiet", "start", "0 %");
        text(RIGHT, BOTTOM + 16, "quiet", "end", percent(most));
        text((LEFT + RIGHT) / 2.0, BOTTOM + 34, "", "middle", shares.across() + " (across), " + shares.up() + " (up)");
        if (!shares.line().isEmpty()) {
            out.append("<polyline class=\"course\" points=\"")
                    .append(shares.line().stream()
                            .map(point -> String.format(Locale.ROOT, "%.1f,%.1f", x(point), y(point)))
                            .collect(Collectors.joining(" ")))
                    .append("\"/>\n");
        }
        shares.points().forEach(this::point);
        return out.append("</svg>\n").toString();
    }

    private void point(Section.SharePoint point) {
        int size = point.marked() ? LARGE : SMALL;
        out.append(String.format(
                        Locale.ROOT,
                        "<rect class=\"mark\" x=\"%.1f\" y=\"%.1f\" width=\"%d\" height=\"%d\"><title>",
                        x(point) - size / 2.0,
                        y(point) - size / 2.0,
                        size,
                        size))
                .append(ReportHtml.escaped(point.name()))
                .append("</title></rect>\n");
        if (point.marked()) {
            boolean rightHalf = x(point) > (LEFT + RIGHT) / 2.0;
            text(x(point) + (rightHalf ? -LARGE : LARGE), y(point) + 16, "", rightHalf ? "end" : "start", point.name());
        }
    }

    private double x(Section.SharePoint point) {
        return LEFT + point.across() / most * (RIGHT - LEFT);
    }

    private double y(Section.SharePoint point) {
        return BOTTOM - point.up() * (BOTTOM - TOP);
    }

    private void text(double x, double y, String styleClass, String anchor, String text) {
        out.append(String.format(
                        Locale.ROOT,
                        "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">",
                        styleClass,
                        x,
                        y,
                        anchor))
                .append(ReportHtml.escaped(text))
                .append("</text>\n");
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", PERCENT * share);
    }
}
