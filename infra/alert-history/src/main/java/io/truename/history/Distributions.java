// SPDX-License-Identifier: Apache-2.0
package io.truename.history;

import com.google.api.MetricDescriptor.MetricKind;
import com.google.monitoring.v3.Aggregation.Aligner;
import com.google.monitoring.v3.Aggregation.Reducer;
import com.google.monitoring.v3.Point;
import com.google.monitoring.v3.TimeSeries;
import com.google.protobuf.util.Timestamps;
import io.truename.alerting.series.Histogram;
import io.truename.monitoring.MetricAggregates;
import io.truename.monitoring.MetricAggregates.Question;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Distributions of a metric over a time, from all series. */
final class Distributions {
    private static final Duration HOUR = Duration.ofHours(1);

    private Distributions() {}

    /** All values of a time in one distribution; empty if there are none. */
    static Optional<Histogram> merged(
            MetricAggregates metrics, String type, Map<String, String> labels, Instant from, Instant until) {
        Optional<Histogram> merged = Optional.empty();
        for (AlignedTime part : AlignedTime.of(from, until, HOUR).parts()) {
            List<TimeSeries> read = metrics.read(Question.of(
                    type,
                    labels,
                    part.from(),
                    part.until(),
                    part.step(),
                    Aligner.ALIGN_DELTA,
                    Reducer.REDUCE_SUM,
                    List.of()));
            for (TimeSeries series : read) {
                if (series.getMetricKind() == MetricKind.DELTA) {
                    for (Point point : series.getPointsList()) {
                        merged = plus(merged, point, part);
                    }
                }
            }
        }
        return merged;
    }

    private static Optional<Histogram> plus(Optional<Histogram> all, Point point, AlignedTime part) {
        Instant end =
                Instant.ofEpochMilli(Timestamps.toMillis(point.getInterval().getEndTime()) - 1);
        if (!part.holds(end) || point.getValue().getDistributionValue().getCount() == 0) {
            return all;
        }
        Histogram more = Histogram.fromProto(point.getValue().getDistributionValue());
        return Optional.of(all.map(before -> before.plus(more)).orElse(more));
    }
}
