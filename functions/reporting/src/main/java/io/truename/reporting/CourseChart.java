// SPDX-License-Identifier: Apache-2.0
package io.truename.reporting;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;

/** Chart of a course: the band from lowest to highest, levels as steps, marked times in rows below, each with its name. */
final class CourseChart {
    private static final int WIDTH = 960;
    private static final int LEFT = 64;
    private static final int RIGHT = 824;
    private static final int TOP = 12;
    private static final int BOTTOM = 250;
    private static final int ROW = 18;
    private static final int MOST_DAYS = 7;
    private static final double HEADROOM = 1.05;
    private static final MathContext DIGITS = new MathContext(3);
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("d MMM", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    private final Section.Course course;
    private final double most;
    private final StringBuilder out = new StringBuilder();

    private CourseChart(Section.Course course) {
        this.course = course;
        DoubleSummaryStatistics all = summary(course.highest());
        course.levels().forEach(level -> all.combine(summary(level.values())));
        this.most = Math.max(1e-12, all.getMax() * HEADROOM);
    }

    static String of(Section.Course course) {
        return new CourseChart(course).draw();
    }

    /** The same for a reader without pictures. */
    static String inWords(Section.Course course) {
        StringBuilder words = new StringBuilder("Values " + range(course.lowest(), course.highest()) + " "
                + course.unit() + " from " + course.from() + " on");
        for (Section.Level level : course.levels()) {
            words.append("; ").append(level.name()).append(' ').append(range(level.values(), level.values()));
        }
        course.marks()
                .forEach(marks -> words.append("; ")
                        .append(marks.name())
                        .append(": ")
                        .append(marks.spans().size()));
        return words.append('.').toString();
    }

    private static String range(List<Double> low, List<Double> high) {
        DoubleSummaryStatistics all = summary(low);
        all.combine(summary(high));
        if (all.getCount() == 0) {
            return "none";
        }
        return all.getMin() == all.getMax()
                ? number(all.getMin())
                : number(all.getMin()) + " to " + number(all.getMax());
    }

    private static DoubleSummaryStatistics summary(List<Double> values) {
        return values.stream()
                .mapToDouble(Double::doubleValue)
                .filter(Double::isFinite)
                .summaryStatistics();
    }

    private static String number(double value) {
        return new BigDecimal(value).round(DIGITS).stripTrailingZeros().toPlainString();
    }

    private String draw() {
        int height = BOTTOM + 28 + ROW * course.marks().size();
        out.append("<svg class=\"wide-chart\" viewBox=\"0 0 ")
                .append(WIDTH)
                .append(' ')
                .append(height)
                .append("\" role=\"img\" aria-label=\"")
                .append(ReportHtml.escaped(course.title() + ". " + inWords(course)))
                .append("\">\n");
        path("axis", "M" + LEFT + " " + TOP + "V" + BOTTOM + "H" + RIGHT);
        text(LEFT - 6, TOP + 8, "end", "quiet", number(most / HEADROOM) + " " + course.unit());
        text(LEFT - 6, BOTTOM, "end", "quiet", "0");
        days();
        band();
        for (int at = 0; at < course.levels().size(); at++) {
            level(course.levels().get(at), at);
        }
        for (int at = 0; at < course.marks().size(); at++) {
            marks(course.marks().get(at), BOTTOM + 24 + ROW * at);
        }
        return out.append("</svg>\n").toString();
    }

    private void days() {
        Instant end = at(course.highest().size());
        long days = Math.max(1, Duration.between(course.from(), end).toDays());
        long each = (days + MOST_DAYS - 1) / MOST_DAYS;
        Instant day = course.from().truncatedTo(ChronoUnit.DAYS).plus(1, ChronoUnit.DAYS);
        for (; day.isBefore(end); day = day.plus(each, ChronoUnit.DAYS)) {
            path("axis", "M" + one(x(day)) + " " + TOP + "V" + BOTTOM);
            text((int) x(day), BOTTOM + 14, "middle", "quiet", DAY.format(day));
        }
    }

    private Instant at(int period) {
        return course.from().plusSeconds(period * course.periodSeconds());
    }

    private double x(Instant time) {
        double share = Duration.between(course.from(), time).toMillis()
                / (1000.0 * course.periodSeconds() * course.highest().size());
        return LEFT + Math.max(0, Math.min(1, share)) * (RIGHT - LEFT);
    }

    private double y(double value) {
        return BOTTOM - Math.max(0, value) / most * (BOTTOM - TOP);
    }

    private void band() {
        StringBuilder lines = new StringBuilder();
        for (int at = 0; at < course.highest().size(); at++) {
            double high = course.highest().get(at);
            double low = course.lowest().get(at);
            if (Double.isFinite(high) && Double.isFinite(low)) {
                // A line without length is not drawn.
                lines.append('M')
                        .append(one(x(at(at))))
                        .append(' ')
                        .append(one(y(low) + 0.5))
                        .append('V')
                        .append(one(y(high) - 0.5));
            }
        }
        path("band", lines.toString());
    }

    private void level(Section.Level level, int place) {
        StringBuilder steps = new StringBuilder();
        double before = Double.NaN;
        for (int at = 0; at < level.values().size(); at++) {
            double value = level.values().get(at);
            if (Double.isFinite(value)) {
                steps.append(Double.isFinite(before) ? "V" : "M" + one(x(at(at))) + " ")
                        .append(one(y(value)))
                        .append('H')
                        .append(one(x(at(at + 1))));
            }
            before = value;
        }
        path("level level-" + place, steps.toString());
        if (Double.isFinite(before)) {
            text(RIGHT + 6, (int) y(before) + 4, "start", "", level.name());
        }
    }

    private void marks(Section.Marks marks, int top) {
        text(RIGHT + 6, top + 10, "start", "", marks.spans().size() + " " + marks.name());
        for (Section.Span span : marks.spans()) {
            double from = x(span.from());
            out.append("<rect class=\"mark\" x=\"")
                    .append(one(from))
                    .append("\" y=\"")
                    .append(top)
                    .append("\" width=\"")
                    .append(one(Math.max(2, x(span.until()) - from)))
                    .append("\" height=\"10\"/>");
        }
        out.append('\n');
    }

    private void path(String styleClass, String path) {
        out.append("<path class=\"")
                .append(styleClass)
                .append("\" fill=\"none\" d=\"")
                .append(path)
                .append("\"/>\n");
    }

    private void text(int x, int y, String anchor, String styleClass, String text) {
        out.append("<text class=\"")
                .append(styleClass)
                .append("\" x=\"")
                .append(x)
                .append("\" y=\"")
                .append(y)
                .append("\" text-anchor=\"")
                .append(anchor)
                .append("\">")
                .append(ReportHtml.escaped(text))
                .append("</text>\n");
    }

    private static String one(double number) {
        return String.format(Locale.ROOT, "%.1f", number);
    }
}
