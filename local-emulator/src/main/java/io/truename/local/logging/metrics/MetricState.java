// SPDX-License-Identifier: Apache-2.0
package io.truename.local.logging.metrics;

import com.google.api.LabelDescriptor;
import com.google.api.Metric;
import com.google.api.MetricDescriptor.MetricKind;
import com.google.api.MetricDescriptor.ValueType;
import com.google.api.MonitoredResource;
import com.google.logging.v2.LogEntry;
import com.google.logging.v2.LogMetric;
import com.google.monitoring.v3.Point;
import com.google.monitoring.v3.TimeInterval;
import com.google.monitoring.v3.TimeSeries;
import io.truename.local.logging.query.Extractor;
import io.truename.local.logging.query.LogFilter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One log-based metric and its series of the current window. Not thread-safe. */
final class MetricState {
    /** Most series of a metric in one window; the cloud has limits of its own, far above. */
    static final int MOST_SERIES = 1000;

    private static final int MOST_LABEL_CHARACTERS = 1024;
    private static final System.Logger LOG = System.getLogger(MetricState.class.getName());

    private record SeriesKey(MonitoredResource resource, Map<String, String> labels) {}

    private final LogMetric definition;
    private final String type;
    private final LogFilter filter;
    private final Optional<Extractor> value;
    private final Map<String, Extractor> labels = new LinkedHashMap<>();
    private final Map<String, LabelDescriptor.ValueType> labelTypes = new LinkedHashMap<>();
    private final @Nullable BucketBounds bounds;
    private final Map<SeriesKey, Cell> cells = new LinkedHashMap<>();
    private long left;

    MetricState(LogMetric definition) {
        this.definition = definition;
        this.type = LogMetrics.PREFIX + definition.getName();
        this.filter = LogFilter.parse(definition.getFilter());
        boolean distribution = definition.getMetricDescriptor().getValueType() == ValueType.DISTRIBUTION;
        if (distribution == definition.getValueExtractor().isEmpty()) {
            throw new IllegalArgumentException(definition.getName()
                    + ": a distribution needs a value extractor, and a counter, which counts entries, may have none.");
        }
        this.value = distribution ? Optional.of(Extractor.parse(definition.getValueExtractor())) : Optional.empty();
        this.bounds = distribution ? new BucketBounds(definition.getBucketOptions()) : null;
        definition.getLabelExtractorsMap().forEach((key, extractor) -> labels.put(key, Extractor.parse(extractor)));
        definition
                .getMetricDescriptor()
                .getLabelsList()
                .forEach(label -> labelTypes.put(label.getKey(), label.getValueType()));
    }

    void accept(LogEntry entry) {
        if (!filter.matches(entry)) {
            return;
        }
        Optional<Double> number = value.flatMap(extractor -> extractor.number(entry));
        if (value.isPresent() && number.isEmpty()) {
            return;
        }
        SeriesKey key = new SeriesKey(entry.getResource(), labels(entry));
        Cell cell = cells.get(key);
        if (cell == null) {
            if (cells.size() >= MOST_SERIES) {
                leaveOut();
                return;
            }
            cell = Cell.empty(definition.getBucketOptions(), bounds);
            cells.put(key, cell);
        }
        if (cell instanceof Cell.Values values) {
            values.record(number.orElseThrow());
        } else if (cell instanceof Cell.Counter counter) {
            counter.increment();
        }
    }

    private void leaveOut() {
        if (left++ == 0) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0} has more than {1} series in a minute: entries of further ones are not counted. Extract labels"
                            + " with few values.",
                    type,
                    MOST_SERIES);
        }
    }

    /** A label that cannot be extracted or converted has its type's default value. */
    private Map<String, String> labels(LogEntry entry) {
        Map<String, String> extracted = new LinkedHashMap<>();
        labels.forEach((key, extractor) -> {
            String text = extractor.text(entry).orElse("");
            extracted.put(key, convert(text, labelTypes.getOrDefault(key, LabelDescriptor.ValueType.STRING)));
        });
        return extracted;
    }

    private static String convert(String text, LabelDescriptor.ValueType type) {
        return switch (type) {
            case BOOL -> Boolean.toString(text.equalsIgnoreCase("true"));
            case INT64 -> text.matches("[+-]?[0-9]{1,18}") ? Long.toString(Long.parseLong(text)) : "0";
            case STRING, UNRECOGNIZED ->
                text.length() <= MOST_LABEL_CHARACTERS ? text : text.substring(0, MOST_LABEL_CHARACTERS);
        };
    }

    /** Returns the points of the window that ends, and starts the next one. */
    List<TimeSeries> take(TimeInterval interval) {
        List<TimeSeries> series = new ArrayList<>(cells.size());
        cells.forEach((key, cell) -> series.add(TimeSeries.newBuilder()
                .setMetric(Metric.newBuilder().setType(type).putAllLabels(key.labels()))
                .setResource(key.resource())
                .setMetricKind(MetricKind.DELTA)
                .setValueType(bounds == null ? ValueType.INT64 : ValueType.DISTRIBUTION)
                .setUnit(definition.getMetricDescriptor().getUnit())
                .addPoints(Point.newBuilder().setInterval(interval).setValue(cell.value()))
                .build()));
        cells.clear();
        return series;
    }

    /** Returns the entries that were not counted because of {@link #MOST_SERIES}. */
    long left() {
        return left;
    }
}
