// SPDX-License-Identifier: Apache-2.0
package io.truename.local.alerting;

import io.truename.alerting.series.SeriesKey;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Answers of the API of alerts. */
final class AlertViews {
    private AlertViews() {}

    /** State of a policy. */
    enum State {
        firing,
        silenced,
        noData,
        ok
    }

    /**
     * Policy.
     *
     * @param open ids of its open incidents
     * @param problem why it is not evaluated; null if it is
     */
    record Alert(
            String name,
            String title,
            String priority,
            String severity,
            State state,
            List<String> open,
            @Nullable SilenceView silence,
            String combiner,
            List<Condition> conditions,
            String runbook,
            @Nullable String problem) {}

    /** Condition; its threshold is null if it compares with none. */
    record Condition(
            String name,
            String title,
            String kind,
            String comparison,
            @Nullable Double threshold,
            String unit,
            long forSeconds,
            List<Series> series) {}

    /** Series of a condition with its newest value. */
    record Series(Map<String, String> labels, @Nullable Double value, boolean firing) {}

    record SilenceView(String id, String alert, String reason, String from, String until) {
        static SilenceView of(Silence silence) {
            return new SilenceView(
                    silence.id(), silence.alert(), silence.reason(), time(silence.from()), time(silence.until()));
        }
    }

    /** Incident of a list. */
    record IncidentView(
            String id,
            String state,
            String alert,
            String title,
            String priority,
            String severity,
            String condition,
            Map<String, String> labels,
            String opened,
            @Nullable String closed,
            @Nullable Double value,
            @Nullable Double threshold,
            String unit,
            String runbook) {}

    /** Event of an incident. */
    record EventView(String at, String text) {}

    /**
     * Incident with its history.
     *
     * @param runbookText the runbook in Markdown
     * @param points time and value, oldest first
     */
    record IncidentDetail(
            IncidentView incident, List<EventView> timeline, List<List<Object>> points, String runbookText) {}

    static String time(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }

    /** The labels of metric and resource, under the names of monitoring filters. */
    static Map<String, String> labels(SeriesKey series) {
        Map<String, String> labels = new TreeMap<>();
        series.metricLabels().forEach((key, value) -> labels.put("metric.labels." + key, value));
        series.resourceLabels().forEach((key, value) -> labels.put("resource.labels." + key, value));
        return labels;
    }
}
