// SPDX-License-Identifier: Apache-2.0
package io.truename.alerting.query;

import static com.google.api.MetricDescriptor.MetricKind.CUMULATIVE;
import static com.google.api.MetricDescriptor.MetricKind.DELTA;
import static com.google.api.MetricDescriptor.MetricKind.GAUGE;
import static com.google.api.MetricDescriptor.ValueType.BOOL;
import static com.google.api.MetricDescriptor.ValueType.DISTRIBUTION;
import static com.google.api.MetricDescriptor.ValueType.DOUBLE;
import static com.google.api.MetricDescriptor.ValueType.INT64;

import com.google.api.MetricDescriptor.MetricKind;
import com.google.api.MetricDescriptor.ValueType;
import com.google.monitoring.v3.Aggregation.Aligner;
import io.truename.alerting.series.MonitoringException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An aligner: the metrics for which it is valid, the type of its results, and its computation. The table follows the API's description of
 * {@code Aligner}.
 *
 * @param output the value type of the result; empty if it is that of the input
 */
record AlignerRule(Set<MetricKind> kinds, Set<ValueType> types, Optional<ValueType> output, Alignment alignment) {
    private static final Set<ValueType> NUMBERS = Set.of(INT64, DOUBLE);
    private static final Set<ValueType> NUMBERS_AND_BOOL = Set.of(INT64, DOUBLE, BOOL);
    private static final Set<ValueType> NUMBERS_AND_DISTRIBUTIONS = Set.of(INT64, DOUBLE, DISTRIBUTION);
    private static final Set<ValueType> ANY = Set.of(BOOL, INT64, DOUBLE, DISTRIBUTION);
    private static final Set<MetricKind> POINTS = Set.of(GAUGE, DELTA);
    private static final Set<MetricKind> ONLY_GAUGE = Set.of(GAUGE);
    private static final Set<MetricKind> CHANGES = Set.of(DELTA, CUMULATIVE);

    private static final Map<Aligner, AlignerRule> ALL = all();

    private static Map<Aligner, AlignerRule> all() {
        Map<Aligner, AlignerRule> all = new EnumMap<>(Aligner.class);
        all.put(Aligner.ALIGN_DELTA, same(CHANGES, NUMBERS_AND_DISTRIBUTIONS, Changes::deltas));
        all.put(Aligner.ALIGN_RATE, giving(DOUBLE, CHANGES, NUMBERS, Changes::rates));
        all.put(Aligner.ALIGN_INTERPOLATE, same(ONLY_GAUGE, NUMBERS, (s, k, t, grid) -> Windows.interpolated(s, grid)));
        all.put(Aligner.ALIGN_NEXT_OLDER, same(ONLY_GAUGE, ANY, (s, k, t, grid) -> Windows.newest(s, grid)));
        all.put(Aligner.ALIGN_MIN, same(POINTS, NUMBERS, each(Statistic.MIN)));
        all.put(Aligner.ALIGN_MAX, same(POINTS, NUMBERS, each(Statistic.MAX)));
        all.put(Aligner.ALIGN_MEAN, giving(DOUBLE, POINTS, NUMBERS, each(Statistic.MEAN)));
        all.put(Aligner.ALIGN_COUNT, giving(INT64, POINTS, NUMBERS_AND_BOOL, each(Statistic.COUNT)));
        all.put(
                Aligner.ALIGN_SUM,
                same(
                        POINTS,
                        NUMBERS_AND_DISTRIBUTIONS,
                        (s, kind, t, grid) -> Windows.each(s, grid, Statistic.SUM, kind == DELTA)));
        all.put(Aligner.ALIGN_STDDEV, giving(DOUBLE, POINTS, NUMBERS, each(Statistic.DEVIATION)));
        all.put(Aligner.ALIGN_COUNT_TRUE, giving(INT64, ONLY_GAUGE, Set.of(BOOL), each(Statistic.TRUE)));
        all.put(Aligner.ALIGN_COUNT_FALSE, giving(INT64, ONLY_GAUGE, Set.of(BOOL), each(Statistic.FALSE)));
        all.put(Aligner.ALIGN_FRACTION_TRUE, giving(DOUBLE, ONLY_GAUGE, Set.of(BOOL), each(Statistic.FRACTION_TRUE)));
        all.put(Aligner.ALIGN_PERCENTILE_99, percentile(0.99));
        all.put(Aligner.ALIGN_PERCENTILE_95, percentile(0.95));
        all.put(Aligner.ALIGN_PERCENTILE_50, percentile(0.5));
        all.put(Aligner.ALIGN_PERCENTILE_05, percentile(0.05));
        all.put(
                Aligner.ALIGN_PERCENT_CHANGE,
                giving(DOUBLE, POINTS, NUMBERS, (s, k, t, grid) -> Windows.percentChanges(s, grid)));
        return all;
    }

    private static AlignerRule same(Set<MetricKind> kinds, Set<ValueType> types, Alignment alignment) {
        return new AlignerRule(kinds, types, Optional.empty(), alignment);
    }

    private static AlignerRule giving(
            ValueType output, Set<MetricKind> kinds, Set<ValueType> types, Alignment alignment) {
        return new AlignerRule(kinds, types, Optional.of(output), alignment);
    }

    private static AlignerRule percentile(double fraction) {
        return giving(DOUBLE, POINTS, Set.of(DISTRIBUTION), each(Statistic.percentile(fraction)));
    }

    private static Alignment each(Statistic statistic) {
        return (samples, kind, type, grid) -> Windows.each(samples, grid, statistic, false);
    }

    /**
     * Aligns a series.
     *
     * @throws MonitoringException if the aligner is not valid for its kind and type
     */
    static Line align(Aligner aligner, Line line, Grid grid) {
        AlignerRule rule = Optional.ofNullable(ALL.get(aligner))
                .orElseThrow(() -> MonitoringException.invalid("There is no aligner " + aligner + "."));
        if (!rule.kinds.contains(line.kind()) || !rule.types.contains(line.type())) {
            throw MonitoringException.invalid("The aligner " + aligner + " is not valid for " + line.kind() + " of "
                    + line.type() + ", but for " + names(rule.kinds) + " of " + names(rule.types) + ".");
        }
        MetricKind kind = aligner == Aligner.ALIGN_DELTA || (aligner == Aligner.ALIGN_SUM && line.kind() == DELTA)
                ? DELTA
                : GAUGE;
        return new Line(
                line.key(),
                kind,
                rule.output.orElse(line.type()),
                rule.alignment.align(line.samples(), line.kind(), line.type(), grid));
    }

    static String names(Set<? extends Enum<?>> values) {
        return String.join(", ", values.stream().map(Enum::name).sorted().toList());
    }
}
