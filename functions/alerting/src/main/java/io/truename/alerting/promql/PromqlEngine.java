// SPDX-License-Identifier: Apache-2.0
package io.truename.alerting.promql;

import io.truename.alerting.policy.QueryEvaluator;
import io.truename.alerting.promql.Expression.Shape;
import io.truename.alerting.series.SeriesSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;

/**
 * Evaluator of PromQL at one time, over series of Cloud Monitoring. Ranges and the look-back of five minutes leave out their start, as
 * in Prometheus 3. Not thread-safe.
 */
public final class PromqlEngine implements QueryEvaluator {
    private static final long LOOK_BACK = 300_000;

    private final SeriesSelection selection;
    private final Map<String, Expression> read = new LinkedHashMap<>();

    public PromqlEngine(SeriesSource source) {
        this.selection = new SeriesSelection(source);
    }

    @Override
    public List<Value> evaluate(String query, long time) {
        Expression expression = read.computeIfAbsent(query, Expression::parse);
        if (expression.shape() == Shape.SCALAR) {
            return List.of(new Value(Map.of(), number(expression, time)));
        }
        return vector(expression, time).stream()
                .map(element -> new Value(element.labels(), element.value()))
                .toList();
    }

    private double number(Expression expression, long time) {
        if (expression instanceof Expression.Literal literal) {
            return literal.value();
        }
        if (expression instanceof Expression.Negative negative) {
            return -number(negative.of(), time);
        }
        if (expression instanceof Expression.Binary binary) {
            return Operators.ofNumbers(binary.operator(), number(binary.left(), time), number(binary.right(), time));
        }
        if (expression instanceof Expression.Call call && call.function() == PromqlFunction.SCALAR) {
            List<Element> only = vector(call.arguments().get(0), time);
            return only.size() == 1 ? only.get(0).value() : Double.NaN;
        }
        if (expression instanceof Expression.Call call && call.function() == PromqlFunction.TIME) {
            return time / 1000.0;
        }
        throw new IllegalArgumentException(expression + " is no number");
    }

    private List<Element> vector(Expression expression, long time) {
        if (expression instanceof Expression.Selector selector) {
            long end = time - selector.offset();
            return selection.select(selector.matchers(), end - LOOK_BACK, end).stream()
                    .map(series -> new Element(series.labels(), last(series)))
                    .toList();
        }
        if (expression instanceof Expression.Negative negative) {
            return vector(negative.of(), time).stream()
                    .map(element -> element.derived(-element.value()))
                    .toList();
        }
        if (expression instanceof Expression.Aggregation aggregation) {
            double parameter =
                    aggregation.parameter().map(value -> number(value, time)).orElse(Double.NaN);
            return Aggregations.of(aggregation, vector(aggregation.of(), time), parameter);
        }
        if (expression instanceof Expression.Binary binary) {
            if (binary.left().shape() == Shape.SCALAR) {
                return Operators.withNumber(binary, vector(binary.right(), time), number(binary.left(), time), true);
            }
            return binary.right().shape() == Shape.SCALAR
                    ? Operators.withNumber(binary, vector(binary.left(), time), number(binary.right(), time), false)
                    : Operators.ofVectors(binary, vector(binary.left(), time), vector(binary.right(), time));
        }
        if (expression instanceof Expression.Call call) {
            return call(call, time);
        }
        throw new IllegalArgumentException(expression + " is no vector");
    }

    private static double last(Sampled series) {
        return series.points().get(series.points().size() - 1).value();
    }

    private List<Element> call(Expression.Call call, long time) {
        List<Expression> arguments = call.arguments();
        return switch (call.function()) {
            case VECTOR -> List.of(new Element(new TreeMap<>(), number(arguments.get(0), time)));
            case ABSENT -> vector(arguments.get(0), time).isEmpty() ? absent(arguments.get(0)) : List.of();
            case ABSENT_OVER_TIME -> ranges(arguments.get(0), time).isEmpty() ? absent(arguments.get(0)) : List.of();
            case HISTOGRAM_QUANTILE ->
                HistogramQuantile.of(number(arguments.get(0), time), vector(arguments.get(1), time));
            case QUANTILE_OVER_TIME -> overTime(call, arguments.get(1), number(arguments.get(0), time), time);
            case ABS -> each(arguments, time, Math::abs);
            case CEIL -> each(arguments, time, Math::ceil);
            case FLOOR -> each(arguments, time, Math::floor);
            case EXP -> each(arguments, time, Math::exp);
            case LN -> each(arguments, time, Math::log);
            case SQRT -> each(arguments, time, Math::sqrt);
            case SGN -> each(arguments, time, Math::signum);
            case CLAMP -> clamped(arguments, number(arguments.get(1), time), number(arguments.get(2), time), time);
            case CLAMP_MIN -> clamped(arguments, number(arguments.get(1), time), Double.POSITIVE_INFINITY, time);
            case CLAMP_MAX -> clamped(arguments, Double.NEGATIVE_INFINITY, number(arguments.get(1), time), time);
            default -> overTime(call, arguments.get(0), Double.NaN, time);
        };
    }

    private List<Element> each(List<Expression> arguments, long time, DoubleUnaryOperator operator) {
        return vector(arguments.get(0), time).stream()
                .map(element -> element.derived(operator.applyAsDouble(element.value())))
                .toList();
    }

    private List<Element> clamped(List<Expression> arguments, double least, double most, long time) {
        return least > most ? List.of() : each(arguments, time, value -> Math.max(least, Math.min(most, value)));
    }

    private List<Sampled> ranges(Expression range, long time) {
        Expression.Selector selector = (Expression.Selector) range;
        long end = time - selector.offset();
        return selection.select(selector.matchers(), end - selector.range(), end);
    }

    private List<Element> overTime(Expression.Call call, Expression range, double parameter, long time) {
        Expression.Selector selector = (Expression.Selector) range;
        long end = time - selector.offset();
        List<Element> result = new ArrayList<>();
        for (Sampled series : ranges(range, time)) {
            OptionalDouble value =
                    RangeFunctions.of(call.function(), series.points(), end - selector.range(), end, parameter);
            if (value.isPresent()) {
                Element element = new Element(series.labels(), value.getAsDouble());
                result.add(
                        call.function() == PromqlFunction.LAST_OVER_TIME
                                ? element
                                : element.derived(value.getAsDouble()));
            }
        }
        return result;
    }

    /** The labels that a selector demands, as those of a series that should be there. */
    private static List<Element> absent(Expression of) {
        SortedMap<String, String> labels = new TreeMap<>();
        if (of instanceof Expression.Selector selector) {
            selector.matchers().stream()
                    .filter(matcher ->
                            matcher.operator().equals("=") && !matcher.label().equals(Element.NAME))
                    .forEach(matcher -> labels.put(matcher.label(), matcher.value()));
        }
        return List.of(new Element(labels, 1));
    }
}
