// SPDX-License-Identifier: Apache-2.0
package io.truename.local.alerting;

import com.google.monitoring.v3.AlertPolicy;
import com.google.monitoring.v3.AlertPolicy.Condition;
import io.truename.alerting.policy.PolicyEvaluator;
import io.truename.alerting.policy.SeriesState;
import io.truename.alerting.series.SeriesKey;
import io.truename.local.alerting.AlertViews.EventView;
import io.truename.local.alerting.AlertViews.IncidentDetail;
import io.truename.local.alerting.AlertViews.IncidentView;
import io.truename.local.alerting.AlertViews.SilenceView;
import io.truename.local.control.ControlException;
import io.truename.local.control.ControlReply;
import io.truename.local.control.ControlRequest;
import io.truename.local.control.ControlRoutes;
import io.truename.observability.policy.ConditionValues;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Queries about alerts: {@code /api/alerts}, {@code /api/incidents}, {@code /api/slos}. */
final class AlertsApi {
    private static final long MINUTE = 60_000;
    private static final long HOUR = 60 * MINUTE;
    private static final int MOST_POINTS = 120;
    private static final int MOST_INCIDENTS = 1000;

    private final Map<String, PolicyRun> runs = new LinkedHashMap<>();
    private final AlertStore store;
    private final ConditionValues values;
    private final Clock clock;
    private final ObjectiveStates objectives;

    AlertsApi(List<PolicyRun> runs, AlertStore store, ConditionValues values, Clock clock, ObjectiveStates objectives) {
        runs.forEach(run -> this.runs.put(run.alert(), run));
        this.store = store;
        this.values = values;
        this.clock = clock;
        this.objectives = objectives;
    }

    void addRoutes(ControlRoutes routes) {
        routes.add("GET", "/api/alerts", request -> alerts())
                .add("GET", "/api/incidents", this::incidents)
                .add("GET", "/api/incidents/{id}", this::incident)
                .add("GET", "/api/slos", request -> ControlReply.ok(Map.of("items", objectives.at(minute()))));
    }

    private long minute() {
        long now = clock.millis();
        return now - Math.floorMod(now, MINUTE);
    }

    private ControlReply alerts() {
        return ControlReply.ok(Map.of(
                "time",
                AlertViews.time(minute()),
                "items",
                runs.values().stream().map(run -> alert(run, minute())).toList()));
    }

    private AlertViews.Alert alert(PolicyRun run, long now) {
        AlertPolicy policy = run.policy();
        List<AlertIncident> open = store.open(run.alert());
        long time = run.latest().map(evaluation -> evaluation.time()).orElse(now);
        List<List<SeriesState>> read = values.at(policy, time);
        List<AlertViews.Condition> conditions = new ArrayList<>();
        for (int i = 0; i < policy.getConditionsCount(); i++) {
            conditions.add(condition(policy, policy.getConditions(i), read.get(i), open, time));
        }
        SilenceView silence =
                store.silence(run.alert(), now).map(SilenceView::of).orElse(null);
        return new AlertViews.Alert(
                run.alert(),
                policy.getDisplayName(),
                priority(policy),
                policy.getSeverity().name(),
                state(silence != null, !open.isEmpty(), read),
                open.stream().map(AlertIncident::id).toList(),
                silence,
                policy.getCombiner().name(),
                conditions,
                runbook(policy),
                run.problem().orElse(null));
    }

    private static AlertViews.State state(boolean silenced, boolean firing, List<List<SeriesState>> read) {
        if (silenced) {
            return AlertViews.State.silenced;
        }
        if (firing) {
            return AlertViews.State.firing;
        }
        boolean data = read.stream()
                .flatMap(List::stream)
                .anyMatch(series -> series.value().isPresent());
        return data ? AlertViews.State.ok : AlertViews.State.noData;
    }

    private AlertViews.Condition condition(
            AlertPolicy policy, Condition condition, List<SeriesState> read, List<AlertIncident> open, long time) {
        String name = PolicyRun.lastPart(condition.getName());
        Map<SeriesKey, Double> found = new LinkedHashMap<>();
        read.forEach(series -> found.put(series.series(), number(series.value())));
        Set<SeriesKey> firing = open.stream()
                .filter(incident -> incident.condition().equals(name))
                .map(AlertIncident::series)
                .collect(Collectors.toSet());
        firing.forEach(series -> found.putIfAbsent(series, null));
        return new AlertViews.Condition(
                name,
                condition.getDisplayName(),
                kind(condition),
                comparison(condition),
                number(values.threshold(policy, condition, time)),
                values.unit(policy, condition),
                seconds(condition),
                found.entrySet().stream()
                        .map(series -> new AlertViews.Series(
                                AlertViews.labels(series.getKey()),
                                series.getValue(),
                                firing.contains(series.getKey())))
                        .toList());
    }

    private static String kind(Condition condition) {
        if (condition.hasConditionThreshold()) {
            return "threshold";
        }
        return condition.hasConditionAbsent() ? "absent" : "promql";
    }

    /** Of PromQL: the operator that follows the left side, which the catalog writes in parentheses. */
    private static String comparison(Condition condition) {
        if (condition.hasConditionThreshold()) {
            return condition.getConditionThreshold().getComparison().name().equals("COMPARISON_LT") ? "<" : ">";
        }
        String query = condition.getConditionPrometheusQueryLanguage().getQuery();
        if (query.isEmpty()) {
            return "";
        }
        int left = 0;
        int depth = 0;
        do {
            depth += query.charAt(left) == '(' ? 1 : query.charAt(left) == ')' ? -1 : 0;
            left++;
        } while (depth > 0 && left < query.length());
        return query.substring(left).startsWith(" <") ? "<" : ">";
    }

    private static long seconds(Condition condition) {
        return Math.max(
                condition.getConditionThreshold().getDuration().getSeconds(),
                Math.max(
                        condition.getConditionAbsent().getDuration().getSeconds(),
                        condition
                                .getConditionPrometheusQueryLanguage()
                                .getDuration()
                                .getSeconds()));
    }

    private static String priority(AlertPolicy policy) {
        return policy.getUserLabelsOrDefault("priority", "").toUpperCase(Locale.ROOT);
    }

    private static String runbook(AlertPolicy policy) {
        return "terraform/runbooks/" + policy.getUserLabelsOrDefault("alert", policy.getUserLabelsOrDefault("slo", ""))
                + ".md";
    }

    private ControlReply incidents(ControlRequest request) {
        String state = request.query().getOrDefault("state", "");
        if (!List.of("", "open", "closed").contains(state)) {
            throw ControlException.badRequest("state: must be open or closed, or be left out");
        }
        String alert = request.query().getOrDefault("alert", "");
        if (!alert.isEmpty() && !runs.containsKey(alert)) {
            throw ControlException.badRequest("alert: there is none of this name; GET /api/alerts lists them");
        }
        int limit = limit(request.query().getOrDefault("limit", "100"));
        List<AlertIncident> found = store.incidents().stream()
                .filter(incident -> state.isEmpty() || incident.isOpen() == state.equals("open"))
                .filter(incident -> alert.isEmpty() || incident.alert().equals(alert))
                .sorted(Comparator.comparingLong(AlertIncident::opened)
                        .reversed()
                        .thenComparing(AlertIncident::id))
                .toList();
        String after = request.query().getOrDefault("after", "");
        int from = 0;
        if (!after.isEmpty()) {
            while (from < found.size() && !found.get(from).id().equals(after)) {
                from++;
            }
            if (from == found.size()) {
                throw ControlException.badRequest("after: no such incident matches; ask for the first page again");
            }
            from++;
        }
        int to = Math.min(found.size(), from + limit);
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("items", found.subList(from, to).stream().map(this::view).toList());
        answer.put("next", to < found.size() ? found.get(to - 1).id() : null);
        return ControlReply.ok(answer);
    }

    private static int limit(String text) {
        if (!text.matches("[0-9]{1,4}") || text.matches("0+") || Integer.parseInt(text) > MOST_INCIDENTS) {
            throw ControlException.badRequest("limit: must be a number from 1 to " + MOST_INCIDENTS);
        }
        return Integer.parseInt(text);
    }

    private IncidentView view(AlertIncident incident) {
        PolicyRun run = runs.get(incident.alert());
        AlertPolicy policy = run == null ? AlertPolicy.getDefaultInstance() : run.policy();
        Condition condition = policy.getConditionsList().stream()
                .filter(one -> PolicyRun.lastPart(one.getName()).equals(incident.condition()))
                .findFirst()
                .orElse(Condition.getDefaultInstance());
        return new IncidentView(
                incident.id(),
                incident.isOpen() ? "open" : "closed",
                incident.alert(),
                policy.getDisplayName(),
                priority(policy),
                policy.getSeverity().name(),
                condition.getDisplayName(),
                AlertViews.labels(incident.series()),
                AlertViews.time(incident.opened()),
                incident.closed() == null ? null : AlertViews.time(incident.closed()),
                incident.value(),
                incident.threshold(),
                values.unit(policy, condition),
                runbook(policy));
    }

    private ControlReply incident(ControlRequest request) {
        AlertIncident incident = store.find(request.require("id"))
                .orElseThrow(() -> ControlException.notFound(
                        "There is no such incident; GET /api/incidents lists the newest thousand."));
        PolicyRun run = runs.get(incident.alert());
        return ControlReply.ok(new IncidentDetail(
                view(incident),
                incident.timeline().stream()
                        .map(event -> new EventView(AlertViews.time(event.at()), event.text()))
                        .toList(),
                run == null ? List.of() : points(run, incident),
                run == null ? "" : run.policy().getDocumentation().getContent()));
    }

    /** The compared values from an hour before the incident to an hour after it, one a minute or fewer. */
    private List<List<Object>> points(PolicyRun run, AlertIncident incident) {
        long from = incident.opened() - HOUR;
        long closed = incident.closed() == null ? minute() : incident.closed() + HOUR;
        long to = Math.max(from, Math.min(minute(), closed));
        long step = MINUTE * (1 + (to - from) / MINUTE / MOST_POINTS);
        PolicyEvaluator reader = values.reader(run.policy());
        List<List<Object>> points = new ArrayList<>();
        for (long time = from; time <= to; time += step) {
            List<List<SeriesState>> read = reader.evaluate(time).series();
            for (int i = 0; i < read.size(); i++) {
                if (run.condition(i).equals(incident.condition())) {
                    for (SeriesState series : read.get(i)) {
                        if (series.series().equals(incident.series())
                                && series.value().isPresent()) {
                            points.add(List.of(
                                    AlertViews.time(time), series.value().getAsDouble()));
                        }
                    }
                }
            }
        }
        return points;
    }

    private static @Nullable Double number(OptionalDouble number) {
        return number.isPresent() && Double.isFinite(number.getAsDouble()) ? number.getAsDouble() : null;
    }
}
