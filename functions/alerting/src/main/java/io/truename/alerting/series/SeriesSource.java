// SPDX-License-Identifier: Apache-2.0
package io.truename.alerting.series;

import com.google.api.MetricDescriptor;
import com.google.api.MetricDescriptor.MetricKind;
import com.google.api.MetricDescriptor.ValueType;
import java.util.List;
import java.util.Optional;

/** Source of time series: a store, the answer of an API, or a test's table. */
public interface SeriesSource {
    /** Returns the descriptor of a metric type; empty if there is none. */
    Optional<MetricDescriptor> descriptor(String type);

    /** Returns the descriptors of all metric types. */
    List<MetricDescriptor> descriptors();

    /** Returns the series of a metric type in the order of their keys. */
    List<? extends Stored> series(String type);

    /** Time series whose points are read when they are wanted. */
    interface Stored {
        SeriesKey key();

        MetricKind kind();

        ValueType type();

        /**
         * Returns the points that end within an interval, oldest first, and may return the nearest ones around it.
         *
         * @param start milliseconds since 1970, inclusive
         * @param end milliseconds since 1970, inclusive
         */
        List<Sample> read(long start, long end);
    }
}
