// SPDX-License-Identifier: Apache-2.0
package io.truename.alerting.promql;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * PromQL expression. Its text is PromQL again, and reads as an equal expression unless its parentheses, which the text adds, nest
 * deeper than a query may. Durations are milliseconds.
 */
public sealed interface Expression {
    /** Shape of an expression's value. */
    enum Shape {
        SCALAR,
        VECTOR,
        RANGE,
        TEXT
    }

    Shape shape();

    /** Reads a query. @throws PromqlException if it is malformed, of wrong types, or outside the subset */
    static Expression parse(String query) {
        return new PromqlParser(query).parse();
    }

    /** Number. */
    record Literal(double value) implements Expression {
        @Override
        public Shape shape() {
            return Shape.SCALAR;
        }

        @Override
        public String toString() {
            if (Double.isInfinite(value)) {
                return "Inf";
            }
            return Double.toString(value);
        }
    }

    /** Condition on a label; {@code __name__} is the metric's name. */
    record Matcher(String label, String operator, String value) {
        @Override
        public String toString() {
            return PromqlText.label(label) + operator + PromqlText.quote(value);
        }
    }

    /** Text, as an argument of a function. */
    record Text(String value) implements Expression {
        @Override
        public Shape shape() {
            return Shape.TEXT;
        }

        @Override
        public String toString() {
            return PromqlText.quote(value);
        }
    }

    /**
     * Time that an expression looks back to.
     *
     * @param range length; 0 for one instant
     * @param offset distance of its end from the time of the evaluation, or from {@code at}
     */
    record Window(long range, long offset, OptionalLong at) {
        /** An instant, the time of the evaluation. */
        static final Window NOW = new Window(0, 0, OptionalLong.empty());

        long end(long time) {
            return at.orElse(time) - offset;
        }

        @Override
        public String toString() {
            return (at.isPresent()
                            ? " @ " + BigDecimal.valueOf(at.getAsLong(), 3).toPlainString()
                            : "")
                    + (offset == 0 ? "" : " offset " + (offset < 0 ? "-" : "") + Math.abs(offset) + "ms");
        }
    }

    /** Series by labels, their latest points, or with a range above 0 all points of it. */
    record Selector(List<Matcher> matchers, Window window) implements Expression {
        @Override
        public Shape shape() {
            return window.range() == 0 ? Shape.VECTOR : Shape.RANGE;
        }

        @Override
        public String toString() {
            return matchers.stream().map(Matcher::toString).collect(Collectors.joining(",", "{", "}"))
                    + (window.range() == 0 ? "" : "[" + window.range() + "ms]")
                    + window;
        }
    }

    /** Values of an expression at each multiple of {@code step} within a window. */
    record Subquery(Expression of, Window window, long step) implements Expression {
        @Override
        public Shape shape() {
            return Shape.RANGE;
        }

        @Override
        public String toString() {
            return "(" + of + ")[" + window.range() + "ms:" + step + "ms]" + window;
        }
    }

    /** Call of a function. */
    record Call(PromqlFunction function, List<Expression> arguments) implements Expression {
        @Override
        public Shape shape() {
            return function.result();
        }

        @Override
        public String toString() {
            return function.text()
                    + arguments.stream().map(Expression::toString).collect(Collectors.joining(", ", "(", ")"));
        }
    }

    /** Aggregation over groups of series. */
    record Aggregation(
            String operator, boolean without, List<String> labels, Optional<Expression> parameter, Expression of)
            implements Expression {
        @Override
        public Shape shape() {
            return Shape.VECTOR;
        }

        @Override
        public String toString() {
            return operator + (without ? " without " : " by ") + PromqlText.labels(labels) + " ("
                    + parameter.map(value -> value + ", ").orElse("") + of + ")";
        }
    }

    /** How series of both sides of an operator find each other. */
    record Matching(boolean on, List<String> labels, Optional<String> group, List<String> include) {
        /** All labels, one to one. */
        static final Matching ALL = new Matching(false, List.of(), Optional.empty(), List.of());

        @Override
        public String toString() {
            return (on ? "on " : "ignoring ") + PromqlText.labels(labels) + " "
                    + group.map(side -> side + " " + PromqlText.labels(include) + " ")
                            .orElse("");
        }
    }

    /** Operator between two expressions. */
    record Binary(String operator, boolean bool, Matching matching, Expression left, Expression right)
            implements Expression {
        @Override
        public Shape shape() {
            return left.shape() == Shape.SCALAR && right.shape() == Shape.SCALAR ? Shape.SCALAR : Shape.VECTOR;
        }

        @Override
        public String toString() {
            return "(" + left + ") " + operator + " " + (bool ? "bool " : "")
                    + (matching.equals(Matching.ALL) ? "" : matching) + "(" + right + ")";
        }
    }

    /** Negative of an expression. */
    record Negative(Expression of) implements Expression {
        @Override
        public Shape shape() {
            return of.shape();
        }

        @Override
        public String toString() {
            return "-(" + of + ")";
        }
    }
}
