// SPDX-License-Identifier: Apache-2.0
package io.truename.monitoring;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Time series of an instance, up to a bound; values beyond it are counted and dropped. Thread-safe. */
final class SeriesTable {
    /** With 200 buckets each, these take less than 2 MB. */
    static final int MOST_SERIES = 1_000;

    private record Key(String metric, List<String> labels) {}

    private final Map<Key, Series> series = new LinkedHashMap<>();
    private int refused;

    synchronized void set(Metric.Gauge gauge, double value, String... labels) {
        find(gauge, Double.isFinite(value), labels).ifPresent(found -> found.set(value));
    }

    synchronized void add(Metric.Counter counter, long more, String... labels) {
        find(counter, more >= 0, labels).ifPresent(found -> found.add(more));
    }

    synchronized void record(Metric.Distribution distribution, double value, String... labels) {
        find(distribution, Double.isFinite(value), labels)
                .ifPresent(found -> found.record(value, distribution.buckets()));
    }

    private Optional<Series> find(Metric metric, boolean legal, String[] values) {
        if (!legal || values.length != metric.labels().size()) {
            refused++;
            return Optional.empty();
        }
        List<String> bounded = new ArrayList<>(values.length);
        for (int i = 0; i < values.length; i++) {
            bounded.add(metric.labels().get(i).bounded(values[i]));
        }
        Key key = new Key(metric.name(), List.copyOf(bounded));
        Series known = series.get(key);
        if (known == null && series.size() < MOST_SERIES) {
            known = new Series(metric, key.labels());
            series.put(key, known);
        }
        if (known == null) {
            refused++;
        }
        return Optional.ofNullable(known);
    }

    /**
     * Points to write: new values of gauges, and every total, changed or not. A total that is written only when it changes has no point
     * shortly before the change, so that one failure in an hour reads as a sixtieth in each minute of it, and no alert sees it.
     */
    synchronized List<Series.Point> take() {
        return series.values().stream()
                .filter(one -> one.isPending() || one.isTotal())
                .map(Series::take)
                .toList();
    }

    /** Number of values that are new since the last {@link #take}. */
    synchronized int pending() {
        return (int) series.values().stream().filter(Series::isPending).count();
    }

    /** Gives back points that were taken and not written. */
    synchronized void failed(List<Series.Point> points) {
        for (Series.Point point : points) {
            Series known = series.get(new Key(point.metric().name(), point.labels()));
            if (known != null) {
                known.failed();
            }
        }
    }

    /** Number of values that were dropped since the last call. */
    synchronized int takeRefused() {
        int number = refused;
        refused = 0;
        return number;
    }
}
