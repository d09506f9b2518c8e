// SPDX-License-Identifier: Apache-2.0
package io.truename.alerting.policy;

import io.truename.alerting.series.SeriesKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** Divides series by those of the same labels. Where one of the two is missing, or the divisor is 0, there is no value. */
record RatioReader(SeriesReader numerator, SeriesReader denominator) implements SeriesReader {
    private record Labels(SortedMap<String, String> metric, SortedMap<String, String> resource) {
        static Labels of(SeriesKey key) {
            return new Labels(key.metricLabels(), key.resourceLabels());
        }
    }

    @Override
    public List<Measurement> read(long time) {
        Map<Labels, Double> divisors = new HashMap<>();
        for (Measurement divisor : denominator.read(time)) {
            divisors.merge(Labels.of(divisor.series()), divisor.value(), Double::sum);
        }
        List<Measurement> ratios = new ArrayList<>();
        for (Measurement measurement : numerator.read(time)) {
            double divisor = divisors.getOrDefault(Labels.of(measurement.series()), 0.0);
            if (divisor != 0) {
                ratios.add(new Measurement(measurement.series(), measurement.value() / divisor));
            }
        }
        return ratios;
    }
}
