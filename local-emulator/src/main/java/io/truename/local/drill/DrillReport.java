// SPDX-License-Identifier: Apache-2.0
package io.truename.local.drill;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Result of a drill.
 *
 * @param rows one for each alert of each cause
 * @param problems sentences; empty if every alert opened and closed by its cause, and none else
 */
public record DrillReport(List<Row> rows, List<String> problems) {
    /** After its cause has ended, an alert may still open because of it, for as long as its condition must be met. */
    private static final Duration AFTERMATH = Duration.ofHours(1);

    /** Condition that is met between scenes, while the drill lets nothing be measured. */
    private static final String SILENT = "silent";

    /**
     * An alert and its cause.
     *
     * @param opened time from the cause's begin; empty if it did not open
     * @param closed time from the cause's end, negative if it closed before; empty if it did not close
     */
    public record Row(
            String alert,
            String priority,
            String cause,
            boolean written,
            Optional<Duration> opened,
            Optional<Duration> closed) {}

    static DrillReport of(
            JsonNode alerts,
            List<JsonNode> incidents,
            List<Cause> causes,
            Map<Cause, Instant> begun,
            Map<Cause, Instant> ended) {
        List<Row> rows = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (Cause cause : causes) {
            for (String alert : cause.opens()) {
                rows.add(row(alert, alerts, incidents, cause, begun, ended));
            }
        }
        rows.sort(Comparator.comparing(Row::priority).thenComparing(Row::alert));
        for (Row row : rows) {
            if (row.opened().isEmpty()) {
                problems.add(row.alert() + " did not open: " + row.cause());
            } else if (row.closed().isEmpty()) {
                problems.add(row.alert() + " did not close: " + row.cause());
            }
        }
        Set<String> drilled = rows.stream().map(Row::alert).collect(Collectors.toSet());
        alerts.forEach(alert -> {
            if (!drilled.contains(alert.path("name").asText())) {
                problems.add(alert.path("name").asText() + " has no cause in the drill");
            }
        });
        problems.addAll(unexplained(incidents, causes, begun, ended));
        return new DrillReport(rows, problems);
    }

    private static Row row(
            String alert,
            JsonNode alerts,
            List<JsonNode> incidents,
            Cause cause,
            Map<Cause, Instant> begun,
            Map<Cause, Instant> ended) {
        Instant begin = begun.get(cause);
        Instant end = ended.get(cause);
        List<JsonNode> own = incidents.stream()
                .filter(incident -> incident.path("alert").asText().equals(alert))
                .filter(incident -> begin != null
                        && end != null
                        && !opened(incident).isBefore(begin)
                        && !opened(incident).isAfter(end))
                .toList();
        boolean allClosed = !own.isEmpty()
                && own.stream().noneMatch(incident -> incident.path("closed").isNull());
        return new Row(
                alert,
                priority(alert, alerts),
                cause.name(),
                cause.written(),
                own.stream()
                        .map(DrillReport::opened)
                        .min(Comparator.naturalOrder())
                        .map(at -> Duration.between(begin, at)),
                own.stream()
                        .filter(incident -> allClosed)
                        .map(incident -> Instant.parse(incident.path("closed").asText()))
                        .max(Comparator.naturalOrder())
                        .map(at -> Duration.between(end, at)));
    }

    private static Instant opened(JsonNode incident) {
        return Instant.parse(incident.path("opened").asText());
    }

    private static String priority(String name, JsonNode alerts) {
        for (JsonNode alert : alerts) {
            if (alert.path("name").asText().equals(name)) {
                return alert.path("priority").asText();
            }
        }
        return "";
    }

    private static Set<String> unexplained(
            List<JsonNode> incidents, List<Cause> causes, Map<Cause, Instant> begun, Map<Cause, Instant> ended) {
        Set<String> unexplained = new TreeSet<>();
        for (JsonNode incident : incidents) {
            String alert = incident.path("alert").asText();
            Instant at = opened(incident);
            boolean known = incident.path("condition").asText().equals(SILENT)
                    || causes.stream()
                            .filter(cause -> cause.opens().contains(alert)
                                    || cause.mayOpen().contains(alert))
                            .anyMatch(cause -> begun.containsKey(cause)
                                    && ended.containsKey(cause)
                                    && !at.isBefore(begun.get(cause))
                                    && !at.isAfter(ended.get(cause).plus(AFTERMATH)));
            if (!known) {
                unexplained.add(alert + " (" + incident.path("condition").asText() + ") opened at " + at
                        + " without a cause"
                        + (incident.path("labels").isEmpty() ? "" : ", of " + incident.path("labels")));
            }
        }
        return unexplained;
    }

    /** Returns the number of alerts. */
    public int alerts() {
        return (int) rows.stream().map(Row::alert).distinct().count();
    }

    /** Returns the report as lines of a table. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(line("alert", "", "opened after", "closed after", "cause"));
        for (Row row : rows) {
            lines.add(line(
                    row.alert(),
                    row.priority(),
                    minutes(row.opened()),
                    minutes(row.closed()),
                    (row.written() ? "written: " : "") + row.cause()));
        }
        return lines;
    }

    private static String line(String alert, String priority, String opened, String closed, String cause) {
        return String.format(Locale.ROOT, "  %-29s %-2s %12s %12s  %s", alert, priority, opened, closed, cause);
    }

    private static String minutes(Optional<Duration> time) {
        return time.map(length -> length.toMinutes() + " min").orElse("never");
    }
}
