// SPDX-License-Identifier: Apache-2.0
package io.truename.reporting;

import java.util.List;

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

    /** A number, or a word. */
    record Figure(String key, String label, Value value, String meaning) {}

    /**
     * Rows.
     *
     * @param rows each with one value for each column
     */
    record Table(String key, String title, String meaning, List<Column> columns, List<List<Value>> rows)
            implements Section {
        public Table {
            columns = List.copyOf(columns);
            rows = rows.stream().map(List::copyOf).toList();
            for (List<Value> row : rows) {
                if (row.size() != columns.size()) {
                    throw new IllegalArgumentException("rows: of table " + key + " one has " + row.size()
                            + " values for " + columns.size() + " columns");
                }
            }
        }
    }

    /** A column's key in camelCase, and its heading. */
    record Column(String key, String label) {}

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
    record Bar(String label, long before, long after, long most) {}

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
    record Point(double seconds, double value) {}
}
