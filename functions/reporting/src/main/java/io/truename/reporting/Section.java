// SPDX-License-Identifier: Apache-2.0
package io.truename.reporting;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A part of a report. */
public sealed interface Section {
    /** Stable, in camelCase. */
    String key();

    /** For people. */
    String title();

    /** Meaning of the numbers, and their source. */
    String meaning();

    /** Single numbers, each with its own meaning. */
    record Figures(String key, String title, String meaning, List<Figure> figures) implements Section {
        public Figures {
            figures = List.copyOf(figures);
        }
    }

    /**
     * A number, or a word.
     *
     * @param derivation formula, inputs and certainty, for readers who want to check it; empty for one that is only told
     */
    record Figure(String key, String label, Value value, String meaning, Optional<Derivation> derivation) {
        public Figure(String key, String label, Value value, String meaning) {
            this(key, label, value, meaning, Optional.empty());
        }

        public Figure(String key, String label, Value value, String meaning, Derivation derivation) {
            this(key, label, value, meaning, Optional.of(derivation));
        }
    }

    /**
     * Rows.
     *
     * @param rows each with one value for each column
     */
    record Table(String key, String title, String meaning, List<Column> columns, List<List<Value>> rows)
            implements Section {
        private static final int NARROW_COLUMNS = 4;

        public Table {
            columns = List.copyOf(columns);
            Set<String> keys = columns.stream().map(Column::key).collect(Collectors.toSet());
            if (keys.size() < columns.size() || keys.stream().anyMatch(name -> name.startsWith("$"))) {
                throw new IllegalArgumentException(
                        "columns: of table " + key + " must have keys that differ and do not begin with $");
            }
            rows = rows.stream().map(List::copyOf).toList();
            for (List<Value> row : rows) {
                if (row.size() != columns.size()) {
                    throw new IllegalArgumentException("rows: of table " + key + " one has " + row.size()
                            + " values for " + columns.size() + " columns");
                }
            }
        }

        /** Whether each column has numbers, and stands to the right; words in place of numbers do so, too. */
        List<Boolean> numeric() {
            return IntStream.range(0, columns.size())
                    .mapToObj(at -> rows.stream()
                            .map(row -> row.get(at))
                            .anyMatch(value -> value.numeric() || value instanceof Value.Absent))
                    .toList();
        }

        /** Whether it is too wide for a phone and a mail: they show each row as a list of its values. */
        boolean wide() {
            return columns.size() > NARROW_COLUMNS;
        }

        /** Columns that have one, with it. */
        List<String> formulas() {
            return columns.stream()
                    .filter(column -> !column.formula().isEmpty())
                    .map(column -> column.label() + " = " + column.formula())
                    .toList();
        }
    }

    /**
     * A column's key in camelCase, and its heading.
     *
     * @param formula of its values, over other columns; may be empty
     */
    record Column(String key, String label, String formula) {
        public Column(String key, String label) {
            this(key, label, "");
        }
    }

    /** Words: each paragraph plain text, which may have several lines. */
    record Prose(String key, String title, String meaning, List<String> paragraphs) implements Section {
        public Prose {
            paragraphs = List.copyOf(paragraphs);
        }
    }

    /** Pairs of bars. */
    record Bars(String key, String title, String meaning, List<Bar> bars) implements Section {
        public Bars {
            bars = List.copyOf(bars);
        }
    }

    /** Bar of a chart: the values before and after, and the maximum. */
    record Bar(String label, long before, long after, long most) {
        /** Value of the longest bar. Each pair has a scale of its own: users and documents differ by orders of magnitude. */
        long scale() {
            return Math.max(1, Math.max(most, Math.max(before, after)));
        }
    }

    /**
     * A line over time.
     *
     * @param unit of the points' values
     */
    record Line(String key, String title, String meaning, Value.Unit unit, List<Point> points) implements Section {
        public Line {
            points = List.copyOf(points);
        }
    }

    /** A value, so many seconds after the first. */
    record Point(double seconds, double value) {
        public Point {
            seconds = finite("seconds", seconds);
            value = finite("value", value);
        }
    }

    /**
     * A metric over time, with levels that it is compared with and times that are marked.
     *
     * @param unit of the values, in UCUM
     * @param from time of the first value
     * @param periodSeconds distance of values
     * @param highest value of each period; NaN for one without
     * @param lowest likewise
     * @param levels lines with a value for each period
     * @param marks times in which something was
     */
    record Course(
            String key,
            String title,
            String meaning,
            String unit,
            Instant from,
            long periodSeconds,
            List<Double> highest,
            List<Double> lowest,
            List<Level> levels,
            List<Marks> marks)
            implements Section {
        public Course {
            highest = withGaps(highest);
            lowest = withGaps(lowest);
            levels = List.copyOf(levels);
            marks = List.copyOf(marks);
            int periods = highest.size();
            if (lowest.size() != periods
                    || levels.stream().anyMatch(level -> level.values().size() != periods)) {
                throw new IllegalArgumentException("highest, lowest, levels: of " + key + " must be equally long");
            }
        }
    }

    /** Line of a course, by name. */
    record Level(String name, List<Double> values) {
        public Level {
            values = withGaps(values);
        }
    }

    /** Times of one kind on a course, by name. */
    record Marks(String name, List<Span> spans) {
        public Marks {
            spans = List.copyOf(spans);
        }
    }

    /**
     * Two shares against each other: a line of settings, and points with names.
     *
     * @param across name of the share on the horizontal axis
     * @param up name of the share on the vertical axis
     * @param line in order
     * @param points of which those that are marked have their names drawn
     */
    record Shares(
            String key,
            String title,
            String meaning,
            String across,
            String up,
            List<SharePoint> line,
            List<SharePoint> points)
            implements Section {
        public Shares {
            line = List.copyOf(line);
            points = List.copyOf(points);
        }
    }

    /** Pair of shares, from 0 to 1, by name. */
    record SharePoint(String name, double across, double up, boolean marked) {
        public SharePoint {
            across = finite("across", across);
            up = finite("up", up);
        }
    }

    /** A time, from a moment until another. */
    record Span(Instant from, Instant until) {}

    /** The number, with 0 for -0. */
    private static double finite(String name, double number) {
        if (!Double.isFinite(number)) {
            throw new IllegalArgumentException(name + ": must be finite");
        }
        return number + 0.0;
    }

    /** The numbers, with 0 for -0, and NaN for every one that is not finite. */
    private static List<Double> withGaps(List<Double> numbers) {
        return numbers.stream()
                .map(number -> Double.isFinite(number) ? number + 0.0 : Double.NaN)
                .toList();
    }
}
