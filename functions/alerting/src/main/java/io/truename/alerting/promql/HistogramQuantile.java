// SPDX-License-Identifier: Apache-2.0
package io.truename.alerting.promql;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** {@code histogram_quantile}: linear interpolation within the bucket of the rank, as Prometheus' documentation defines it. */
final class HistogramQuantile {
    private static final String BOUND = "le";

    private HistogramQuantile() {}

    static List<Element> of(double fraction, List<Element> buckets) {
        Map<SortedMap<String, String>, SortedMap<Double, Double>> histograms = new LinkedHashMap<>();
        for (Element bucket : buckets) {
            String bound = bucket.labels().get(BOUND);
            if (bound != null) {
                histograms
                        .computeIfAbsent(
                                Element.without(bucket.labels(), BOUND, Element.NAME), absent -> new TreeMap<>())
                        .merge(number(bound), bucket.value(), Double::sum);
            }
        }
        List<Element> quantiles = new ArrayList<>();
        histograms.forEach((labels, counts) -> quantiles.add(new Element(labels, quantile(fraction, counts))));
        return quantiles;
    }

    private static double number(String bound) {
        return bound.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(bound);
    }

    private static double quantile(double fraction, SortedMap<Double, Double> counts) {
        if (counts.size() < 2 || counts.lastKey() != Double.POSITIVE_INFINITY || Double.isNaN(fraction)) {
            return Double.NaN;
        }
        if (fraction < 0 || fraction > 1) {
            return fraction < 0 ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        double total =
                counts.values().stream().mapToDouble(count -> count).max().orElse(0);
        if (total == 0) {
            return Double.NaN;
        }
        double rank = fraction * total;
        double lower = 0;
        double below = 0;
        for (Map.Entry<Double, Double> bucket : counts.entrySet()) {
            double upper = bucket.getKey();
            // Counts may fall a little where series of a sum were read at different times.
            double count = Math.max(below, bucket.getValue());
            if (upper == Double.POSITIVE_INFINITY) {
                return lower;
            }
            if (count >= rank) {
                boolean lowest = upper == counts.firstKey();
                if (lowest && upper <= 0) {
                    return upper;
                }
                return lower + (upper - lower) * (count == below ? 0 : (rank - below) / (count - below));
            }
            lower = upper;
            below = count;
        }
        return Double.NaN;
    }
}
