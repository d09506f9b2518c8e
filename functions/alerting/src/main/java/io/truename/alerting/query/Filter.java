// SPDX-License-Identifier: Apache-2.0
package io.truename.alerting.query;

import io.truename.alerting.series.SeriesKey;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Condition on the identity of a time series. A label that a series lacks is the empty text. */
public sealed interface Filter {
    /** Reads a monitoring filter; the empty one accepts everything. */
    static Filter parse(String text) {
        return text.isBlank() ? new All(List.of()) : new FilterParser(text).parse();
    }

    boolean accepts(SeriesKey key);

    /** Returns the metric type that every accepted series has, if the filter says {@code metric.type = "..."}. */
    default Optional<String> metricType() {
        return Optional.empty();
    }

    /** Returns whether a field of this kind occurs. */
    boolean uses(Field.Kind kind);

    /** All of some conditions. */
    record All(List<Filter> filters) implements Filter {
        @Override
        public boolean accepts(SeriesKey key) {
            return filters.stream().allMatch(filter -> filter.accepts(key));
        }

        @Override
        public Optional<String> metricType() {
            return filters.stream()
                    .flatMap(filter -> filter.metricType().stream())
                    .findFirst();
        }

        @Override
        public boolean uses(Field.Kind kind) {
            return filters.stream().anyMatch(filter -> filter.uses(kind));
        }
    }

    /** One of some conditions. */
    record Any(List<Filter> filters) implements Filter {
        @Override
        public boolean accepts(SeriesKey key) {
            return filters.stream().anyMatch(filter -> filter.accepts(key));
        }

        @Override
        public boolean uses(Field.Kind kind) {
            return filters.stream().anyMatch(filter -> filter.uses(kind));
        }
    }

    /** The opposite of a condition. */
    record Not(Filter filter) implements Filter {
        @Override
        public boolean accepts(SeriesKey key) {
            return !filter.accepts(key);
        }

        @Override
        public boolean uses(Field.Kind kind) {
            return filter.uses(kind);
        }
    }

    /** Comparison of a field; {@code equal} is the text if it is compared for equality. */
    record Comparison(Field field, Predicate<String> matches, Optional<String> equal) implements Filter {
        @Override
        public boolean accepts(SeriesKey key) {
            return matches.test(field.of(key));
        }

        @Override
        public Optional<String> metricType() {
            return field.kind() == Field.Kind.METRIC_TYPE ? equal : Optional.empty();
        }

        @Override
        public boolean uses(Field.Kind kind) {
            return field.kind() == kind;
        }
    }
}
