// SPDX-License-Identifier: Apache-2.0
package io.truename.alerting.promql;

import io.truename.alerting.promql.Expression.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Functions of the subset, with the types of their arguments. */
public enum PromqlFunction {
    RATE(Shape.VECTOR, Shape.RANGE),
    INCREASE(Shape.VECTOR, Shape.RANGE),
    DELTA(Shape.VECTOR, Shape.RANGE),
    MIN_OVER_TIME(Shape.VECTOR, Shape.RANGE),
    MAX_OVER_TIME(Shape.VECTOR, Shape.RANGE),
    AVG_OVER_TIME(Shape.VECTOR, Shape.RANGE),
    SUM_OVER_TIME(Shape.VECTOR, Shape.RANGE),
    COUNT_OVER_TIME(Shape.VECTOR, Shape.RANGE),
    LAST_OVER_TIME(Shape.VECTOR, Shape.RANGE),
    STDDEV_OVER_TIME(Shape.VECTOR, Shape.RANGE),
    PRESENT_OVER_TIME(Shape.VECTOR, Shape.RANGE),
    ABSENT_OVER_TIME(Shape.VECTOR, Shape.RANGE),
    QUANTILE_OVER_TIME(Shape.VECTOR, Shape.SCALAR, Shape.RANGE),
    HISTOGRAM_QUANTILE(Shape.VECTOR, Shape.SCALAR, Shape.VECTOR),
    VECTOR(Shape.VECTOR, Shape.SCALAR),
    SCALAR(Shape.SCALAR, Shape.VECTOR),
    ABSENT(Shape.VECTOR, Shape.VECTOR),
    ABS(Shape.VECTOR, Shape.VECTOR),
    CEIL(Shape.VECTOR, Shape.VECTOR),
    FLOOR(Shape.VECTOR, Shape.VECTOR),
    EXP(Shape.VECTOR, Shape.VECTOR),
    LN(Shape.VECTOR, Shape.VECTOR),
    SQRT(Shape.VECTOR, Shape.VECTOR),
    SGN(Shape.VECTOR, Shape.VECTOR),
    CLAMP(Shape.VECTOR, Shape.VECTOR, Shape.SCALAR, Shape.SCALAR),
    CLAMP_MIN(Shape.VECTOR, Shape.VECTOR, Shape.SCALAR),
    CLAMP_MAX(Shape.VECTOR, Shape.VECTOR, Shape.SCALAR),
    TIME(Shape.SCALAR);

    private final Shape result;

    @SuppressWarnings("ImmutableEnumChecker") // List.of
    private final List<Shape> parameters;

    PromqlFunction(Shape result, Shape... parameters) {
        this.result = result;
        this.parameters = List.of(parameters);
    }

    Shape result() {
        return result;
    }

    List<Shape> parameters() {
        return parameters;
    }

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<PromqlFunction> find(String name) {
        return Arrays.stream(values())
                .filter(function -> function.text().equals(name))
                .findFirst();
    }
}
