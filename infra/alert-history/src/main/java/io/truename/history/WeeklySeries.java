// SPDX-License-Identifier: Apache-2.0
package io.truename.history;

import com.google.api.MetricDescriptor;
import io.truename.alerting.series.SeriesSource;
import io.truename.monitoring.MetricArchive;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Points of an archive, of which one week is in memory at a time: six weeks of distributions do not fit. For one thread. */
final class WeeklySeries implements SeriesSource {
    private static final Duration PART = Duration.ofDays(7);

    private final MetricArchive archive;
    private final Set<String> types;
    private final Duration lookBack;
    private final Instant until;
    private ArchivedSeries part = new ArchivedSeries(List.of());
    private Instant end = Instant.MIN;

    /**
     * Reads nothing yet.
     *
     * @param lookBack how far before a time queries may look
     */
    WeeklySeries(MetricArchive archive, Set<String> types, Duration lookBack, Instant until) {
        this.archive = archive;
        this.types = Set.copyOf(types);
        this.lookBack = lookBack;
        this.until = until;
    }

    /** Makes the points ready that an evaluation at a time reads; times only rise. */
    void reach(long millis) {
        Instant time = Instant.ofEpochMilli(millis);
        if (!time.isAfter(end)) {
            return;
        }
        Instant next = time.plus(PART);
        end = next.isBefore(until) ? next : until;
        // Without the points before, which are not needed beside the next ones.
        part = new ArchivedSeries(List.of());
        ArchivedSeries read = new ArchivedSeries(List.of());
        types.forEach(type -> read.add(archive.readAll(type, time.minus(lookBack), end)));
        part = read;
        if (end.isBefore(time)) {
            end = time;
        }
    }

    @Override
    public Optional<MetricDescriptor> descriptor(String type) {
        return part.descriptor(type);
    }

    @Override
    public List<MetricDescriptor> descriptors() {
        return part.descriptors();
    }

    @Override
    public List<? extends Stored> series(String type) {
        return part.series(type);
    }
}
