// SPDX-License-Identifier: Apache-2.0
package io.truename.alerting.policy;

import com.google.monitoring.v3.Aggregation;
import com.google.monitoring.v3.Aggregation.Aligner;
import io.truename.alerting.series.SeriesKey;
import io.truename.alerting.slo.Objective;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.LongStream;

/** Reads a burn rate or the rest of a budget, one point a minute. The mean of an alignment period is that of its points. */
final class SloReader implements SeriesReader {
    private static final long MINUTE = 60_000;

    private final SloSelector selector;
    private final Objective objective;
    private final SeriesKey key;
    private final long points;

    SloReader(SloSelector selector, Objective objective, List<Aggregation> aggregations) {
        this.selector = selector;
        this.objective = objective;
        this.key = SeriesKey.of(
                selector.lookBack().isPresent() ? "select_slo_burn_rate" : "select_slo_budget_fraction",
                Map.of(
                        "slo",
                        selector.objective().substring(selector.objective().lastIndexOf('/') + 1)),
                "",
                Map.of());
        this.points = aggregations.stream()
                .filter(aggregation -> aggregation.getPerSeriesAligner() == Aligner.ALIGN_MEAN)
                .mapToLong(aggregation -> aggregation.getAlignmentPeriod().getSeconds() * 1000 / MINUTE)
                .findFirst()
                .orElse(1);
    }

    @Override
    public List<Measurement> read(long time) {
        return LongStream.range(0, points)
                .mapToObj(minute -> value(time - minute * MINUTE))
                .flatMapToDouble(OptionalDouble::stream)
                .average()
                .stream()
                .mapToObj(value -> new Measurement(key, value))
                .toList();
    }

    private OptionalDouble value(long time) {
        return selector.lookBack()
                .map(Duration::toMillis)
                .map(length -> objective.burnRate(time, length))
                .orElseGet(() -> objective.budgetFraction(time));
    }
}
