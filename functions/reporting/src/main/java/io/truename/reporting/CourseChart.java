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
import java.util.stream.Stream;

/**
 * Chart of a course, drawn by course.jte: the band from lowest to highest, levels as steps, marked times in rows below, each with its
 * name.
 */
final class CourseChart {
    static final int WIDTH = 960;
    static final int LEFT = 64;
    static final int RIGHT = 824;
    static final int TOP = 12;
    static final int BOTTOM = 250;
    static final int ROW = 18;
    private static final int MOST_DAYS = 7;
    private static final double HEADROOM = 1.05;
    private static final MathContext DIGITS = new MathContext(3);
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("d MMM", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    private final Section.Course course;
    private final double most;

    /** @param course has periods */
    CourseChart(Section.Course course) {
        this.course = course;
        DoubleSummaryStatistics all = summary(course.highest());
        course.levels().forEach(level -> all.combine(summary(level.values())));
        this.most = Math.max(1e-12, all.getMax() * HEADROOM);
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

    int height() {
        return BOTTOM + 28 + ROW * course.marks().size();
    }

    String most() {
        return number(most / HEADROOM);
    }

    /** Beginnings of days, some left out if they are many. */
    List<Instant> days() {
        Instant end = at(course.highest().size());
        long days = Math.max(1, Duration.between(course.from(), end).toDays());
        long each = (days + MOST_DAYS - 1) / MOST_DAYS;
        Instant first = course.from().truncatedTo(ChronoUnit.DAYS).plus(1, ChronoUnit.DAYS);
        return Stream.iterate(first, day -> day.isBefore(end), day -> day.plus(each, ChronoUnit.DAYS))
                .toList();
    }

    static String date(Instant day) {
        return DAY.format(day);
    }

    private Instant at(int period) {
        return course.from().plusSeconds(period * course.periodSeconds());
    }

    double x(Instant time) {
        double share = Duration.between(course.from(), time).toMillis()
                / (1000.0 * course.periodSeconds() * course.highest().size());
        return LEFT + Math.max(0, Math.min(1, share)) * (RIGHT - LEFT);
    }

    private double y(double value) {
        return BOTTOM - Math.max(0, value) / most * (BOTTOM - TOP);
    }

    /** Path of the band: an upright line for each period. */
    String band() {
        StringBuilder lines = new StringBuilder();
        for (int at = 0; at < course.highest().size(); at++) {
            double high = course.highest().get(at);
            double low = course.lowest().get(at);
            if (Double.isFinite(high) && Double.isFinite(low)) {
                // A line without length is not drawn.
                lines.append('M')
                        .append(SvgNumber.of(x(at(at))))
                        .append(' ')
                        .append(SvgNumber.of(y(low) + 0.5))
                        .append('V')
                        .append(SvgNumber.of(y(high) - 0.5));
            }
        }
        return lines.toString();
    }

    /** Path of a level: a step for each period, none where it has no value. */
    String steps(Section.Level level) {
        StringBuilder steps = new StringBuilder();
        double before = Double.NaN;
        for (int at = 0; at < level.values().size(); at++) {
            double value = level.values().get(at);
            if (Double.isFinite(value)) {
                steps.append(Double.isFinite(before) ? "V" : "M" + SvgNumber.of(x(at(at))) + " ")
                        .append(SvgNumber.of(y(value)))
                        .append('H')
                        .append(SvgNumber.of(x(at(at + 1))));
            }
            before = value;
        }
        return steps.toString();
    }

    /** Whether the level has a value in the last period, beside which its name has a place. */
    static boolean endsInAValue(Section.Level level) {
        return Double.isFinite(level.values().get(level.values().size() - 1));
    }

    int end(Section.Level level) {
        return (int) y(level.values().get(level.values().size() - 1));
    }

    /** At least so long that it is seen. */
    String length(Section.Span span) {
        return SvgNumber.of(Math.max(2, x(span.until()) - x(span.from())));
    }
}
