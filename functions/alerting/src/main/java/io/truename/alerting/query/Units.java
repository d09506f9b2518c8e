// SPDX-License-Identifier: Apache-2.0
package io.truename.alerting.query;

import com.google.api.MetricDescriptor;
import com.google.monitoring.v3.Aggregation;
import com.google.monitoring.v3.Aggregation.Aligner;
import com.google.monitoring.v3.Aggregation.Reducer;
import java.util.List;
import java.util.Set;

/** Unit of aggregated values. */
final class Units {
    private static final Set<Aligner> COUNTS = Set.of(
            Aligner.ALIGN_COUNT, Aligner.ALIGN_COUNT_TRUE, Aligner.ALIGN_COUNT_FALSE, Aligner.ALIGN_FRACTION_TRUE);
    private static final Set<Reducer> REDUCED_COUNTS = Set.of(
            Reducer.REDUCE_COUNT, Reducer.REDUCE_COUNT_TRUE, Reducer.REDUCE_COUNT_FALSE, Reducer.REDUCE_FRACTION_TRUE);

    private Units() {}

    static String of(MetricDescriptor descriptor, MetricQuery query) {
        String unit = descriptor.getUnit();
        for (Aggregation aggregation : List.of(query.first(), query.second())) {
            Aligner aligner = aggregation.getPerSeriesAligner();
            if (aligner == Aligner.ALIGN_RATE) {
                unit = (unit.isEmpty() ? "1" : unit) + "/s";
            } else if (aligner == Aligner.ALIGN_PERCENT_CHANGE) {
                unit = "%";
            } else if (COUNTS.contains(aligner)) {
                unit = "1";
            }
            unit = REDUCED_COUNTS.contains(aggregation.getCrossSeriesReducer()) ? "1" : unit;
        }
        return unit;
    }
}
