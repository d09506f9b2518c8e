// SPDX-License-Identifier: Apache-2.0
package io.truename.monitoring;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Points of a time series between two times.
 *
 * @param labels of the metric and of its resource, by key
 * @param newest value of the newest point; of a distribution the number of its values
 * @param sum of the values of all points
 * @param distribution all points of a distribution together; empty for numbers
 */
public record ReadSeries(Map<String, String> labels, double newest, double sum, Optional<Merged> distribution) {
    public ReadSeries {
        labels = Map.copyOf(labels);
    }

    /** A label's value; the empty text if there is none. */
    public String label(String key) {
        return labels.getOrDefault(key, "");
    }

    /**
     * Values counted by bucket.
     *
     * @param bounds each ends one bucket and begins the next
     * @param counts one more than bounds
     */
    public record Merged(List<Double> bounds, List<Long> counts) {
        public Merged {
            bounds = List.copyOf(bounds);
            counts = List.copyOf(counts);
            if (counts.size() != bounds.size() + 1) {
                throw new IllegalArgumentException("counts must be one more than bounds");
            }
        }

        Merged plus(Merged other) {
            if (!bounds.equals(other.bounds)) {
                throw new IllegalArgumentException("bounds differ");
            }
            List<Long> sums = new ArrayList<>();
            for (int i = 0; i < counts.size(); i++) {
                sums.add(counts.get(i) + other.counts.get(i));
            }
            return new Merged(bounds, sums);
        }

        /** The value below which that share of the values lies, interpolated within its bucket; empty without values. */
        public OptionalDouble percentile(double share) {
            long all = counts.stream().mapToLong(Long::longValue).sum();
            if (all == 0) {
                return OptionalDouble.empty();
            }
            double wanted = share * all;
            double before = 0;
            for (int i = 0; i < bounds.size(); i++) {
                long count = counts.get(i);
                if (count > 0 && before + count >= wanted) {
                    double low = i == 0 ? Math.min(0, bounds.get(0)) : bounds.get(i - 1);
                    return OptionalDouble.of(low + (bounds.get(i) - low) * (wanted - before) / count);
                }
                before += count;
            }
            return OptionalDouble.of(bounds.isEmpty() ? Double.NaN : bounds.get(bounds.size() - 1));
        }
    }

    /** The distributions of several series together; those with other buckets than the first are left out. */
    public static Optional<Merged> merged(Collection<ReadSeries> series) {
        List<Merged> all =
                series.stream().flatMap(one -> one.distribution().stream()).toList();
        return all.stream()
                .filter(one -> one.bounds().equals(all.get(0).bounds()))
                .reduce(Merged::plus);
    }
}
