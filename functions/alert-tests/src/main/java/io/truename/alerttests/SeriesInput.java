// SPDX-License-Identifier: Apache-2.0
package io.truename.alerttests;

import com.google.api.MetricDescriptor.MetricKind;
import com.google.api.MetricDescriptor.ValueType;
import io.truename.alerting.series.Buckets;
import io.truename.alerting.series.Histogram;
import io.truename.alerting.series.MonitoringException;
import io.truename.alerting.series.PointValue;
import io.truename.alerting.series.Sample;
import io.truename.alerting.series.SeriesKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/** Reads one series of a case. Its first point ends at the start of the case, the others an interval apart. */
final class SeriesInput {
    private static final List<String> FIELDS =
            List.of("metric", "labels", "resource", "kind", "type", "buckets", "count", "interval", "values");
    private static final List<MetricKind> KINDS = List.of(MetricKind.GAUGE, MetricKind.DELTA, MetricKind.CUMULATIVE);
    private static final List<ValueType> TYPES =
            List.of(ValueType.DOUBLE, ValueType.INT64, ValueType.BOOL, ValueType.DISTRIBUTION);

    private final Fields fields;
    private final long start;
    private final long interval;
    private final MetricKind kind;
    private final ValueType type;
    private final Buckets buckets;
    private final int count;

    private SeriesInput(Fields fields, long start, Duration interval) {
        this.fields = fields;
        this.start = start;
        this.interval = fields.duration("interval", interval).toMillis();
        this.kind = fields.choice("kind", MetricKind.class, MetricKind.GAUGE, KINDS);
        this.type = fields.choice("type", ValueType.class, ValueType.DOUBLE, TYPES);
        if (type == ValueType.DISTRIBUTION && kind == MetricKind.CUMULATIVE) {
            throw fields.wrong("kind", "CUMULATIVE distributions cannot be given", "Write DELTA or GAUGE.");
        }
        this.buckets = buckets();
        this.count = count();
        if (this.interval == 0) {
            throw fields.wrong("interval", "it is 0", "Write 60s or another length of time.");
        }
    }

    static GivenSeries.Given read(String file, String place, Object value, long start, Duration interval) {
        Fields fields = Fields.of(file, place, value, FIELDS);
        Fields resource = Fields.of(
                file, place + ".resource", fields.find("resource").orElse(Map.of()), List.of("type", "labels"));
        SeriesKey key = SeriesKey.of(
                fields.text("metric"),
                fields.labels("labels"),
                resource.text("type", "global"),
                resource.labels("labels"));
        SeriesInput input = new SeriesInput(fields, start, interval);
        return new GivenSeries.Given(key, input.kind, input.type, input.samples());
    }

    private List<Sample> samples() {
        List<OptionalDouble> values = values();
        List<Sample> samples = new ArrayList<>();
        long previous = start - interval;
        long began = previous;
        double total = 0;
        for (int i = 0; i < values.size(); i++) {
            if (values.get(i).isEmpty()) {
                continue;
            }
            double value = values.get(i).getAsDouble();
            long end = start + i * interval;
            began = value < total ? previous : began;
            total = value;
            samples.add(new Sample(startOf(previous, began, end), end, point(value)));
            previous = end;
        }
        return samples;
    }

    /** A change goes back to the point before, a running total to when it began. */
    private long startOf(long previous, long began, long end) {
        return switch (kind) {
            case DELTA -> previous;
            case CUMULATIVE -> began;
            default -> end;
        };
    }

    private PointValue point(double value) {
        if (type == ValueType.DISTRIBUTION) {
            return Histogram.of(
                    buckets, DoubleStream.generate(() -> value).limit(count).toArray());
        }
        return type == ValueType.BOOL ? new PointValue.Flag(value != 0) : PointValue.ofNumber(type, value);
    }

    private List<OptionalDouble> values() {
        Object given = fields.require("values");
        String text = given instanceof List<?> list
                ? list.stream()
                        .map(value -> value == null ? "_" : String.valueOf(value))
                        .collect(Collectors.joining(" "))
                : fields.text("values");
        try {
            return Values.parse(text);
        } catch (IllegalArgumentException malformed) {
            throw fields.wrong(
                    "values",
                    String.valueOf(malformed.getMessage()),
                    "Write 5, 0x10, 100+10x5 or _x3, with spaces between.");
        }
    }

    private Buckets buckets() {
        List<String> bounds = fields.texts("buckets");
        if (type == ValueType.DISTRIBUTION && bounds.isEmpty()) {
            throw fields.wrong("buckets", "a distribution needs them", "Write their bounds, as in [100, 200, 400].");
        }
        try {
            return Buckets.explicit(
                    bounds.stream().mapToDouble(Double::parseDouble).toArray());
        } catch (NumberFormatException | MonitoringException malformed) {
            throw fields.wrong("buckets", String.valueOf(malformed.getMessage()), "Write rising numbers.");
        }
    }

    private int count() {
        String text = fields.text("count", "1");
        if (!text.matches("[1-9]\\d{0,5}")) {
            throw fields.wrong("count", text + " is no number of values", "Write 1 to 999999.");
        }
        return Integer.parseInt(text);
    }
}
