// SPDX-License-Identifier: Apache-2.0
package io.truename.alerttests;

import io.truename.alerting.series.SeriesKey;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Words of the report. */
final class Text {
    private Text() {}

    /** Returns a length of time as cases state it, such as 1h30m. */
    static String length(long milliseconds) {
        Duration length = Duration.ofMillis(milliseconds);
        String text = part(length.toDays(), "d")
                + part(length.toHoursPart(), "h")
                + part(length.toMinutesPart(), "m")
                + part(length.toSecondsPart(), "s");
        return text.isEmpty() ? "0s" : text;
    }

    private static String part(long amount, String unit) {
        return amount == 0 ? "" : amount + unit;
    }

    /** Returns a number without needless digits. */
    static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? String.valueOf((long) value)
                : String.valueOf((float) value);
    }

    /** Returns the labels of a series, those of the resource after those of the metric. */
    static String series(SeriesKey key) {
        Map<String, String> resource = new TreeMap<>(key.resourceLabels());
        String text = labels(key.metricLabels());
        return resource.isEmpty() ? text : text + " of resource " + labels(resource);
    }

    private static String labels(Map<String, String> labels) {
        return labels.entrySet().stream()
                .map(label -> label.getKey() + "=" + label.getValue())
                .collect(Collectors.joining(", ", "{", "}"));
    }
}
