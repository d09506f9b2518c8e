// SPDX-License-Identifier: Apache-2.0
package io.truename.alerting.query;

import static com.google.api.MetricDescriptor.ValueType.BOOL;
import static com.google.api.MetricDescriptor.ValueType.DISTRIBUTION;
import static com.google.api.MetricDescriptor.ValueType.DOUBLE;
import static com.google.api.MetricDescriptor.ValueType.INT64;

import com.google.api.MetricDescriptor.MetricKind;
import com.google.api.MetricDescriptor.ValueType;
import com.google.monitoring.v3.Aggregation.Reducer;
import io.truename.alerting.series.MonitoringException;
import io.truename.alerting.series.PointValue;
import io.truename.alerting.series.Sample;
import io.truename.alerting.series.SeriesKey;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A reducer: the values for which it is valid, the type of its results, and its computation. The table follows the API's description of
 * {@code Reducer}.
 *
 * @param output the value type of the result; empty if it is that of the input
 */
record ReducerRule(Set<ValueType> types, Optional<ValueType> output, Statistic statistic) {
    private static final Set<ValueType> NUMBERS = Set.of(INT64, DOUBLE);
    private static final Set<ValueType> NUMBERS_AND_DISTRIBUTIONS = Set.of(INT64, DOUBLE, DISTRIBUTION);
    private static final Set<ValueType> ANY = Set.of(BOOL, INT64, DOUBLE, DISTRIBUTION);

    private static final Map<Reducer, ReducerRule> ALL = all();

    private static Map<Reducer, ReducerRule> all() {
        Map<Reducer, ReducerRule> all = new EnumMap<>(Reducer.class);
        all.put(Reducer.REDUCE_MEAN, giving(DOUBLE, NUMBERS_AND_DISTRIBUTIONS, Statistic.MEAN));
        all.put(Reducer.REDUCE_MIN, new ReducerRule(NUMBERS, Optional.empty(), Statistic.MIN));
        all.put(Reducer.REDUCE_MAX, new ReducerRule(NUMBERS, Optional.empty(), Statistic.MAX));
        all.put(Reducer.REDUCE_SUM, new ReducerRule(NUMBERS_AND_DISTRIBUTIONS, Optional.empty(), Statistic.SUM));
        all.put(Reducer.REDUCE_STDDEV, giving(DOUBLE, NUMBERS_AND_DISTRIBUTIONS, Statistic.DEVIATION));
        all.put(Reducer.REDUCE_COUNT, giving(INT64, ANY, Statistic.COUNT));
        all.put(Reducer.REDUCE_COUNT_TRUE, giving(INT64, Set.of(BOOL), Statistic.TRUE));
        all.put(Reducer.REDUCE_COUNT_FALSE, giving(INT64, Set.of(BOOL), Statistic.FALSE));
        all.put(Reducer.REDUCE_FRACTION_TRUE, giving(DOUBLE, Set.of(BOOL), Statistic.FRACTION_TRUE));
        all.put(Reducer.REDUCE_PERCENTILE_99, percentile(0.99));
        all.put(Reducer.REDUCE_PERCENTILE_95, percentile(0.95));
        all.put(Reducer.REDUCE_PERCENTILE_50, percentile(0.5));
        all.put(Reducer.REDUCE_PERCENTILE_05, percentile(0.05));
        return all;
    }

    private static ReducerRule giving(ValueType output, Set<ValueType> types, Statistic statistic) {
        return new ReducerRule(types, Optional.of(output), statistic);
    }

    private static ReducerRule percentile(double fraction) {
        return giving(DOUBLE, NUMBERS_AND_DISTRIBUTIONS, Statistic.percentile(fraction));
    }

    /** Checks that a reducer is valid for a value type. */
    static ReducerRule of(Reducer reducer, ValueType type) {
        ReducerRule rule = Optional.ofNullable(ALL.get(reducer))
                .orElseThrow(() -> MonitoringException.invalid("There is no reducer " + reducer + "."));
        if (!rule.types.contains(type)) {
            throw MonitoringException.invalid("The reducer " + reducer + " is not valid for aligned values of " + type
                    + ", but for " + AlignerRule.names(rule.types) + ".");
        }
        return rule;
    }

    /** Reduces aligned series of one metric to one for each combination of the fields' values. */
    static List<Line> reduce(Reducer reducer, List<Line> lines, List<Field> fields) {
        Map<SeriesKey, List<Line>> groups = new TreeMap<>();
        for (Line line : lines) {
            groups.computeIfAbsent(group(line.key(), fields), key -> new ArrayList<>())
                    .add(line);
        }
        List<Line> reduced = new ArrayList<>();
        groups.forEach((key, members) -> {
            Line first = members.get(0);
            ReducerRule rule = of(reducer, first.type());
            MetricKind kind = reducer == Reducer.REDUCE_SUM ? first.kind() : MetricKind.GAUGE;
            reduced.add(new Line(key, kind, rule.output.orElse(first.type()), rule.reduce(members, kind)));
        });
        return reduced;
    }

    private List<Sample> reduce(List<Line> members, MetricKind kind) {
        Map<Long, List<PointValue>> valuesByEnd = new TreeMap<>();
        Map<Long, Long> starts = new TreeMap<>();
        for (Line member : members) {
            for (Sample sample : member.samples()) {
                valuesByEnd
                        .computeIfAbsent(sample.end(), end -> new ArrayList<>())
                        .add(sample.value());
                starts.put(sample.end(), kind == MetricKind.GAUGE ? sample.end() : sample.start());
            }
        }
        List<Sample> samples = new ArrayList<>(valuesByEnd.size());
        valuesByEnd.forEach((end, values) -> statistic
                .of(values)
                .ifPresent(value -> samples.add(new Sample(starts.getOrDefault(end, end), end, value))));
        return samples;
    }

    /** Resource types are never mixed, and the project stays. */
    private static SeriesKey group(SeriesKey key, List<Field> fields) {
        Map<String, String> metricLabels = new TreeMap<>();
        Map<String, String> resourceLabels = new TreeMap<>();
        Optional.ofNullable(key.resourceLabels().get("project_id"))
                .ifPresent(project -> resourceLabels.put("project_id", project));
        for (Field field : fields) {
            if (field.kind() == Field.Kind.METRIC_LABEL) {
                metricLabels.put(field.label(), field.of(key));
            } else if (field.kind() == Field.Kind.RESOURCE_LABEL) {
                resourceLabels.put(field.label(), field.of(key));
            }
        }
        return SeriesKey.of(key.metricType(), metricLabels, key.resourceType(), resourceLabels);
    }
}
