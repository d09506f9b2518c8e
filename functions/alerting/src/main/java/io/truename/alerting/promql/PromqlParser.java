// SPDX-License-Identifier: Apache-2.0
package io.truename.alerting.promql;

import io.truename.alerting.promql.Expression.Matching;
import io.truename.alerting.promql.Expression.Shape;
import io.truename.alerting.promql.Expression.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Recursive-descent parser of PromQL, by the precedences of Prometheus' documentation ("Binary operator precedence"). Long, because each
 * form of the grammar has a method.
 */
final class PromqlParser {
    private static final int MOST_NESTED = 100;
    private static final Set<String> AGGREGATIONS = Set.of(
            "sum",
            "min",
            "max",
            "avg",
            "count",
            "stddev",
            "stdvar",
            "group",
            "topk",
            "bottomk",
            "quantile",
            "count_values");
    private static final Map<String, Shape> PARAMETERS =
            Map.of("topk", Shape.SCALAR, "bottomk", Shape.SCALAR, "quantile", Shape.SCALAR, "count_values", Shape.TEXT);
    private static final Pattern LABEL = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");

    /** Step of a subquery that names none: the usual interval of Prometheus' evaluations. */
    private static final long USUAL_STEP = 60_000;

    /** As many points as Prometheus gives for one series. */
    private static final long MOST_STEPS = 11_000;

    private static final Set<String> SETS = Set.of("and", "or", "unless");
    private static final List<List<String>> LEVELS = List.of(
            List.of("or"),
            List.of("and", "unless"),
            List.of("==", "!=", "<=", ">=", "<", ">"),
            List.of("+", "-"),
            List.of("*", "/", "%"));

    private final PromqlText text;
    private int depth;

    PromqlParser(String query) {
        text = new PromqlText(query);
    }

    Expression parse() {
        Expression read = binary(0);
        if (text.at("=")) {
            throw text.wrong("= belongs into the braces of a selector", "Write == to compare numbers.");
        }
        if (!text.atEnd()) {
            throw text.wrong("expected an operator or the end", "Check the parentheses and operators before.");
        }
        if (read.shape() == Shape.RANGE || read.shape() == Shape.TEXT) {
            throw wrong(0, "a " + read.shape() + " cannot be compared", "Apply a function such as rate.");
        }
        return read;
    }

    private Expression binary(int level) {
        if (level == LEVELS.size()) {
            return unary();
        }
        Expression left = binary(level + 1);
        while (true) {
            int start = text.position();
            Optional<String> operator =
                    LEVELS.get(level).stream().filter(this::acceptOperator).findFirst();
            if (operator.isEmpty()) {
                return left;
            }
            left = operation(operator.get(), left, start, level + 1);
        }
    }

    private boolean acceptOperator(String operator) {
        return SETS.contains(operator) ? text.acceptWord(operator) : text.accept(operator);
    }

    private Expression unary() {
        if (++depth > MOST_NESTED) {
            throw text.wrong("the query is nested deeper than " + MOST_NESTED + " levels", "Split it.");
        }
        Expression read;
        int start = text.position();
        if (text.accept("-")) {
            Expression of = unary();
            if (of.shape() == Shape.RANGE || of.shape() == Shape.TEXT) {
                throw wrong(start, "a range or text has no negative", "Apply a function such as rate to the range.");
            }
            read = new Expression.Negative(of);
        } else if (text.accept("+")) {
            read = unary();
        } else {
            boolean bare = !text.at("(");
            read = looksBack(primary(), bare, start);
            int operator = text.position();
            if (text.accept("^")) {
                read = operation("^", read, operator, LEVELS.size());
            }
        }
        depth--;
        return read;
    }

    private Expression operation(String operator, Expression left, int start, int rightLevel) {
        boolean bool = text.acceptWord("bool");
        boolean comparison = LEVELS.get(2).contains(operator);
        if (bool && !comparison) {
            throw wrong(start, "bool belongs to comparisons only", "Remove it.");
        }
        Matching matching = matching(operator);
        Expression right = binary(rightLevel);
        boolean scalars = left.shape() == Shape.SCALAR && right.shape() == Shape.SCALAR;
        boolean anyScalar = left.shape() == Shape.SCALAR || right.shape() == Shape.SCALAR;
        if (left.shape() == Shape.RANGE || right.shape() == Shape.RANGE) {
            throw wrong(start, operator + " takes no range", "Apply a function such as rate to the range.");
        } else if (left.shape() == Shape.TEXT || right.shape() == Shape.TEXT) {
            throw wrong(start, operator + " takes no text", "Compare labels in the braces of a selector.");
        } else if (scalars && comparison && !bool) {
            throw wrong(start, "a comparison of two numbers needs bool", "Write " + operator + " bool.");
        } else if (anyScalar && SETS.contains(operator)) {
            throw wrong(start, operator + " takes no number", "Write vector(...) around it.");
        } else if (anyScalar && !matching.equals(Matching.ALL)) {
            throw wrong(start, "only two vectors can be matched by labels", "Remove on, ignoring and group.");
        }
        return new Expression.Binary(operator, bool, matching, left, right);
    }

    private Matching matching(String operator) {
        boolean on = text.acceptWord("on");
        if (!on && !text.acceptWord("ignoring")) {
            return Matching.ALL;
        }
        List<String> labels = labels();
        int start = text.position();
        for (String group : List.of("group_left", "group_right")) {
            if (text.acceptWord(group)) {
                if (SETS.contains(operator)) {
                    throw wrong(start, operator + " takes no " + group, "Remove it.");
                }
                return new Matching(on, labels, Optional.of(group), text.at("(") ? labels() : List.of());
            }
        }
        return new Matching(on, labels, Optional.empty(), List.of());
    }

    private List<String> labels() {
        text.expect("(");
        List<String> labels = new ArrayList<>();
        while (!text.accept(")")) {
            labels.add(label());
            if (!text.at(")")) {
                text.expect(",");
            }
        }
        return List.copyOf(labels);
    }

    private String label() {
        if (text.at("\"") || text.at("'")) {
            return text.quoted();
        }
        String label = text.peekWord();
        if (label.isEmpty() || label.contains(":")) {
            throw text.wrong("expected a label", "Write letters, digits and _.");
        }
        return text.word();
    }

    private Expression primary() {
        int start = text.position();
        if (text.accept("(")) {
            Expression inner = binary(0);
            if (text.at("=")) {
                throw text.wrong("= belongs into the braces of a selector", "Write == to compare numbers.");
            }
            text.expect(")");
            return inner;
        }
        if (text.at("\"") || text.at("'") || text.at("`")) {
            return new Expression.Text(text.quoted());
        }
        String number = text.number();
        if (!number.isEmpty()) {
            return new Expression.Literal(Double.parseDouble(number));
        }
        String word = text.word();
        if (word.equalsIgnoreCase("inf") || word.equalsIgnoreCase("nan")) {
            return new Expression.Literal(word.equalsIgnoreCase("inf") ? Double.POSITIVE_INFINITY : Double.NaN);
        }
        if (AGGREGATIONS.contains(word.toLowerCase(Locale.ROOT))) {
            return aggregation(word.toLowerCase(Locale.ROOT));
        }
        if (!word.isEmpty() && text.at("(")) {
            return call(word, start);
        }
        if (word.isEmpty() && !text.at("{")) {
            throw text.wrong("expected an expression", "Write a number, a metric, a function or an aggregation.");
        }
        return selector(word, start);
    }

    private Expression aggregation(String operator) {
        Optional<Boolean> without = grouping();
        List<String> labels = without.isPresent() ? labels() : List.of();
        text.expect("(");
        Optional<Expression> parameter = Optional.empty();
        if (PARAMETERS.containsKey(operator)) {
            int start = text.position();
            Expression given = argument(PARAMETERS.get(operator));
            if (given instanceof Expression.Text label) {
                checkLabel(label, start);
            }
            parameter = Optional.of(given);
            text.expect(",");
        }
        Expression of = argument(Shape.VECTOR);
        text.expect(")");
        if (without.isEmpty()) {
            without = grouping();
            labels = without.isPresent() ? labels() : List.of();
        }
        return new Expression.Aggregation(operator, without.orElse(false), labels, parameter, of);
    }

    private Optional<Boolean> grouping() {
        if (text.acceptWord("by")) {
            return Optional.of(false);
        }
        return text.acceptWord("without") ? Optional.of(true) : Optional.empty();
    }

    private Expression call(String name, int start) {
        PromqlFunction function = PromqlFunction.find(name)
                .orElseThrow(() -> wrong(
                        start,
                        "the function " + name + " is not supported",
                        "Supported are " + PromqlFunction.names() + "."));
        text.expect("(");
        List<Expression> arguments = new ArrayList<>();
        List<Integer> places = new ArrayList<>();
        for (Shape shape : function.parameters()) {
            if (arguments.size() >= function.required() && text.at(")")) {
                break;
            }
            if (!arguments.isEmpty()) {
                text.expect(",");
            }
            places.add(text.position());
            arguments.add(argument(shape));
        }
        text.expect(")");
        if (function == PromqlFunction.LABEL_REPLACE) {
            checkLabel(arguments.get(1), places.get(1));
            checkPattern(((Expression.Text) arguments.get(4)).value(), places.get(4));
        }
        return new Expression.Call(function, List.copyOf(arguments));
    }

    private void checkLabel(Expression label, int start) {
        if (!LABEL.matcher(((Expression.Text) label).value()).matches()) {
            throw wrong(start, "this is no name of a label", "Write letters, digits and _.");
        }
    }

    private void checkPattern(String pattern, int start) {
        try {
            var unused = LabelReplacement.compiled(pattern);
        } catch (PatternSyntaxException malformed) {
            throw wrong(start, "the regular expression is malformed", "Correct it.");
        }
    }

    /** Reads the range, the subquery, {@code offset} and {@code @} behind an expression. */
    private Expression looksBack(Expression of, boolean bare, int start) {
        Expression read = of;
        while (true) {
            if (text.accept("[")) {
                read = ranged(read, bare, start);
            } else if (text.acceptWord("offset")) {
                Window window = window(read, start);
                if (window.offset() != 0) {
                    throw wrong(start, "there are two offsets", "Write one.");
                }
                long offset = (text.accept("-") ? -1 : 1) * text.duration();
                read = with(read, new Window(window.range(), offset, window.at()));
            } else if (text.accept("@")) {
                Window window = window(read, start);
                if (window.at().isPresent()) {
                    throw wrong(start, "there are two times behind @", "Write one.");
                }
                read = with(read, new Window(window.range(), window.offset(), OptionalLong.of(at())));
            } else {
                return read;
            }
        }
    }

    private Expression ranged(Expression of, boolean bare, int start) {
        int place = text.position();
        long range = text.duration();
        if (range == 0) {
            throw wrong(start, "the range is empty", "Write one such as [5m].");
        }
        if (text.accept(":")) {
            if (of.shape() != Shape.VECTOR) {
                throw wrong(
                        start,
                        "a subquery needs a VECTOR and found a " + of.shape(),
                        "Write vector(...) around a number.");
            }
            long step = text.at("]") ? USUAL_STEP : text.duration();
            if (step == 0 || range / step > MOST_STEPS) {
                throw wrong(place, "the subquery has more than " + MOST_STEPS + " steps", "Write a longer step.");
            }
            text.expect("]");
            return new Expression.Subquery(of, new Window(range, 0, OptionalLong.empty()), step);
        }
        text.expect("]");
        if (bare
                && of instanceof Expression.Selector selector
                && selector.window().equals(Window.NOW)) {
            return new Expression.Selector(selector.matchers(), new Window(range, 0, OptionalLong.empty()));
        }
        throw wrong(place, "only a metric has a range", "Write a subquery such as [1h:1m].");
    }

    private Window window(Expression of, int start) {
        if (of instanceof Expression.Selector selector) {
            return selector.window();
        } else if (of instanceof Expression.Subquery subquery) {
            return subquery.window();
        }
        throw wrong(start, "only a metric or a subquery has an offset or a time", "Write it behind the metric.");
    }

    private static Expression with(Expression of, Window window) {
        return of instanceof Expression.Selector selector
                ? new Expression.Selector(selector.matchers(), window)
                : new Expression.Subquery(((Expression.Subquery) of).of(), window, ((Expression.Subquery) of).step());
    }

    private long at() {
        int sign = text.accept("-") ? -1 : 1;
        String seconds = text.number();
        if (seconds.isEmpty() || Double.parseDouble(seconds) > 1e11) {
            throw text.wrong("expected a time in seconds since 1970", "start() and end() are not supported.");
        }
        return sign * Math.round(Double.parseDouble(seconds) * 1000);
    }

    private Expression argument(Shape shape) {
        int start = text.position();
        Expression argument = binary(0);
        if (argument.shape() != shape) {
            String remedy = shape == Shape.RANGE ? "Add a range such as [5m]." : "Change the argument.";
            throw wrong(start, "expected a " + shape + " and found a " + argument.shape(), remedy);
        }
        return argument;
    }

    private Expression selector(String name, int start) {
        List<Expression.Matcher> matchers = new ArrayList<>();
        if (!name.isEmpty()) {
            matchers.add(new Expression.Matcher("__name__", "=", name));
        }
        if (text.accept("{")) {
            while (!text.accept("}")) {
                matchers.add(matcher());
                if (!text.at("}")) {
                    text.expect(",");
                }
            }
        }
        if (matchers.stream().noneMatch(PromqlParser::selects)) {
            throw wrong(start, "the selector matches every series", "Name a metric.");
        }
        return new Expression.Selector(List.copyOf(matchers), Window.NOW);
    }

    /** Whether a matcher refuses series without its label, as one of each selector must. */
    private static boolean selects(Expression.Matcher matcher) {
        boolean empty = matcher.operator().contains("~")
                ? "".matches(matcher.value())
                : matcher.value().isEmpty();
        return matcher.operator().startsWith("!") == empty;
    }

    private Expression.Matcher matcher() {
        if (text.at("\"") || text.at("'")) {
            String name = text.quoted();
            if (!text.at("=") && !text.at("!")) {
                // Prometheus 3 and Cloud Monitoring also take a metric's type in quotes.
                return new Expression.Matcher(Element.NAME, "=", PromqlNames.metric(name));
            }
            return compared(name);
        }
        return compared(label());
    }

    private Expression.Matcher compared(String label) {
        for (String operator : List.of("=~", "!~", "!=", "=")) {
            if (text.accept(operator)) {
                int start = text.position();
                String value = text.quoted();
                if (operator.contains("~")) {
                    checkPattern(value, start);
                }
                boolean metric = label.equals(Element.NAME) && !operator.contains("~");
                return new Expression.Matcher(label, operator, metric ? PromqlNames.metric(value) : value);
            }
        }
        throw text.wrong("expected =, !=, =~ or !~", "Compare the label with a text.");
    }

    private PromqlException wrong(int place, String problem, String remedy) {
        text.moveTo(place);
        return text.wrong(problem, remedy);
    }
}
