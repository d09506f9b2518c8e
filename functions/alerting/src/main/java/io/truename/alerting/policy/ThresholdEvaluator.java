// SPDX-License-Identifier: Apache-2.0
package io.truename.alerting.policy;

import com.google.monitoring.v3.AlertPolicy.Condition.EvaluationMissingData;
import com.google.monitoring.v3.AlertPolicy.Condition.MetricThreshold;
import com.google.monitoring.v3.ComparisonType;
import io.truename.alerting.series.SeriesKey;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Compares each series with a threshold; it is met after the duration without a value on the other side. */
final class ThresholdEvaluator implements ConditionEvaluator {
    /** How long after the last value the timer of auto-close starts, at the earliest. */
    private static final long TIMER_STARTS = Duration.ofMinutes(15).toMillis();

    /** How much longer than auto-close an incident stays open where missing data counts as violating. */
    private static final long ACTIVE_STAYS = Duration.ofHours(24).toMillis();

    private final MetricThreshold condition;
    private final SeriesReader reader;
    private final Trigger trigger;
    private final long duration;
    private final SortedMap<SeriesKey, SeriesState> states = new TreeMap<>();

    ThresholdEvaluator(MetricThreshold condition, SeriesReader reader) {
        this.condition = condition;
        this.reader = reader;
        this.trigger = Trigger.of(condition.getTrigger());
        this.duration = condition.getDuration().getSeconds() * 1000;
    }

    @Override
    public List<SeriesState> evaluate(long time) {
        Set<SeriesKey> missing = new HashSet<>(states.keySet());
        for (Measurement measurement : reader.read(time)) {
            missing.remove(measurement.series());
            states.put(
                    measurement.series(),
                    state(measurement.series(), time)
                            .measured(measurement.value(), violates(measurement.value()), time, duration));
        }
        missing.forEach(series -> states.put(series, missing(state(series, time), time)));
        return List.copyOf(states.values());
    }

    private SeriesState state(SeriesKey series, long time) {
        return states.getOrDefault(series, SeriesState.unknown(series, time));
    }

    private SeriesState missing(SeriesState state, long time) {
        return switch (condition.getEvaluationMissingData()) {
            case EVALUATION_MISSING_DATA_INACTIVE -> state.missing(false, time, duration);
            case EVALUATION_MISSING_DATA_ACTIVE -> state.missing(true, time, duration);
            case EVALUATION_MISSING_DATA_NO_OP, EVALUATION_MISSING_DATA_UNSPECIFIED, UNRECOGNIZED -> state.kept();
        };
    }

    private boolean violates(double value) {
        return condition.getComparison() == ComparisonType.COMPARISON_GT
                ? value > condition.getThresholdValue()
                : value < condition.getThresholdValue();
    }

    @Override
    public boolean triggers(List<SeriesState> series) {
        return trigger.by(series);
    }

    @Override
    public OptionalDouble threshold() {
        return OptionalDouble.of(condition.getThresholdValue());
    }

    @Override
    public long closesAfter(long autoClose) {
        return condition.getEvaluationMissingData() == EvaluationMissingData.EVALUATION_MISSING_DATA_ACTIVE
                ? autoClose + ACTIVE_STAYS
                : autoClose + TIMER_STARTS;
    }

    @Override
    public void forget(SeriesKey series) {
        states.remove(series);
    }
}
