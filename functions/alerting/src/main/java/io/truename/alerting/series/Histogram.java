// SPDX-License-Identifier: Apache-2.0
package io.truename.alerting.series;

import com.google.api.Distribution;
import com.google.api.MetricDescriptor.ValueType;
import com.google.monitoring.v3.TypedValue;
import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * Value of type DISTRIBUTION: counts by bucket, mean, and sum of squared deviations from the mean. Immutable. The range and
 * the exemplars of a distribution are not kept.
 */
public final class Histogram implements PointValue {
    private final Buckets buckets;
    private final long[] counts;
    private final long total;
    private final double mean;
    private final double squares;

    /** Creates a distribution; {@code counts} has an entry for each bucket, and is not copied. */
    public Histogram(Buckets buckets, long[] counts, double mean, double squares) {
        this.buckets = buckets;
        this.counts = counts;
        long sum = 0;
        for (long count : counts) {
            sum += count;
        }
        this.total = sum;
        this.mean = mean;
        this.squares = squares;
    }

    /** Returns the empty distribution. */
    public static Histogram empty(Buckets buckets) {
        return new Histogram(buckets, new long[buckets.count()], 0, 0);
    }

    /** Returns the distribution of some values. */
    public static Histogram of(Buckets buckets, double... values) {
        long[] counts = new long[buckets.count()];
        for (double value : values) {
            counts[buckets.indexOf(value)]++;
        }
        double mean = Arrays.stream(values).average().orElse(0);
        double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
        return new Histogram(buckets, counts, mean, squares);
    }

    /**
     * Reads a distribution.
     *
     * @throws MonitoringException if it contradicts itself
     */
    public static Histogram fromProto(Distribution proto) {
        Buckets buckets = Buckets.fromProto(proto.getBucketOptions());
        require(
                proto.getBucketCountsCount() <= buckets.count(),
                "bucket_counts has more entries than there are buckets");
        require(Double.isFinite(proto.getMean()), "mean must be finite");
        require(
                proto.getSumOfSquaredDeviation() >= 0 && Double.isFinite(proto.getSumOfSquaredDeviation()),
                "sum_of_squared_deviation must be finite and not negative");
        long[] counts = new long[buckets.count()];
        if (buckets.equals(Buckets.NONE)) {
            counts[0] = proto.getCount();
        } else {
            for (int i = 0; i < proto.getBucketCountsCount(); i++) {
                counts[i] = proto.getBucketCounts(i);
            }
        }
        require(Arrays.stream(counts).allMatch(count -> count >= 0), "counts must not be negative");
        require(Arrays.stream(counts).sum() == proto.getCount(), "the sum of bucket_counts must equal count");
        require(
                proto.getCount() > 0 || (proto.getMean() == 0 && proto.getSumOfSquaredDeviation() == 0),
                "mean and sum_of_squared_deviation must be 0 if count is 0");
        return new Histogram(buckets, counts, proto.getMean(), proto.getSumOfSquaredDeviation());
    }

    private static void require(boolean met, String rule) {
        if (!met) {
            throw MonitoringException.invalid("The distribution is unusable: " + rule + ".");
        }
    }

    /** Merges two distributions; counts are exact. Of different buckets, the bounds that both have remain. */
    public Histogram plus(Histogram other) {
        if (!buckets.equals(other.buckets)) {
            Buckets shared = buckets.shared(other.buckets);
            return into(shared).plus(other.into(shared));
        }
        if (total == 0 || other.total == 0) {
            return total == 0 ? other : this;
        }
        long[] sums = new long[counts.length];
        for (int i = 0; i < sums.length; i++) {
            sums[i] = counts[i] + other.counts[i];
        }
        double all = (double) total + other.total;
        double distance = other.mean - mean;
        return new Histogram(
                buckets,
                sums,
                mean + distance * other.total / all,
                squares + other.squares + distance * distance * total / all * other.total);
    }

    /** Returns the growth of a cumulative distribution since an earlier point of it. */
    public Histogram minus(Histogram earlier) {
        if (!buckets.equals(earlier.buckets)) {
            Buckets shared = buckets.shared(earlier.buckets);
            return into(shared).minus(earlier.into(shared));
        }
        long[] rest = new long[counts.length];
        for (int i = 0; i < rest.length; i++) {
            rest[i] = Math.max(0, counts[i] - earlier.counts[i]);
        }
        long count = Arrays.stream(rest).sum();
        if (count == 0) {
            return new Histogram(buckets, rest, 0, 0);
        }
        double added = (mean * total - earlier.mean * earlier.total) / count;
        double distance = added - earlier.mean;
        double between = total == 0 ? 0 : distance * distance * earlier.total / total * count;
        return new Histogram(buckets, rest, added, Math.max(0, squares - earlier.squares - between));
    }

    private Histogram into(Buckets fewer) {
        long[] moved = new long[fewer.count()];
        for (int i = 0; i < counts.length; i++) {
            moved[i == 0 ? 0 : fewer.indexOf(buckets.lower(i))] += counts[i];
        }
        return new Histogram(fewer, moved, mean, squares);
    }

    /**
     * Estimates a percentile, linearly within its bucket. Outermost buckets have one bound only: the last one gives its lower
     * bound, the first one starts at 0, or gives its upper bound if that is not above 0.
     *
     * @param fraction from 0 to 1
     * @return empty if there are no values or no buckets
     */
    public OptionalDouble percentile(double fraction) {
        if (total == 0 || buckets.count() == 1) {
            return OptionalDouble.empty();
        }
        double rank = fraction * total;
        long below = 0;
        int bucket = 0;
        while (bucket < counts.length - 1 && (counts[bucket] == 0 || below + counts[bucket] < rank)) {
            below += counts[bucket++];
        }
        double lower = buckets.lower(bucket);
        double upper = buckets.upper(bucket);
        if (upper == Double.POSITIVE_INFINITY) {
            return OptionalDouble.of(lower);
        }
        if (lower == Double.NEGATIVE_INFINITY) {
            lower = Math.min(0, upper);
        }
        return OptionalDouble.of(lower + (upper - lower) * (rank - below) / counts[bucket]);
    }

    /**
     * Estimates how many values lie below a bound, linearly within its bucket. Those above the last bound lie below none but
     * infinity; those below the first are taken from 0 on.
     */
    public double countBelow(double bound) {
        double below = 0;
        for (int bucket = 0; bucket < counts.length; bucket++) {
            double upper = buckets.upper(bucket);
            double lower = bucket == 0 ? Math.min(0, upper) : buckets.lower(bucket);
            if (upper <= bound) {
                below += counts[bucket];
            } else if (lower < bound && upper < Double.POSITIVE_INFINITY) {
                below += counts[bucket] * (bound - lower) / (upper - lower);
            }
        }
        return below;
    }

    public long count() {
        return total;
    }

    public double mean() {
        return mean;
    }

    /** Returns the standard deviation of the values; 0 if there are none. */
    public double deviation() {
        return total == 0 ? 0 : Math.sqrt(squares / total);
    }

    public Buckets buckets() {
        return buckets;
    }

    /** Returns the sum of squared deviations from the mean. */
    public double squares() {
        return squares;
    }

    /** Returns the number of values in a bucket. */
    public long countAt(int bucket) {
        return counts[bucket];
    }

    @Override
    public ValueType type() {
        return ValueType.DISTRIBUTION;
    }

    @Override
    public TypedValue toProto() {
        Distribution.Builder proto =
                Distribution.newBuilder().setCount(total).setMean(mean).setSumOfSquaredDeviation(squares);
        if (!buckets.equals(Buckets.NONE)) {
            proto.setBucketOptions(buckets.toProto());
            int used = counts.length;
            while (used > 0 && counts[used - 1] == 0) {
                used--;
            }
            for (int i = 0; i < used; i++) {
                proto.addBucketCounts(counts[i]);
            }
        }
        return TypedValue.newBuilder().setDistributionValue(proto).build();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Histogram that
                && buckets.equals(that.buckets)
                && Arrays.equals(counts, that.counts)
                && Double.compare(mean, that.mean) == 0
                && Double.compare(squares, that.squares) == 0;
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(counts) * 31 + Double.hashCode(mean);
    }

    @Override
    public String toString() {
        return "Histogram" + Arrays.toString(counts) + " of mean " + mean;
    }
}
