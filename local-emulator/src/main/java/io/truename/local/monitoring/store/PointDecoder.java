// SPDX-License-Identifier: Apache-2.0
package io.truename.local.monitoring.store;

import com.google.api.Distribution.BucketOptions;
import com.google.api.MetricDescriptor.MetricKind;
import com.google.api.MetricDescriptor.ValueType;
import com.google.protobuf.InvalidProtocolBufferException;
import io.truename.alerting.series.Buckets;
import io.truename.alerting.series.Histogram;
import io.truename.alerting.series.PointValue;
import io.truename.alerting.series.Sample;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Reads the points that a {@link PointEncoder} wrote. */
final class PointDecoder {
    private final ByteSource in;
    private final MetricKind kind;
    private final ValueType type;
    private final List<Buckets> known = new ArrayList<>(1);
    private long end;
    private long step;
    private long start;
    private long whole;
    private double real;
    private double squares;
    private Histogram distribution = Histogram.empty(Buckets.NONE);

    private PointDecoder(byte[] bytes, MetricKind kind, ValueType type) {
        this.in = new ByteSource(bytes);
        this.kind = kind;
        this.type = type;
    }

    static List<Sample> decode(byte[] bytes, MetricKind kind, ValueType type) {
        return new PointDecoder(bytes, kind, type).decode();
    }

    private List<Sample> decode() {
        int count = (int) in.getUnsigned();
        List<Sample> samples = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            long distance = in.getSigned() + step;
            step = i == 0 ? 0 : distance;
            if (kind == MetricKind.DELTA) {
                start = end + in.getSigned();
            } else if (kind == MetricKind.CUMULATIVE) {
                start += in.getSigned();
            }
            end += distance;
            samples.add(new Sample(kind == MetricKind.GAUGE ? end : start, end, value()));
        }
        return samples;
    }

    private PointValue value() {
        if (type == ValueType.INT64) {
            whole += in.getSigned();
            return new PointValue.Whole(whole);
        }
        if (type == ValueType.DOUBLE) {
            real = in.getDouble(real);
            return new PointValue.Real(real);
        }
        return type == ValueType.BOOL ? new PointValue.Flag(in.get() == 1) : histogram();
    }

    private Histogram histogram() {
        int index = (int) in.getUnsigned();
        if (index == known.size()) {
            try {
                known.add(Buckets.fromProto(BucketOptions.parseFrom(in.get((int) in.getUnsigned()))));
            } catch (InvalidProtocolBufferException damaged) {
                throw new UncheckedIOException(damaged);
            }
        }
        Buckets buckets = known.get(index);
        real = in.getDouble(real);
        squares = in.getDouble(squares);
        boolean changes =
                kind == MetricKind.CUMULATIVE && distribution.buckets().equals(buckets);
        long[] counts = new long[buckets.count()];
        for (int i = 0; changes && i < counts.length; i++) {
            counts[i] = distribution.countAt(i);
        }
        int read = 0;
        for (int gap = (int) in.getUnsigned(); gap > 0; gap = (int) in.getUnsigned()) {
            read += gap;
            counts[read - 1] += in.getSigned();
        }
        distribution = new Histogram(buckets, counts, real, squares);
        return distribution;
    }
}
