// SPDX-License-Identifier: Apache-2.0
package io.truename.reporting;

import java.util.stream.Collectors;

/** Chart of a line over time, drawn by line.jte. */
final class LineChart {
    static final int WIDTH = 400;
    static final int HEIGHT = 220;
    static final int LEFT = 70;
    static final int RIGHT = 392;
    static final int TOP = 12;
    static final int BOTTOM = 190;
    private static final double LEAST_SCALE = 1e-9;

    private final Section.Line line;
    private final double longest;
    private final double highest;

    /** @param line has points */
    LineChart(Section.Line line) {
        this.line = line;
        this.longest = Math.max(
                LEAST_SCALE, line.points().get(line.points().size() - 1).seconds());
        this.highest = line.points().stream().mapToDouble(Section.Point::value).reduce(LEAST_SCALE, Math::max);
    }

    String points() {
        return line.points().stream()
                .map(point -> SvgNumber.of(LEFT + point.seconds() / longest * (RIGHT - LEFT))
                        + ","
                        + SvgNumber.of(BOTTOM - point.value() / highest * (BOTTOM - TOP)))
                .collect(Collectors.joining(" "));
    }

    String highest() {
        return new Value.Quantity(highest, line.unit()).forPeople();
    }

    String duration() {
        return Value.seconds(longest).forPeople();
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
}
