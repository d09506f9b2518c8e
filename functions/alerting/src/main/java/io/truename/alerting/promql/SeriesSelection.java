// SPDX-License-Identifier: Apache-2.0
package io.truename.alerting.promql;

import com.google.api.MetricDescriptor;
import com.google.api.MetricDescriptor.MetricKind;
import com.google.api.MetricDescriptor.ValueType;
import io.truename.alerting.series.Buckets;
import io.truename.alerting.series.Histogram;
import io.truename.alerting.series.PointValue;
import io.truename.alerting.series.Sample;
import io.truename.alerting.series.SeriesSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntToDoubleFunction;

/**
 * Selection of series for PromQL. A DELTA series reads as a counter, which begins at 0 with its first point. A distribution reads as
 * the counters of a histogram: {@code _bucket} for each upper bound {@code le}, {@code _sum} and {@code _count}.
 */
final class SeriesSelection {
    private final SeriesSource source;

    SeriesSelection(SeriesSource source) {
        this.source = source;
    }

    /** Series with points after {@code from} and until {@code to}, in milliseconds since 1970. */
    List<Sampled> select(List<Expression.Matcher> matchers, long from, long to) {
        List<Sampled> selected = new ArrayList<>();
        for (MetricDescriptor descriptor : source.descriptors()) {
            String name = PromqlNames.metric(descriptor.getType());
            boolean histogram = descriptor.getValueType() == ValueType.DISTRIBUTION;
            List<String> suffixes = histogram ? List.of("_bucket", "_sum", "_count") : List.of("");
            for (String suffix : suffixes) {
                if (!fits(matchers, Element.NAME, name + suffix)) {
                    continue;
                }
                for (SeriesSource.Stored series : source.series(descriptor.getType())) {
                    SortedMap<String, String> labels = PromqlNames.labels(series.key());
                    labels.put(Element.NAME, name + suffix);
                    // To PromQL an empty label is none.
                    labels.values().removeIf(String::isEmpty);
                    if (othersFit(matchers, labels)) {
                        add(selected, matchers, series, labels, suffix, from, to);
                    }
                }
            }
        }
        return selected;
    }

    private static void add(
            List<Sampled> selected,
            List<Expression.Matcher> matchers,
            SeriesSource.Stored series,
            SortedMap<String, String> labels,
            String suffix,
            long from,
            long to) {
        List<Sample> samples = series.read(from, to).stream()
                .filter(sample -> sample.end() > from && sample.end() <= to)
                .toList();
        if (samples.isEmpty()) {
            return;
        }
        if (!suffix.equals("_bucket")) {
            keep(
                    selected,
                    labels,
                    points(samples, series.kind(), i -> number(samples.get(i).value(), suffix), from));
            return;
        }
        if (!(samples.get(0).value() instanceof Histogram first)) {
            return;
        }
        // The bounds of a series stay the same; of other ones, the nearest lower bound counts.
        double[][] upTo = samples.stream()
                .map(sample -> upTo(sample.value(), first.buckets()))
                .toArray(double[][]::new);
        for (int bucket = 0; bucket < first.buckets().count(); bucket++) {
            int place = bucket;
            double upper = first.buckets().upper(bucket);
            SortedMap<String, String> ofBucket = new TreeMap<>(labels);
            ofBucket.put("le", upper == Double.POSITIVE_INFINITY ? "+Inf" : Double.toString(upper));
            if (fits(matchers, "le", ofBucket.get("le"))) {
                keep(selected, ofBucket, points(samples, series.kind(), i -> upTo[i][place], from));
            }
        }
    }

    private static void keep(List<Sampled> selected, SortedMap<String, String> labels, List<Sampled.Point> points) {
        if (!points.isEmpty()) {
            selected.add(new Sampled(labels, points));
        }
    }

    private static List<Sampled.Point> points(
            List<Sample> samples, MetricKind kind, IntToDoubleFunction number, long from) {
        List<Sampled.Point> points = new ArrayList<>();
        double total = 0;
        long last = from;
        for (int i = 0; i < samples.size(); i++) {
            Sample sample = samples.get(i);
            double value = number.applyAsDouble(i);
            if (kind != MetricKind.GAUGE && sample.start() > last) {
                // A counter stands still until the change begins; a cumulative one begins again at 0.
                points.add(new Sampled.Point(sample.start(), kind == MetricKind.DELTA ? total : 0));
            }
            total = kind == MetricKind.DELTA ? total + value : value;
            points.add(new Sampled.Point(sample.end(), total));
            last = kind == MetricKind.DELTA ? sample.end() : Math.max(last, sample.start());
        }
        return points;
    }

    private static double number(PointValue value, String suffix) {
        if (value instanceof Histogram histogram) {
            return suffix.equals("_count") ? histogram.count() : histogram.mean() * histogram.count();
        }
        if (value instanceof PointValue.Flag flag) {
            return flag.value() ? 1 : 0;
        }
        return value.number();
    }

    /** Number of values up to each upper bound. */
    private static double[] upTo(PointValue value, Buckets bounds) {
        double[] upTo = new double[bounds.count()];
        if (value instanceof Histogram histogram) {
            double count = 0;
            int next = 0;
            for (int bucket = 0; bucket < upTo.length; bucket++) {
                while (next < histogram.buckets().count() && histogram.buckets().upper(next) <= bounds.upper(bucket)) {
                    count += histogram.countAt(next++);
                }
                upTo[bucket] = count;
            }
        }
        return upTo;
    }

    private static boolean othersFit(List<Expression.Matcher> matchers, SortedMap<String, String> labels) {
        return matchers.stream()
                .filter(matcher -> !matcher.label().equals(Element.NAME)
                        && !matcher.label().equals("le"))
                .allMatch(matcher -> fits(matcher, labels.getOrDefault(matcher.label(), "")));
    }

    private static boolean fits(List<Expression.Matcher> matchers, String label, String value) {
        return matchers.stream()
                .filter(matcher -> matcher.label().equals(label))
                .allMatch(matcher -> fits(matcher, value));
    }

    private static boolean fits(Expression.Matcher matcher, String value) {
        boolean equal = matcher.operator().contains("~")
                ? LabelReplacement.compiled(matcher.value()).matcher(value).matches()
                : matcher.value().equals(value);
        return equal != matcher.operator().startsWith("!");
    }
}
