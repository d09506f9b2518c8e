// SPDX-License-Identifier: Apache-2.0
package io.truename.alerttests;

import com.google.api.MetricDescriptor;
import com.google.api.MetricDescriptor.MetricKind;
import com.google.api.MetricDescriptor.ValueType;
import io.truename.alerting.series.Sample;
import io.truename.alerting.series.SeriesKey;
import io.truename.alerting.series.SeriesSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The series of a case. */
record GivenSeries(List<Given> all) implements SeriesSource {
    /** One series with its points, oldest first. */
    record Given(SeriesKey key, MetricKind kind, ValueType type, List<Sample> samples) implements Stored {
        @Override
        public List<Sample> read(long start, long end) {
            int first = firstFrom(start);
            int last = firstFrom(end + 1);
            // The point before, from which the change of a running total is counted.
            return samples.subList(Math.max(0, first - 1), last);
        }

        private int firstFrom(long time) {
            int low = 0;
            int high = samples.size();
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (samples.get(middle).end() < time) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low;
        }
    }

    @Override
    public Optional<MetricDescriptor> descriptor(String type) {
        return series(type).stream()
                .findFirst()
                .map(series -> MetricDescriptor.newBuilder()
                        .setType(type)
                        .setMetricKind(series.kind())
                        .setValueType(series.type())
                        .build());
    }

    @Override
    public List<MetricDescriptor> descriptors() {
        return all.stream()
                .map(series -> series.key().metricType())
                .distinct()
                .flatMap(type -> descriptor(type).stream())
                .toList();
    }

    @Override
    public List<Given> series(String type) {
        return all.stream()
                .filter(series -> series.key().metricType().equals(type))
                .sorted(Comparator.comparing(Given::key))
                .toList();
    }
}
