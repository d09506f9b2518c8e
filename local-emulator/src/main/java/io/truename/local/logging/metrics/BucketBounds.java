// SPDX-License-Identifier: Apache-2.0
package io.truename.local.logging.metrics;

import com.google.api.Distribution.BucketOptions;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Bounds of a distribution's buckets: a value on a bound belongs to the bucket above it. */
final class BucketBounds {
    private final double[] bounds;

    BucketBounds(BucketOptions options) {
        this.bounds = switch (options.getOptionsCase()) {
            case EXPLICIT_BUCKETS ->
                options.getExplicitBuckets().getBoundsList().stream()
                        .mapToDouble(Double::doubleValue)
                        .toArray();
            case EXPONENTIAL_BUCKETS -> {
                var buckets = options.getExponentialBuckets();
                yield IntStream.rangeClosed(0, buckets.getNumFiniteBuckets())
                        .mapToDouble(at -> buckets.getScale() * Math.pow(buckets.getGrowthFactor(), at))
                        .toArray();
            }
            case LINEAR_BUCKETS -> {
                var buckets = options.getLinearBuckets();
                yield IntStream.rangeClosed(0, buckets.getNumFiniteBuckets())
                        .mapToDouble(at -> buckets.getOffset() + buckets.getWidth() * at)
                        .toArray();
            }
            case OPTIONS_NOT_SET ->
                throw new IllegalArgumentException(
                        "A distribution needs bucket options: linear, exponential or explicit.");
        };
    }

    /** Returns the number of buckets, with the one below the first bound and the one from the last bound on. */
    int count() {
        return bounds.length + 1;
    }

    int bucket(double value) {
        int at = Arrays.binarySearch(bounds, value);
        return at >= 0 ? at + 1 : -at - 1;
    }
}
