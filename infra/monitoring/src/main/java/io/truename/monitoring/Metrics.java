// SPDX-License-Identifier: Apache-2.0
package io.truename.monitoring;

/**
 * Port to the metrics of a function. Values are kept in memory until {@link #flush}, one point for each time series. Nothing here
 * throws: a value that fits no time series, such as one that is not finite, is counted as failed by the next flush. Safe for
 * several threads.
 */
public interface Metrics {
    /** Metrics of a function that writes none. */
    Metrics NONE = new Metrics() {
        @Override
        public void set(Metric.Gauge gauge, double value, String... labels) {}

        @Override
        public void add(Metric.Counter counter, long more, String... labels) {}

        @Override
        public void record(Metric.Distribution distribution, double value, String... labels) {}

        @Override
        public boolean isDue() {
            return false;
        }

        @Override
        public Flushed flush() {
            return Flushed.NOTHING;
        }
    };

    /**
     * Sets the value of a gauge; of several before a flush, the last counts.
     *
     * @param labels one value for each label, in their order; one that is not listed becomes {@link MetricLabel#OTHER}
     */
    void set(Metric.Gauge gauge, double value, String... labels);

    /** Adds to a counter; {@code labels} as in {@link #set}. */
    void add(Metric.Counter counter, long more, String... labels);

    /** Adds a value to a distribution; {@code labels} as in {@link #set}. */
    void record(Metric.Distribution distribution, double value, String... labels);

    /** Whether a flush now would write. Values that are costly to read need not be read while it is false. */
    boolean isDue();

    /**
     * Writes new points, before the function answers: afterwards it has no processor. Returns in bounded time. A flush that comes
     * too soon after the last one leaves its points to the next.
     */
    Flushed flush();
}
