// SPDX-License-Identifier: Apache-2.0
package io.truename.alerting.promql;

import io.truename.alerting.promql.Expression.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Functions of the subset, with the types of their arguments. */
public enum PromqlFunction {
    RATE(Shape.VECTOR, Shape.RANGE),
    INCREASE(Shape.VECTOR, Shape.RANGE),
    DELTA(Shape.VECTOR, Shape.RANGE),
    IRATE(Shape.VECTOR, Shape.RANGE),
    IDELTA(Shape.VECTOR, Shape.RANGE),
    DERIV(Shape.VECTOR, Shape.RANGE),
    CHANGES(Shape.VECTOR, Shape.RANGE),
    RESETS(Shape.VECTOR, Shape.RANGE),
    MIN_OVER_TIME(Shape.VECTOR, Shape.RANGE),
    MAX_OVER_TIME(Shape.VECTOR, Shape.RANGE),
    AVG_OVER_TIME(Shape.VECTOR, Shape.RANGE),
    SUM_OVER_TIME(Shape.VECTOR, Shape.RANGE),
    COUNT_OVER_TIME(Shape.VECTOR, Shape.RANGE),
    LAST_OVER_TIME(Shape.VECTOR, Shape.RANGE),
    STDDEV_OVER_TIME(Shape.VECTOR, Shape.RANGE),
    STDVAR_OVER_TIME(Shape.VECTOR, Shape.RANGE),
    PRESENT_OVER_TIME(Shape.VECTOR, Shape.RANGE),
    ABSENT_OVER_TIME(Shape.VECTOR, Shape.RANGE),
    QUANTILE_OVER_TIME(Shape.VECTOR, Shape.SCALAR, Shape.RANGE),
    PREDICT_LINEAR(Shape.VECTOR, Shape.RANGE, Shape.SCALAR),
    HISTOGRAM_QUANTILE(Shape.VECTOR, Shape.SCALAR, Shape.VECTOR),
    VECTOR(Shape.VECTOR, Shape.SCALAR),
    SCALAR(Shape.SCALAR, Shape.VECTOR),
    ABSENT(Shape.VECTOR, Shape.VECTOR),
    ABS(Shape.VECTOR, Shape.VECTOR),
    CEIL(Shape.VECTOR, Shape.VECTOR),
    FLOOR(Shape.VECTOR, Shape.VECTOR),
    EXP(Shape.VECTOR, Shape.VECTOR),
    LN(Shape.VECTOR, Shape.VECTOR),
    LOG2(Shape.VECTOR, Shape.VECTOR),
    LOG10(Shape.VECTOR, Shape.VECTOR),
    SQRT(Shape.VECTOR, Shape.VECTOR),
    SGN(Shape.VECTOR, Shape.VECTOR),
    SORT(Shape.VECTOR, Shape.VECTOR),
    SORT_DESC(Shape.VECTOR, Shape.VECTOR),
    TIMESTAMP(Shape.VECTOR, Shape.VECTOR),
    ROUND(1, Shape.VECTOR, Shape.VECTOR, Shape.SCALAR),
    CLAMP(Shape.VECTOR, Shape.VECTOR, Shape.SCALAR, Shape.SCALAR),
    CLAMP_MIN(Shape.VECTOR, Shape.VECTOR, Shape.SCALAR),
    CLAMP_MAX(Shape.VECTOR, Shape.VECTOR, Shape.SCALAR),
    LABEL_REPLACE(Shape.VECTOR, Shape.VECTOR, Shape.TEXT, Shape.TEXT, Shape.TEXT, Shape.TEXT),
    MINUTE(1, Shape.VECTOR, Shape.VECTOR),
    HOUR(1, Shape.VECTOR, Shape.VECTOR),
    DAY_OF_WEEK(1, Shape.VECTOR, Shape.VECTOR),
    DAY_OF_MONTH(1, Shape.VECTOR, Shape.VECTOR),
    DAY_OF_YEAR(1, Shape.VECTOR, Shape.VECTOR),
    DAYS_IN_MONTH(1, Shape.VECTOR, Shape.VECTOR),
    MONTH(1, Shape.VECTOR, Shape.VECTOR),
    YEAR(1, Shape.VECTOR, Shape.VECTOR),
    TIME(Shape.SCALAR),
    PI(Shape.SCALAR);

    private final Shape result;
    private final int optional;

    @SuppressWarnings("ImmutableEnumChecker") // List.of
    private final List<Shape> parameters;

    PromqlFunction(Shape result, Shape... parameters) {
        this(0, result, parameters);
    }

    /** A function whose last parameters, so many, may be left out. */
    PromqlFunction(int optional, Shape result, Shape... parameters) {
        this.optional = optional;
        this.result = result;
        this.parameters = List.of(parameters);
    }

    Shape result() {
        return result;
    }

    List<Shape> parameters() {
        return parameters;
    }

    /** Returns the number of arguments that a call has at least. */
    int required() {
        return parameters.size() - optional;
    }

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<PromqlFunction> find(String name) {
        return Arrays.stream(values())
                .filter(function -> function.text().equals(name))
                .findFirst();
    }

    /** Names of all, for a message. */
    static String names() {
        return Arrays.stream(values()).map(PromqlFunction::text).sorted().collect(Collectors.joining(", "));
    }
}
