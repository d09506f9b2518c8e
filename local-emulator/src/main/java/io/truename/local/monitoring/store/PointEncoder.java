// SPDX-License-Identifier: Apache-2.0
package io.truename.local.monitoring.store;

import com.google.api.MetricDescriptor.MetricKind;
import io.truename.alerting.series.Buckets;
import io.truename.alerting.series.Histogram;
import io.truename.alerting.series.PointValue;
import io.truename.alerting.series.Sample;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the points of one series, oldest first, as differences:
 *
 * <ol>
 *   <li>the end time as the change of its distance from the end before: one byte for points at a regular pace;
 *   <li>the start time against the previous end (DELTA) or the previous start (CUMULATIVE), nothing for a gauge;
 *   <li>whole numbers as the difference from the one before, doubles as the bytes that differ, distributions as the buckets
 *       that are not empty (cumulative: that changed).
 * </ol>
 */
final class PointEncoder {
    private final MetricKind kind;
    private final ByteSink out = new ByteSink();
    private final List<Buckets> known = new ArrayList<>(0);
    private int count;
    private long first;
    private long end;
    private long step;
    private long start;
    private long whole;
    private double real;
    private double squares;
    private Histogram distribution = Histogram.empty(Buckets.NONE);

    PointEncoder(MetricKind kind) {
        this.kind = kind;
    }

    /** Returns one point's bytes, as those of a series with that point. */
    static byte[] encode(MetricKind kind, List<Sample> samples) {
        PointEncoder encoder = new PointEncoder(kind);
        samples.forEach(encoder::add);
        return encoder.toArray();
    }

    void add(Sample sample) {
        long distance = sample.end() - end;
        out.putSigned(distance - step);
        step = count == 0 ? 0 : distance;
        first = count == 0 ? sample.end() : first;
        if (kind == MetricKind.DELTA) {
            out.putSigned(sample.start() - end);
        } else if (kind == MetricKind.CUMULATIVE) {
            out.putSigned(sample.start() - start);
        }
        end = sample.end();
        start = sample.start();
        count++;
        put(sample.value());
    }

    private void put(PointValue value) {
        if (value instanceof PointValue.Whole number) {
            out.putSigned(number.value() - whole);
            whole = number.value();
        } else if (value instanceof PointValue.Real number) {
            out.putDouble(number.value(), real);
            real = number.value();
        } else if (value instanceof PointValue.Flag flag) {
            out.put(flag.value() ? 1 : 0);
        } else if (value instanceof Histogram histogram) {
            put(histogram);
        }
    }

    private void put(Histogram histogram) {
        int index = known.indexOf(histogram.buckets());
        out.putUnsigned(index < 0 ? known.size() : index);
        if (index < 0) {
            known.add(histogram.buckets());
            byte[] options = histogram.buckets().toProto().toByteArray();
            out.putUnsigned(options.length);
            out.put(options);
        }
        out.putDouble(histogram.mean(), real);
        out.putDouble(histogram.squares(), squares);
        boolean changes =
                kind == MetricKind.CUMULATIVE && distribution.buckets().equals(histogram.buckets());
        int written = 0;
        for (int i = 0; i < histogram.buckets().count(); i++) {
            long change = histogram.countAt(i) - (changes ? distribution.countAt(i) : 0);
            if (change != 0) {
                out.putUnsigned(i - written + 1);
                out.putSigned(change);
                written = i + 1;
            }
        }
        out.putUnsigned(0);
        real = histogram.mean();
        squares = histogram.squares();
        distribution = histogram;
    }

    int count() {
        return count;
    }

    /** Returns the end of the first point. */
    long first() {
        return first;
    }

    /** Returns the end of the last point. */
    long end() {
        return end;
    }

    int size() {
        return out.size();
    }

    int capacity() {
        return out.capacity();
    }

    /** Returns the number of points and then the points. */
    byte[] toArray() {
        byte[] points = out.toArray();
        ByteSink all = new ByteSink();
        all.putUnsigned(count);
        all.put(points);
        return all.toArray();
    }
}
