// SPDX-License-Identifier: Apache-2.0
package io.truename.local.monitoring.store;

import com.google.api.MetricDescriptor;
import com.google.api.MetricDescriptor.MetricKind;
import com.google.api.MetricDescriptor.ValueType;
import com.google.monitoring.v3.TimeSeries;
import com.google.protobuf.InvalidProtocolBufferException;
import io.truename.alerting.series.SeriesKey;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Journal of all that is not in sealed blocks: descriptors, series, and their newest points. It is written anew when most of
 * it is old.
 */
final class Journal implements AutoCloseable {
    private static final String NAME = "metrics.journal";
    private static final int DESCRIPTOR = 1;
    private static final int DELETED = 2;
    private static final int SERIES = 3;
    private static final int POINTS = 4;
    private static final int NEXT_ID = 5;
    private static final int FORGOTTEN = 6;

    /** Receives the entries of a journal, oldest first. */
    interface Reader {
        void descriptor(MetricDescriptor descriptor);

        void deleted(String type);

        void forgotten(int id);

        void series(int id, SeriesKey key, MetricKind kind, ValueType type);

        void points(int id, byte[] points);

        void nextId(int id);
    }

    private final Path folder;
    private final long worthRotating;
    private RecordFile file;
    private long sizeWhenNew;

    Journal(Path folder, long worthRotating, Reader reader) {
        this.folder = folder;
        this.worthRotating = worthRotating;
        this.file = RecordFile.open(folder.resolve(NAME), (body, address) -> read(body, reader));
    }

    private static void read(byte[] body, Reader reader) {
        ByteSource in = new ByteSource(body);
        try {
            switch (in.get()) {
                case DESCRIPTOR -> reader.descriptor(MetricDescriptor.parseFrom(in.rest()));
                case DELETED -> reader.deleted(new String(in.rest(), StandardCharsets.UTF_8));
                case SERIES -> {
                    int id = (int) in.getUnsigned();
                    TimeSeries series = TimeSeries.parseFrom(in.rest());
                    reader.series(id, SeriesKey.of(series), series.getMetricKind(), series.getValueType());
                }
                case POINTS -> reader.points((int) in.getUnsigned(), in.rest());
                case FORGOTTEN -> reader.forgotten((int) in.getUnsigned());
                case NEXT_ID -> reader.nextId((int) in.getUnsigned());
                default -> throw new IllegalStateException("The journal of metrics was written by a newer version");
            }
        } catch (InvalidProtocolBufferException damaged) {
            throw new UncheckedIOException("The journal of metrics is damaged", damaged);
        }
    }

    void descriptor(MetricDescriptor descriptor) {
        append(DESCRIPTOR, -1, descriptor.toByteArray());
    }

    void deleted(String type) {
        append(DELETED, -1, type.getBytes(StandardCharsets.UTF_8));
    }

    void series(Series series) {
        byte[] identity = series.key().toProto().toBuilder()
                .setMetricKind(series.kind())
                .setValueType(series.type())
                .build()
                .toByteArray();
        append(SERIES, series.id(), identity);
    }

    void forgotten(int id) {
        append(FORGOTTEN, id, new byte[0]);
    }

    void points(int id, byte[] points) {
        append(POINTS, id, points);
    }

    void nextId(int id) {
        append(NEXT_ID, id, new byte[0]);
    }

    private void append(int kind, int id, byte[] body) {
        ByteSink record = new ByteSink();
        record.put(kind);
        if (id >= 0) {
            record.putUnsigned(id);
        }
        record.put(body);
        file.append(record.toArray());
    }

    /** Whether most of the journal is old. */
    boolean isLong() {
        return file.size() > worthRotating && file.size() > 4 * sizeWhenNew;
    }

    /** Writes the journal anew; {@code content} writes the records that are still needed. */
    void rotate(Runnable content) {
        RecordFile old = file;
        Path next = folder.resolve(NAME + ".next");
        BlockFile.delete(next);
        file = RecordFile.open(next, (body, address) -> {});
        try {
            content.run();
            BlockFile.move(next, folder.resolve(NAME));
        } catch (RuntimeException failed) {
            file.close();
            file = old;
            throw failed;
        }
        sizeWhenNew = file.size();
        old.close();
    }

    @Override
    public void close() {
        file.close();
    }
}
