// SPDX-License-Identifier: Apache-2.0
package io.truename.alerting.series;

import com.google.api.Distribution.BucketOptions;
import java.util.Arrays;

/**
 * Bucket bounds of a distribution. Bucket 0 lies below the first bound, bucket {@code i} from bound {@code i - 1} (inclusive) to
 * bound {@code i}, the last above the last bound. Equal bounds make equal buckets, however they were described.
 */
public final class Buckets {
    /** Most buckets of a distribution, as in the cloud. */
    public static final int MOST = 200;

    /** The one bucket of a distribution without histogram. */
    public static final Buckets NONE = new Buckets(BucketOptions.getDefaultInstance(), new double[0]);

    private final BucketOptions options;
    private final double[] bounds;

    private Buckets(BucketOptions options, double[] bounds) {
        this.options = options;
        this.bounds = bounds;
    }

    /**
     * Reads buckets.
     *
     * @throws MonitoringException if they are too many or their bounds do not rise
     */
    public static Buckets fromProto(BucketOptions options) {
        return switch (options.getOptionsCase()) {
            case LINEAR_BUCKETS -> {
                BucketOptions.Linear linear = options.getLinearBuckets();
                require(linear.getWidth() > 0, "width must be positive");
                yield of(options, linear.getNumFiniteBuckets(), i -> linear.getOffset() + linear.getWidth() * i);
            }
            case EXPONENTIAL_BUCKETS -> {
                BucketOptions.Exponential exponential = options.getExponentialBuckets();
                require(exponential.getScale() > 0, "scale must be positive");
                require(exponential.getGrowthFactor() > 1, "growth_factor must be above 1");
                yield of(
                        options,
                        exponential.getNumFiniteBuckets(),
                        i -> exponential.getScale() * Math.pow(exponential.getGrowthFactor(), i));
            }
            case EXPLICIT_BUCKETS -> {
                require(options.getExplicitBuckets().getBoundsCount() > 0, "bounds must not be empty");
                yield of(
                        options,
                        options.getExplicitBuckets().getBoundsCount() - 1,
                        options.getExplicitBuckets()::getBounds);
            }
            case OPTIONS_NOT_SET -> NONE;
        };
    }

    /** Returns the buckets with given rising bounds. */
    public static Buckets explicit(double... bounds) {
        if (bounds.length == 0) {
            return NONE;
        }
        BucketOptions.Builder options = BucketOptions.newBuilder();
        for (double bound : bounds) {
            options.getExplicitBucketsBuilder().addBounds(bound);
        }
        return fromProto(options.build());
    }

    /** Returns the buckets with bounds {@code scale * growth^i}. */
    public static Buckets exponential(int finite, double growth, double scale) {
        BucketOptions.Builder options = BucketOptions.newBuilder();
        options.getExponentialBucketsBuilder()
                .setNumFiniteBuckets(finite)
                .setGrowthFactor(growth)
                .setScale(scale);
        return fromProto(options.build());
    }

    /** Bound by its index; none of them boxed. */
    private interface BoundAt {
        double at(int index);
    }

    private static Buckets of(BucketOptions options, int finite, BoundAt bound) {
        require(finite >= 0 && finite + 2 <= MOST, "there may be " + MOST + " buckets at most");
        double[] bounds = new double[finite + 1];
        for (int i = 0; i < bounds.length; i++) {
            bounds[i] = bound.at(i);
            require(Double.isFinite(bounds[i]), "bounds must be finite");
            require(i == 0 || bounds[i - 1] < bounds[i], "bounds must rise");
        }
        return new Buckets(options, bounds);
    }

    private static void require(boolean met, String rule) {
        if (!met) {
            throw MonitoringException.invalid("The bucket_options of a distribution are unusable: " + rule + ".");
        }
    }

    /** Returns the number of buckets. */
    public int count() {
        return bounds.length + 1;
    }

    /** Returns the bucket of a value. */
    public int indexOf(double value) {
        int found = Arrays.binarySearch(bounds, value);
        return found >= 0 ? found + 1 : -found - 1;
    }

    /** Returns a bucket's lower bound; negative infinity for the first. */
    public double lower(int bucket) {
        return bucket == 0 ? Double.NEGATIVE_INFINITY : bounds[bucket - 1];
    }

    /** Returns a bucket's upper bound; infinity for the last. */
    public double upper(int bucket) {
        return bucket == bounds.length ? Double.POSITIVE_INFINITY : bounds[bucket];
    }

    /** Returns the buckets whose bounds are bounds of both. Counts of either can be moved into them without guessing. */
    public Buckets shared(Buckets other) {
        return explicit(Arrays.stream(bounds)
                .filter(bound -> Arrays.binarySearch(other.bounds, bound) >= 0)
                .toArray());
    }

    /** Returns the bounds as the API states them. */
    public BucketOptions toProto() {
        return options;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Buckets buckets && Arrays.equals(bounds, buckets.bounds);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bounds);
    }

    @Override
    public String toString() {
        return Arrays.toString(bounds);
    }
}
