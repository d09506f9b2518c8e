// SPDX-License-Identifier: Apache-2.0
package io.truename.alerting.promql;

import io.truename.alerting.promql.Expression.Matching;
import io.truename.alerting.promql.Expression.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Recursive-descent parser of PromQL, by the precedences of Prometheus' documentation ("Binary operator precedence"). */
final class PromqlParser {
    private static final int MOST_NESTED = 100;
    private static final Set<String> AGGREGATIONS =
            Set.of("sum", "min", "max", "avg", "count", "stddev", "group", "topk", "bottomk", "quantile");
    private static final Set<String> WITH_PARAMETER = Set.of("topk", "bottomk", "quantile");
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
        if (!text.atEnd()) {
            throw text.wrong("expected an operator or the end", "Check the parentheses and operators before.");
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
            if (of.shape() == Shape.RANGE) {
                throw wrong(start, "a range has no negative", "Apply a function such as rate to the range.");
            }
            read = new Expression.Negative(of);
        } else {
            read = primary();
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
            text.expect(")");
            return inner;
        }
        String number = text.number();
        if (!number.isEmpty()) {
            return new Expression.Literal(Double.parseDouble(number));
        }
        String word = text.word();
        if (word.equalsIgnoreCase("inf") || word.equalsIgnoreCase("nan")) {
            return new Expression.Literal(word.equalsIgnoreCase("inf") ? Double.POSITIVE_INFINITY : Double.NaN);
        }
        if (AGGREGATIONS.contains(word)) {
            return aggregation(word);
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
        if (WITH_PARAMETER.contains(operator)) {
            parameter = Optional.of(argument(Shape.SCALAR));
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
                        start, "the function " + name + " is not supported", "See PromqlFunction for those that are."));
        text.expect("(");
        List<Expression> arguments = new ArrayList<>();
        for (Shape shape : function.parameters()) {
            if (!arguments.isEmpty()) {
                text.expect(",");
            }
            arguments.add(argument(shape));
        }
        text.expect(")");
        return new Expression.Call(function, List.copyOf(arguments));
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
        long range = 0;
        if (text.accept("[")) {
            range = text.duration();
            if (text.at(":")) {
                throw text.wrong("subqueries are not supported", "Apply the function to a metric's range.");
            }
            text.expect("]");
            if (range == 0) {
                throw wrong(start, "the range is empty", "Write one such as [5m].");
            }
        }
        long offset = 0;
        if (text.acceptWord("offset")) {
            offset = (text.accept("-") ? -1 : 1) * text.duration();
        }
        return new Expression.Selector(List.copyOf(matchers), range, offset);
    }

    /** Whether a matcher refuses series without its label, as one of each selector must. */
    private static boolean selects(Expression.Matcher matcher) {
        boolean empty = matcher.operator().contains("~")
                ? "".matches(matcher.value())
                : matcher.value().isEmpty();
        return matcher.operator().startsWith("!") == empty;
    }

    private Expression.Matcher matcher() {
        String label = label();
        for (String operator : List.of("=~", "!~", "!=", "=")) {
            if (text.accept(operator)) {
                int start = text.position();
                String value = text.quoted();
                try {
                    if (operator.contains("~")) {
                        Pattern.compile(value);
                    }
                } catch (PatternSyntaxException malformed) {
                    throw wrong(start, "the regular expression is malformed", "Correct it.");
                }
                return new Expression.Matcher(label, operator, value);
            }
        }
        throw text.wrong("expected =, !=, =~ or !~", "Compare the label with a text.");
    }

    private PromqlException wrong(int place, String problem, String remedy) {
        text.moveTo(place);
        return text.wrong(problem, remedy);
    }
}
