// SPDX-License-Identifier: Apache-2.0
package io.truename.alerting.query;

import io.truename.alerting.series.PointValue;
import io.truename.alerting.series.Sample;

/**
 * Alignment windows, oldest first: half-open to the left, of one length, the last one ending at the interval's end. The first
 * may begin before the interval does.
 */
record Grid(int windows, long end, long period) {
    static Grid of(long start, long end, long period) {
        long windows = Math.max(1, -Math.floorDiv(start - end, period));
        return new Grid(Math.toIntExact(windows), end, period);
    }

    long startOf(int window) {
        return endOf(window) - period;
    }

    long endOf(int window) {
        return end - (windows - 1L - window) * period;
    }

    /** Returns the window of a time; negative before the first, the number of windows or more after the last. */
    long windowOf(long time) {
        return windows - 1L - Math.floorDiv(end - time, period);
    }

    /** Returns a point at a window's end. */
    Sample gauge(int window, PointValue value) {
        return Sample.at(endOf(window), value);
    }

    /** Returns a point over a window. */
    Sample delta(int window, PointValue value) {
        return new Sample(startOf(window), endOf(window), value);
    }
}
