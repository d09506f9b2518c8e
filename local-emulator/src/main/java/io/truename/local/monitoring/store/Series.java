// SPDX-License-Identifier: Apache-2.0
package io.truename.local.monitoring.store;

import com.google.api.MetricDescriptor.MetricKind;
import com.google.api.MetricDescriptor.ValueType;
import io.truename.alerting.series.Sample;
import io.truename.alerting.series.SeriesKey;
import java.util.List;

/** Time series of the store: identity, kind and type; its points are read through {@link MetricStore#read}. */
public final class Series {
    /** Bytes of a series without points and label texts, as measured. */
    private static final int OWN_BYTES = 700;

    private final int id;
    private final SeriesKey key;
    private final MetricKind kind;
    private final ValueType type;
    private final SealedBlocks blocks;
    private PointEncoder head;
    private long lastStart = Long.MIN_VALUE;
    private long lastEnd = Long.MIN_VALUE;

    Series(int id, SeriesKey key, MetricKind kind, ValueType type, SealedBlocks blocks) {
        this.id = id;
        this.key = key;
        this.kind = kind;
        this.type = type;
        this.blocks = blocks;
        this.head = new PointEncoder(kind);
    }

    int id() {
        return id;
    }

    public SeriesKey key() {
        return key;
    }

    public MetricKind kind() {
        return kind;
    }

    public ValueType type() {
        return type;
    }

    SealedBlocks blocks() {
        return blocks;
    }

    PointEncoder head() {
        return head;
    }

    /** Returns the end of the newest point; the smallest number if there is none. */
    public long lastEnd() {
        return lastEnd;
    }

    /** Returns the start of the newest point; the smallest number if there is none. */
    public long lastStart() {
        return lastStart;
    }

    void add(Sample sample) {
        head.add(sample);
        setLast(sample);
    }

    void setLast(Sample sample) {
        lastStart = sample.start();
        lastEnd = sample.end();
    }

    /** Returns the points that are not sealed yet. */
    List<Sample> headSamples() {
        return PointDecoder.decode(head.toArray(), kind, type);
    }

    void clearHead() {
        head = new PointEncoder(kind);
    }

    int bytes() {
        return OWN_BYTES + head.capacity() + blocks.bytes();
    }
}
