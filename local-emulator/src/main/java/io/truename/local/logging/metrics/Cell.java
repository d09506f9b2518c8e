// SPDX-License-Identifier: Apache-2.0
package io.truename.local.logging.metrics;

import com.google.api.Distribution;
import com.google.api.Distribution.BucketOptions;
import com.google.monitoring.v3.TypedValue;
import org.jspecify.annotations.Nullable;

/** Value of one series in the current window. Not thread-safe. */
sealed interface Cell {
    TypedValue value();

    /** Number of entries. */
    final class Counter implements Cell {
        private long count;

        void increment() {
            count++;
        }

        @Override
        public TypedValue value() {
            return TypedValue.newBuilder().setInt64Value(count).build();
        }
    }

    /** Distribution of values, with Welford's mean and sum of squared deviations. */
    final class Values implements Cell {
        private final BucketOptions options;
        private final BucketBounds bounds;
        private final long[] buckets;
        private long count;
        private double mean;
        private double squares;

        Values(BucketOptions options, BucketBounds bounds) {
            this.options = options;
            this.bounds = bounds;
            this.buckets = new long[bounds.count()];
        }

        void record(double value) {
            count++;
            double before = value - mean;
            mean += before / count;
            squares += before * (value - mean);
            buckets[bounds.bucket(value)]++;
        }

        /** Trailing buckets without values are left out, as the API allows. */
        @Override
        public TypedValue value() {
            Distribution.Builder distribution = Distribution.newBuilder()
                    .setCount(count)
                    .setMean(mean)
                    .setSumOfSquaredDeviation(squares)
                    .setBucketOptions(options);
            int last = buckets.length - 1;
            while (last >= 0 && buckets[last] == 0) {
                last--;
            }
            for (int at = 0; at <= last; at++) {
                distribution.addBucketCounts(buckets[at]);
            }
            return TypedValue.newBuilder().setDistributionValue(distribution).build();
        }
    }

    /** Makes an empty cell: a distribution if there are bounds. */
    static Cell empty(BucketOptions options, @Nullable BucketBounds bounds) {
        return bounds == null ? new Counter() : new Values(options, bounds);
    }
}
