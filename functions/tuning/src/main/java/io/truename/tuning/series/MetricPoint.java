// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.series;

/**
 * Value of a metric at a time.
 *
 * @param time milliseconds since 1970
 * @param value finite, in the unit of the metric
 */
public record MetricPoint(long time, double value) {
    public MetricPoint {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("value: finite, got " + value);
        }
    }
}
