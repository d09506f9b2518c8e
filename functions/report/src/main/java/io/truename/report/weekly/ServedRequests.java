// SPDX-License-Identifier: Apache-2.0
package io.truename.report.weekly;

import io.truename.alerting.series.Buckets;
import io.truename.alerting.series.Histogram;
import io.truename.history.RequestHistory.Served;
import io.truename.history.RequestHistory.Slot;
import io.truename.reviewing.reliability.LatencyHistogram;
import io.truename.reviewing.reliability.Minute;
import io.truename.reviewing.reliability.Requests;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Mapping of requests as metrics have them to those that rules judge. */
final class ServedRequests {
    private ServedRequests() {}

    /**
     * Requests of a window by step. A step is expected to have as many requests as the same time of the week before, or none if nobody knows.
     *
     * @param usual requests of the week before the window; in a month most steps have their week before in the month itself
     */
    static List<Minute> minutes(Served served, Optional<Served> usual) {
        Map<Slot, long[]> earlier = usual.map(Served::slots).orElse(Map.of());
        return served.slots().entrySet().stream()
                .map(entry -> {
                    Slot slot = entry.getKey();
                    long[] counts = entry.getValue();
                    Slot weekBefore = new Slot(slot.begin().minus(Duration.ofDays(7)), slot.region());
                    long[] week = served.slots().getOrDefault(weekBefore, earlier.get(weekBefore));
                    return new Minute(
                            slot.begin(),
                            slot.region(),
                            new Requests(counts[0], counts[1]),
                            week == null ? 0 : week[1]);
                })
                .toList();
    }

    /** Latencies of a window by bucket, in milliseconds; empty if there are none, or they have no buckets. */
    static Optional<LatencyHistogram> latencies(ProductionData.Window window) {
        return window.latencies()
                .filter(histogram -> histogram.buckets().count() > 1)
                .map(ServedRequests::latencies);
    }

    private static LatencyHistogram latencies(Histogram histogram) {
        Buckets buckets = histogram.buckets();
        List<Double> bounds = new ArrayList<>();
        List<Long> counts = new ArrayList<>();
        long below = 0;
        for (int bucket = 0; bucket < buckets.count(); bucket++) {
            long count = histogram.countAt(bucket);
            double upper = buckets.upper(bucket);
            // A latency is not negative: what is below 0 by its bucket belongs to the first one above.
            if (upper <= 0) {
                below += count;
            } else {
                counts.add(count + below);
                below = 0;
                if (Double.isFinite(upper)) {
                    bounds.add(upper);
                }
            }
        }
        return new LatencyHistogram(bounds, counts, histogram.mean() * histogram.count());
    }
}
