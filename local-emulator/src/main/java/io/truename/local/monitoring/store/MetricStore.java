// SPDX-License-Identifier: Apache-2.0
package io.truename.local.monitoring.store;

import com.google.api.MetricDescriptor;
import com.google.api.MetricDescriptor.MetricKind;
import com.google.api.MetricDescriptor.ValueType;
import io.truename.alerting.series.PointValue;
import io.truename.alerting.series.Sample;
import io.truename.alerting.series.SeriesKey;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Descriptors and time series of Cloud Monitoring. The newest points of a series are in memory, at most {@link #BLOCK_BYTES}
 * plus ten minutes of points; the others are in a file. Thread-safe.
 *
 * <p>With a folder everything written survives the end of the process, however it ends. Without one the points lie in a
 * temporary file.
 */
public final class MetricStore implements AutoCloseable {
    private static final int BLOCK_POINTS = 720;
    private static final int BLOCK_BYTES = 8 << 10;
    private static final long WORTH_REWRITING = 16L << 20;

    private final Map<String, MetricDescriptor> descriptors = new TreeMap<>();
    private final Map<String, Map<SeriesKey, Series>> seriesByType = new HashMap<>();
    private final Map<Integer, Series> seriesById = new HashMap<>();
    private final Map<Integer, SealedBlocks> found = new HashMap<>();
    private final Map<String, String> texts = new HashMap<>();
    private final BlockFile blocks;
    private final Retention retention;
    private final Optional<Journal> journal;
    private int nextId = 1;

    /** Opens a store; with a folder, the one that was there. */
    public MetricStore(Optional<Path> folder) {
        this(folder, WORTH_REWRITING);
    }

    /** Opens a store that rewrites files from a given number of bytes on. */
    MetricStore(Optional<Path> folder, long worthRewriting) {
        blocks = new BlockFile(folder, worthRewriting, found);
        retention = new Retention(blocks);
        journal = folder.map(place -> new Journal(place, worthRewriting, new Reopening()));
        found.clear();
        for (Series series : seriesById.values()) {
            int sealed = series.blocks().size();
            if (series.head().count() == 0 && sealed > 0) {
                List<Sample> newest = blocks.read(series, sealed - 1);
                series.setLast(newest.get(newest.size() - 1));
            }
        }
    }

    private final class Reopening implements Journal.Reader {
        @Override
        public void descriptor(MetricDescriptor descriptor) {
            descriptors.put(descriptor.getType(), descriptor);
        }

        @Override
        public void deleted(String type) {
            forget(type);
        }

        @Override
        public void forgotten(int id) {
            Optional.ofNullable(seriesById.get(id)).ifPresent(MetricStore.this::forget);
        }

        @Override
        public void series(int id, SeriesKey key, MetricKind kind, ValueType type) {
            SealedBlocks sealed = Optional.ofNullable(found.get(id)).orElseGet(SealedBlocks::new);
            Series series = new Series(id, shared(key), kind, type, sealed);
            if (sealed.size() > 0) {
                series.setLast(Sample.at(blocks.lastOf(series, sealed.size() - 1), new PointValue.Flag(false)));
            }
            remember(series);
        }

        @Override
        public void points(int id, byte[] points) {
            Series series = seriesById.get(id);
            if (series != null) {
                PointDecoder.decode(points, series.kind(), series.type()).stream()
                        .filter(sample -> sample.end() > series.lastEnd())
                        .forEach(series::add);
            }
        }

        @Override
        public void nextId(int id) {
            nextId = Math.max(nextId, id);
        }
    }

    public synchronized Optional<MetricDescriptor> descriptor(String type) {
        return Optional.ofNullable(descriptors.get(type));
    }

    /** Returns all descriptors by type. */
    public synchronized List<MetricDescriptor> descriptors() {
        return List.copyOf(descriptors.values());
    }

    /** Adds a descriptor or replaces the one of its type. */
    public synchronized void put(MetricDescriptor descriptor) {
        if (descriptor.equals(descriptors.get(descriptor.getType()))) {
            return;
        }
        journal.ifPresent(open -> open.descriptor(descriptor));
        descriptors.put(descriptor.getType(), descriptor);
    }

    /** Deletes a descriptor and its series. */
    public synchronized void delete(String type) {
        journal.ifPresent(open -> open.deleted(type));
        forget(type);
    }

    private void forget(String type) {
        descriptors.remove(type);
        Optional.ofNullable(seriesByType.remove(type))
                .ifPresent(series -> series.values().forEach(this::forgetPoints));
    }

    /** Deletes a series, if there is one. */
    public synchronized void delete(SeriesKey key) {
        find(key).ifPresent(series -> {
            journal.ifPresent(open -> open.forgotten(series.id()));
            forget(series);
        });
    }

    private void forget(Series series) {
        seriesOf(series.key().metricType()).remove(series.key());
        forgetPoints(series);
    }

    private void forgetPoints(Series gone) {
        seriesById.remove(gone.id());
        blocks.abandon(gone.blocks().size());
    }

    public synchronized Optional<Series> find(SeriesKey key) {
        return Optional.ofNullable(seriesOf(key.metricType()).get(key));
    }

    /** Returns the series of a metric type in the order of their keys. */
    public synchronized List<Series> series(String metricType) {
        List<Series> sorted = new ArrayList<>(seriesOf(metricType).values());
        sorted.sort((a, b) -> a.key().compareTo(b.key()));
        return sorted;
    }

    private Map<SeriesKey, Series> seriesOf(String metricType) {
        return seriesByType.getOrDefault(metricType, Map.of());
    }

    /**
     * Adds a point, which must be newer than the series' last; makes the series if it is the first.
     *
     * @throws IllegalArgumentException if it is not newer
     */
    public synchronized void append(SeriesKey key, MetricKind kind, Sample sample) {
        Series series = seriesOf(key.metricType()).get(key);
        if (series == null) {
            series = new Series(nextId, shared(key), kind, sample.value().type(), new SealedBlocks());
            remember(series);
            Series added = series;
            journal.ifPresent(open -> open.series(added));
        } else if (sample.end() <= series.lastEnd()) {
            throw new IllegalArgumentException("The point is not newer than the last one");
        }
        PointEncoder head = series.head();
        boolean full = head.count() >= BLOCK_POINTS || head.size() >= BLOCK_BYTES;
        if (full && Retention.areSeparate(head.end(), sample)) {
            blocks.add(series, series.headSamples(), SealedBlocks.Level.FULL);
            series.clearHead();
        }
        int id = series.id();
        journal.ifPresent(open -> open.points(id, PointEncoder.encode(kind, List.of(sample))));
        series.add(sample);
    }

    private void remember(Series series) {
        seriesByType
                .computeIfAbsent(series.key().metricType(), type -> new HashMap<>())
                .put(series.key(), series);
        seriesById.put(series.id(), series);
        nextId = Math.max(nextId, series.id() + 1);
    }

    /** Returns an equal key that shares its texts with those of other series. */
    private SeriesKey shared(SeriesKey key) {
        return SeriesKey.of(
                shared(key.metricType()),
                shared(key.metricLabels()),
                shared(key.resourceType()),
                shared(key.resourceLabels()));
    }

    private Map<String, String> shared(Map<String, String> labels) {
        Map<String, String> same = new HashMap<>();
        labels.forEach((label, value) -> same.put(shared(label), shared(value)));
        return same;
    }

    private String shared(String text) {
        return texts.computeIfAbsent(text, same -> same);
    }

    /**
     * Returns the points that end from {@code from} to {@code to}, both included, oldest first; and the next older and next
     * newer one, if there are.
     */
    public synchronized List<Sample> read(Series series, long from, long to) {
        List<Sample> samples = new ArrayList<>();
        SealedBlocks sealed = series.blocks();
        PointEncoder head = series.head();
        long headFirst = head.count() == 0 ? Long.MAX_VALUE : head.first();
        for (int i = 0; i < sealed.size(); i++) {
            long next = i + 1 < sealed.size() ? sealed.first(i + 1) : headFirst;
            boolean tooOld = next < from - Retention.TEN_MINUTES;
            boolean tooNew = i > 0 && sealed.first(i - 1) > to;
            if (!tooOld && !tooNew) {
                samples.addAll(blocks.read(series, i));
            }
        }
        if (sealed.size() == 0 || sealed.first(sealed.size() - 1) <= to) {
            samples.addAll(series.headSamples());
        }
        int start = 0;
        while (start + 1 < samples.size() && samples.get(start + 1).end() < from) {
            start++;
        }
        int end = start;
        while (end < samples.size() && samples.get(end).end() <= to) {
            end++;
        }
        return new ArrayList<>(samples.subList(start, Math.min(samples.size(), end + 1)));
    }

    /**
     * Merges old points as the cloud does, forgets points after 24 months, and rewrites files that are mostly old. Other calls
     * get their turn after each series.
     */
    public void tidy(Instant now) {
        for (Series series : all()) {
            synchronized (this) {
                if (seriesById.get(series.id()) == series) {
                    retention.tidy(series, now);
                }
            }
        }
        shrinkFiles();
    }

    synchronized List<Series> all() {
        return List.copyOf(seriesById.values());
    }

    private synchronized void shrinkFiles() {
        blocks.compact(seriesById.values());
        journal.filter(Journal::isLong)
                .ifPresent(open -> open.rotate(() -> {
                    open.nextId(nextId);
                    descriptors.values().forEach(open::descriptor);
                    for (Series series : seriesById.values()) {
                        open.series(series);
                        open.points(series.id(), series.head().toArray());
                    }
                }));
    }

    /** Returns the bytes of memory that descriptors, series and points take, but for the texts of labels. */
    public synchronized long memoryBytes() {
        return seriesById.values().stream().mapToLong(Series::bytes).sum();
    }

    /** Returns the bytes of the file of sealed points. */
    public synchronized long fileBytes() {
        return blocks.size();
    }

    @Override
    public synchronized void close() {
        blocks.close();
        journal.ifPresent(Journal::close);
    }
}
