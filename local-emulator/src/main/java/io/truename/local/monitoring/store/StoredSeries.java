// SPDX-License-Identifier: Apache-2.0
package io.truename.local.monitoring.store;

import com.google.api.MetricDescriptor;
import com.google.api.MetricDescriptor.MetricKind;
import com.google.api.MetricDescriptor.ValueType;
import io.truename.alerting.series.Sample;
import io.truename.alerting.series.SeriesKey;
import io.truename.alerting.series.SeriesSource;
import java.util.List;
import java.util.Optional;

/** Source of time series for queries: the store. */
public record StoredSeries(MetricStore store) implements SeriesSource {
    @Override
    public Optional<MetricDescriptor> descriptor(String type) {
        return store.descriptor(type);
    }

    @Override
    public List<MetricDescriptor> descriptors() {
        return store.descriptors();
    }

    @Override
    public List<Stored> series(String type) {
        return store.series(type).stream()
                .<Stored>map(series -> new One(store, series))
                .toList();
    }

    private record One(MetricStore store, Series series) implements Stored {
        @Override
        public SeriesKey key() {
            return series.key();
        }

        @Override
        public MetricKind kind() {
            return series.kind();
        }

        @Override
        public ValueType type() {
            return series.type();
        }

        @Override
        public List<Sample> read(long start, long end) {
            return store.read(series, start, end);
        }
    }
}
