// SPDX-License-Identifier: Apache-2.0
package io.truename.alerting.promql;

import io.truename.alerting.policy.QueryEvaluator;
import io.truename.alerting.promql.Expression.Shape;
import io.truename.alerting.series.MonitoringException;
import io.truename.alerting.series.SeriesSource;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;

/**
 * Evaluator of PromQL at one time, over series of Cloud Monitoring. Ranges and the look-back of five minutes leave out their start, as
 * in Prometheus 3. Not thread-safe.
 */
public final class PromqlEngine implements QueryEvaluator {
    private static final long LOOK_BACK = 300_000;
    private static final double MOST_SECONDS = 1e13;

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
        if (expression instanceof Expression.Call call && call.function() == PromqlFunction.PI) {
            return Math.PI;
        }
        throw new IllegalArgumentException(expression + " is no number");
    }

    private List<Element> vector(Expression expression, long time) {
        List<Element> vector = computed(expression, time);
        if (vector.size() > 1 && !(expression instanceof Expression.Selector)) {
            requireDistinct(vector);
        }
        return vector;
    }

    /** Without their names, series of two metrics may have the same labels. */
    private static void requireDistinct(List<Element> vector) {
        Set<SortedMap<String, String>> taken = new HashSet<>();
        for (Element element : vector) {
            if (!taken.add(element.labels())) {
                throw MonitoringException.invalid("The query cannot be answered: two results have the same labels "
                        + element.labels() + ". Aggregate them, or select one metric.");
            }
        }
    }

    private List<Element> computed(Expression expression, long time) {
        if (expression instanceof Expression.Selector selector) {
            return latest(selector, time, Sampled.Point::value);
        }
        if (expression instanceof Expression.Negative negative) {
            return vector(negative.of(), time).stream()
                    .map(element -> element.derived(-element.value()))
                    .toList();
        }
        if (expression instanceof Expression.Aggregation aggregation) {
            double parameter = aggregation
                    .parameter()
                    .filter(value -> value.shape() == Shape.SCALAR)
                    .map(value -> number(value, time))
                    .orElse(Double.NaN);
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

    private List<Element> latest(Expression.Selector selector, long time, ToDoubleFunction<Sampled.Point> number) {
        long end = selector.window().end(time);
        return selection.select(selector.matchers(), end - LOOK_BACK, end).stream()
                .map(series -> new Element(
                        series.labels(),
                        number.applyAsDouble(series.points().get(series.points().size() - 1))))
                .toList();
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
            case PREDICT_LINEAR -> overTime(call, arguments.get(0), number(arguments.get(1), time), time);
            case LABEL_REPLACE ->
                LabelReplacement.of(
                        vector(arguments.get(0), time),
                        text(arguments.get(1)),
                        text(arguments.get(2)),
                        text(arguments.get(3)),
                        text(arguments.get(4)));
            case SORT, SORT_DESC -> vector(arguments.get(0), time);
            case TIMESTAMP -> timestamps(arguments, time);
            case ROUND -> {
                double to = arguments.size() == 1 ? 1 : number(arguments.get(1), time);
                yield each(arguments, time, value -> Math.floor(value * (1 / to) + 0.5) / (1 / to));
            }
            case MINUTE -> calendar(arguments, time, ZonedDateTime::getMinute);
            case HOUR -> calendar(arguments, time, ZonedDateTime::getHour);
            case DAY_OF_WEEK ->
                calendar(arguments, time, date -> date.getDayOfWeek().getValue() % 7);
            case DAY_OF_MONTH -> calendar(arguments, time, ZonedDateTime::getDayOfMonth);
            case DAY_OF_YEAR -> calendar(arguments, time, ZonedDateTime::getDayOfYear);
            case DAYS_IN_MONTH ->
                calendar(arguments, time, date -> date.toLocalDate().lengthOfMonth());
            case MONTH -> calendar(arguments, time, ZonedDateTime::getMonthValue);
            case YEAR -> calendar(arguments, time, ZonedDateTime::getYear);
            case ABS -> each(arguments, time, Math::abs);
            case CEIL -> each(arguments, time, Math::ceil);
            case FLOOR -> each(arguments, time, Math::floor);
            case EXP -> each(arguments, time, Math::exp);
            case LN -> each(arguments, time, Math::log);
            case LOG2 -> each(arguments, time, value -> Math.log(value) / Math.log(2));
            case LOG10 -> each(arguments, time, Math::log10);
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

    private static String text(Expression expression) {
        return ((Expression.Text) expression).value();
    }

    private List<Element> timestamps(List<Expression> arguments, long time) {
        return arguments.get(0) instanceof Expression.Selector selector
                ? latest(selector, time, point -> point.time() / 1000.0).stream()
                        .map(element -> element.derived(element.value()))
                        .toList()
                : each(arguments, time, value -> time / 1000.0);
    }

    /** Part of a date in UTC, by default of the time of the evaluation. */
    private List<Element> calendar(List<Expression> arguments, long time, ToIntFunction<ZonedDateTime> part) {
        if (arguments.isEmpty()) {
            return List.of(new Element(new TreeMap<>(), part(time / 1000.0, part)));
        }
        return each(arguments, time, seconds -> part(seconds, part));
    }

    private static double part(double seconds, ToIntFunction<ZonedDateTime> part) {
        // Such as infinity, which no calendar has.
        return Math.abs(seconds) < MOST_SECONDS
                ? part.applyAsInt(Instant.ofEpochSecond((long) seconds).atZone(ZoneOffset.UTC))
                : Double.NaN;
    }

    private static Expression.Window window(Expression range) {
        return range instanceof Expression.Selector selector
                ? selector.window()
                : ((Expression.Subquery) range).window();
    }

    private List<Sampled> ranges(Expression range, long time) {
        long end = window(range).end(time);
        long start = end - window(range).range();
        if (range instanceof Expression.Selector selector) {
            return selection.select(selector.matchers(), start, end);
        }
        Expression.Subquery subquery = (Expression.Subquery) range;
        Map<SortedMap<String, String>, List<Sampled.Point>> series = new LinkedHashMap<>();
        long first = Math.floorDiv(start, subquery.step()) * subquery.step() + subquery.step();
        for (long at = first; at <= end; at += subquery.step()) {
            for (Element element : vector(subquery.of(), at)) {
                series.computeIfAbsent(element.labels(), absent -> new ArrayList<>())
                        .add(new Sampled.Point(at, element.value()));
            }
        }
        return series.entrySet().stream()
                .map(entry -> new Sampled(entry.getKey(), entry.getValue()))
                .toList();
    }

    private List<Element> overTime(Expression.Call call, Expression range, double parameter, long time) {
        long end = window(range).end(time);
        List<Element> result = new ArrayList<>();
        for (Sampled series : ranges(range, time)) {
            OptionalDouble value = RangeFunctions.of(
                    call.function(), series.points(), end - window(range).range(), end, time, parameter);
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
