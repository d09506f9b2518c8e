// SPDX-License-Identifier: Apache-2.0
package io.truename.local.monitoring;

import com.google.api.MetricDescriptor;
import com.google.monitoring.v3.TimeSeries;

/**
 * Entrance for the local cloud's own series, of any metric type and resource. The rules for clients about types, pace and age
 * do not apply; points must still be newer than their series' last.
 */
public interface MetricSink {
    /** Adds the descriptor of a metric, or replaces it. Without one, the first point makes a descriptor without texts. */
    void describe(MetricDescriptor descriptor);

    /**
     * Writes points of a series, in any order; those that are not newer than its last are dropped and counted. Kind and value
     * type come from the descriptor if the series states none.
     *
     * @throws io.truename.alerting.series.MonitoringException if kind or value type are not those of the metric
     */
    void write(TimeSeries series);
}
