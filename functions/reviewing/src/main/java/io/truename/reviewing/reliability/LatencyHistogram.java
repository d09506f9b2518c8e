// SPDX-License-Identifier: Apache-2.0
package io.truename.reviewing.reliability;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Histogram of latencies in buckets. Histograms of regions and hours are merged by adding counts; percentiles of percentiles say nothing.
 *
 * @param bounds upper bounds of the buckets in milliseconds, ascending; the last bucket has none
 * @param counts one more than bounds
 * @param sum of all latencies, for the mean
 */
public record LatencyHistogram(List<Double> bounds, List<Long> counts, double sum) {
    public LatencyHistogram {
        bounds = List.copyOf(bounds);
        counts = List.copyOf(counts);
        if (bounds.isEmpty() || counts.size() != bounds.size() + 1) {
            throw new IllegalArgumentException("counts: one more than bounds, for the last bucket has no upper bound");
        }
        if (counts.stream().anyMatch(count -> count < 0) || !Double.isFinite(sum)) {
            throw new IllegalArgumentException("counts, sum: not negative, and finite");
        }
        for (int at = 0; at < bounds.size(); at++) {
            double lower = at == 0 ? 0 : bounds.get(at - 1);
            if (!(bounds.get(at) > lower) || Double.isInfinite(bounds.get(at))) {
                throw new IllegalArgumentException("bounds: positive, finite and ascending; leave +Inf out");
            }
        }
    }

    /**
     * A percentile, known as far as its bucket goes.
     *
     * @param low lower bound of the bucket
     * @param high upper bound; infinity in the last
     * @param estimate within them, as if the values of a bucket were spread evenly; the lower bound in the last bucket
     */
    public record Percentile(double rank, double low, double high, double estimate) {
        /** Most that the estimate can be off. */
        public double error() {
            return Math.max(estimate - low, high - estimate);
        }
    }

    /** Adds counts. Buckets must be the same, or one histogram's bounds all among the other's: the coarser ones are kept. */
    public LatencyHistogram merge(LatencyHistogram other) {
        List<Double> common = bounds.size() <= other.bounds.size() ? bounds : other.bounds;
        List<Long> sums = new ArrayList<>();
        List<Long> mine = within(common);
        List<Long> others = other.within(common);
        for (int at = 0; at < mine.size(); at++) {
            sums.add(Math.addExact(mine.get(at), others.get(at)));
        }
        return new LatencyHistogram(common, sums, sum + other.sum);
    }

    private List<Long> within(List<Double> coarser) {
        if (!bounds.containsAll(coarser)) {
            throw new IllegalArgumentException("bounds: " + bounds + " and " + coarser
                    + " share no buckets, and their counts cannot be added; record both with the same buckets");
        }
        List<Long> merged = new ArrayList<>();
        int bucket = 0;
        for (int at = 0; at <= coarser.size(); at++) {
            long count = 0;
            while (bucket < counts.size()
                    && (at == coarser.size() || (bucket < bounds.size() && bounds.get(bucket) <= coarser.get(at)))) {
                count += counts.get(bucket);
                bucket++;
            }
            merged.add(count);
        }
        return merged;
    }

    public long total() {
        return counts.stream().reduce(0L, Math::addExact);
    }

    /** Sum by count; empty without values. */
    public OptionalDouble mean() {
        return total() == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / total());
    }

    /**
     * The value at a rank: so large a share of values is not larger.
     *
     * @param rank above 0, at most 1, such as 0.99
     */
    public Optional<Percentile> percentile(double rank) {
        if (!(rank > 0 && rank <= 1)) {
            throw new IllegalArgumentException("rank: above 0, at most 1");
        }
        long total = total();
        if (total == 0) {
            return Optional.empty();
        }
        // In units of one value; a product such as 0.07 * 100 is a little above 7.
        double wanted = Math.max(1, Math.ceil(rank * total - 1e-9));
        long below = 0;
        for (int at = 0; at < counts.size(); at++) {
            long count = counts.get(at);
            if (below + count >= wanted) {
                double low = at == 0 ? 0 : bounds.get(at - 1);
                if (at == bounds.size()) {
                    return Optional.of(new Percentile(rank, low, Double.POSITIVE_INFINITY, low));
                }
                double high = bounds.get(at);
                return Optional.of(new Percentile(rank, low, high, low + (high - low) * (wanted - below) / count));
            }
            below += count;
        }
        throw new IllegalStateException("counts do not add up to their total");
    }
}
