// SPDX-License-Identifier: Apache-2.0
package io.truename.alerting.series;

/**
 * Point of a time series, from {@code start} (exclusive) to {@code end}, in milliseconds since 1970. A gauge's start is its
 * end.
 */
public record Sample(long start, long end, PointValue value) {
    public Sample {
        if (start > end) {
            throw new IllegalArgumentException("start " + start + " is after end " + end);
        }
    }

    /** Returns a gauge's point. */
    public static Sample at(long end, PointValue value) {
        return new Sample(end, end, value);
    }
}
