// SPDX-License-Identifier: Apache-2.0
package io.truename.monitoring;

import java.util.List;

/** Time series of one metric with one value for each label, as far as this instance knows it. Not thread-safe. */
final class Series {
    private final Metric metric;
    private final List<String> labels;
    private final long[] buckets;
    private boolean pending;
    private double last;
    private long count;
    private double mean;
    private double squaredDeviation;

    Series(Metric metric, List<String> labels) {
        this.metric = metric;
        this.labels = labels;
        this.buckets =
                metric instanceof Metric.Distribution of ? new long[of.buckets().count()] : new long[0];
    }

    void set(double value) {
        last = value;
        pending = true;
    }

    void add(long more) {
        count += more;
        pending = true;
    }

    /** Welford's recurrence: exact enough for any number of values, unlike a sum of squares. */
    void record(double value, Buckets by) {
        count++;
        double distance = value - mean;
        mean += distance / count;
        squaredDeviation += distance * (value - mean);
        buckets[by.bucketOf(value)]++;
        pending = true;
    }

    boolean isPending() {
        return pending;
    }

    /** Whether its points are totals since the start of the instance. */
    boolean isTotal() {
        return !(metric instanceof Metric.Gauge);
    }

    /** The present point, which counts as written. */
    Point take() {
        pending = false;
        return new Point(metric, labels, last, count, mean, squaredDeviation, List.of(boxed(buckets)));
    }

    /** After a failure. A count includes what was not written, so the next point makes up for it; a gauge's is out of date. */
    void failed() {
        pending |= isTotal();
    }

    private static Long[] boxed(long[] numbers) {
        Long[] boxed = new Long[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            boxed[i] = numbers[i];
        }
        return boxed;
    }

    /**
     * Point of a time series.
     *
     * @param last value of a gauge
     * @param count of a counter, or number of values of a distribution
     * @param mean of a distribution
     * @param squaredDeviation sum of squared distances from the mean
     * @param buckets values by bucket
     */
    record Point(
            Metric metric,
            List<String> labels,
            double last,
            long count,
            double mean,
            double squaredDeviation,
            List<Long> buckets) {}
}
