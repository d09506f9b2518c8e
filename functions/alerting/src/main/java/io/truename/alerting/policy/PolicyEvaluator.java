// SPDX-License-Identifier: Apache-2.0
package io.truename.alerting.policy;

import com.google.monitoring.v3.AlertPolicy;
import com.google.monitoring.v3.AlertPolicy.Condition;
import com.google.monitoring.v3.ServiceLevelObjective;
import io.truename.alerting.query.QueryEngine;
import io.truename.alerting.series.MonitoringException;
import io.truename.alerting.series.SeriesKey;
import io.truename.alerting.series.SeriesSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/**
 * Evaluates one alert policy at times that rise, and keeps its incidents. The cloud evaluates every minute, PromQL every 30
 * seconds; the caller chooses the times, so a replay and a running system differ in nothing else. Not thread-safe.
 */
public final class PolicyEvaluator {
    /** Time after which incidents without data close where the policy says nothing. */
    public static final Duration USUAL_AUTO_CLOSE = Duration.ofDays(7);

    private record Place(int condition, SeriesKey series) implements Comparable<Place> {
        @Override
        public int compareTo(Place other) {
            return condition == other.condition
                    ? series.compareTo(other.series)
                    : Integer.compare(condition, other.condition);
        }
    }

    private final AlertPolicy policy;
    private final long autoClose;
    private final List<ConditionEvaluator> conditions = new ArrayList<>();
    private final Map<Place, Incident> open = new TreeMap<>();
    private long latest = Long.MIN_VALUE;

    /**
     * Prepares a policy.
     *
     * @param objectives those that the policy's filters may select, with their names
     * @throws PolicyException if the API would refuse it
     * @throws MonitoringException if it selects an objective that is missing or cannot be computed
     */
    public PolicyEvaluator(
            AlertPolicy policy, SeriesSource source, QueryEvaluator queries, List<ServiceLevelObjective> objectives) {
        PolicyCheck.require(policy);
        this.policy = policy;
        Duration stated =
                Duration.ofSeconds(policy.getAlertStrategy().getAutoClose().getSeconds());
        this.autoClose = (stated.isZero() ? USUAL_AUTO_CLOSE : stated).toMillis();
        Readers readers = new Readers(new QueryEngine(source), objectives);
        for (Condition condition : policy.getConditionsList()) {
            conditions.add(evaluator(condition, readers, queries));
        }
    }

    private static ConditionEvaluator evaluator(Condition condition, Readers readers, QueryEvaluator queries) {
        if (condition.hasConditionThreshold()) {
            Condition.MetricThreshold threshold = condition.getConditionThreshold();
            return new ThresholdEvaluator(threshold, readers.of(threshold));
        }
        if (condition.hasConditionAbsent()) {
            Condition.MetricAbsence absence = condition.getConditionAbsent();
            return new AbsenceEvaluator(absence, readers.of(absence.getFilter(), absence.getAggregationsList()));
        }
        return new QueryConditionEvaluator(condition.getConditionPrometheusQueryLanguage(), queries);
    }

    /**
     * Evaluates the policy.
     *
     * @param time milliseconds since 1970, after those of earlier calls
     */
    public Evaluation evaluate(long time) {
        if (time <= latest) {
            throw new IllegalArgumentException("time " + time + " is not after " + latest);
        }
        latest = time;
        List<List<SeriesState>> series = new ArrayList<>();
        List<List<SeriesState>> met = new ArrayList<>();
        for (int i = 0; i < conditions.size(); i++) {
            List<SeriesState> states = withData(i, time);
            series.add(states);
            met.add(
                    conditions.get(i).triggers(states)
                            ? states.stream().filter(SeriesState::met).toList()
                            : List.of());
        }
        boolean enabled = !policy.hasEnabled() || policy.getEnabled().getValue();
        List<List<SeriesState>> firing = enabled ? Combiner.combine(policy.getCombiner(), met) : List.of();
        List<Incident> opened = new ArrayList<>();
        Set<Place> places = new HashSet<>();
        for (int i = 0; i < firing.size(); i++) {
            for (SeriesState state : firing.get(i)) {
                Place place = new Place(i, state.series());
                places.add(place);
                open.computeIfAbsent(place, key -> opened(place, state, time, opened));
            }
        }
        List<Incident> closed = close(places, time);
        return new Evaluation(time, List.copyOf(series), List.copyOf(opened), closed, List.copyOf(open.values()));
    }

    /** Evaluates a condition and forgets the series whose incidents close for lack of data. */
    private List<SeriesState> withData(int place, long time) {
        ConditionEvaluator condition = conditions.get(place);
        List<SeriesState> states = new ArrayList<>(condition.evaluate(time));
        long patience = condition.closesAfter(autoClose);
        for (SeriesState state : List.copyOf(states)) {
            if (time - state.lastData() >= patience && open.containsKey(new Place(place, state.series()))) {
                condition.forget(state.series());
                states.remove(state);
            }
        }
        return List.copyOf(states);
    }

    private Incident opened(Place place, SeriesState state, long time, List<Incident> opened) {
        Incident incident = new Incident(
                place.condition(),
                policy.getConditions(place.condition()).getDisplayName(),
                place.series(),
                time,
                OptionalLong.empty(),
                state.value(),
                conditions.get(place.condition()).threshold());
        opened.add(incident);
        return incident;
    }

    private List<Incident> close(Set<Place> firing, long time) {
        List<Incident> closed = new ArrayList<>();
        open.entrySet().removeIf(entry -> {
            boolean over = !firing.contains(entry.getKey());
            if (over) {
                closed.add(entry.getValue().closedAt(time));
            }
            return over;
        });
        return List.copyOf(closed);
    }
}
