// SPDX-License-Identifier: Apache-2.0
package io.truename.alerting.policy;

import com.google.monitoring.v3.AlertPolicy.Condition.PrometheusQueryLanguageCondition;
import io.truename.alerting.series.SeriesKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/** Takes each series that a PromQL query gives as violating; a series that it no longer gives begins anew. */
final class QueryConditionEvaluator implements ConditionEvaluator {
    private static final Duration USUAL_INTERVAL = Duration.ofSeconds(30);
    private static final String TYPE = "promql";

    private final PrometheusQueryLanguageCondition condition;
    private final QueryEvaluator queries;
    private final long duration;
    private final long interval;
    private SortedMap<SeriesKey, SeriesState> states = new TreeMap<>();
    private long next = Long.MIN_VALUE;

    QueryConditionEvaluator(PrometheusQueryLanguageCondition condition, QueryEvaluator queries) {
        this.condition = condition;
        this.queries = queries;
        this.duration = condition.getDuration().getSeconds() * 1000;
        this.interval = condition.hasEvaluationInterval()
                ? condition.getEvaluationInterval().getSeconds() * 1000
                : USUAL_INTERVAL.toMillis();
    }

    @Override
    public List<SeriesState> evaluate(long time) {
        if (time >= next) {
            next = time + interval;
            SortedMap<SeriesKey, SeriesState> given = new TreeMap<>();
            for (QueryEvaluator.Value value : queries.evaluate(condition.getQuery(), time)) {
                SeriesKey key = key(value.labels());
                SeriesState state = states.getOrDefault(key, SeriesState.unknown(key, time));
                given.put(key, state.measured(value.value(), true, time, duration));
            }
            states = given;
        }
        return List.copyOf(states.values());
    }

    private SeriesKey key(Map<String, String> given) {
        Map<String, String> labels = new TreeMap<>(given);
        labels.remove("__name__");
        labels.putAll(condition.getLabelsMap());
        return SeriesKey.of(TYPE, labels, "", Map.of());
    }

    @Override
    public boolean triggers(List<SeriesState> series) {
        return series.stream().anyMatch(SeriesState::met);
    }

    @Override
    public OptionalDouble threshold() {
        return OptionalDouble.empty();
    }

    @Override
    public long closesAfter(long autoClose) {
        return autoClose;
    }

    @Override
    public void forget(SeriesKey series) {
        states.remove(series);
    }
}
