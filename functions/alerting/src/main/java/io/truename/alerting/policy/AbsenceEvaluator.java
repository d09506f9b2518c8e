// SPDX-License-Identifier: Apache-2.0
package io.truename.alerting.policy;

import com.google.monitoring.v3.AlertPolicy.Condition.MetricAbsence;
import io.truename.alerting.series.SeriesKey;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Waits for data of each series that had some since the first evaluation. */
final class AbsenceEvaluator implements ConditionEvaluator {
    private final SeriesReader reader;
    private final Trigger trigger;
    private final long duration;
    private final SortedMap<SeriesKey, SeriesState> states = new TreeMap<>();

    AbsenceEvaluator(MetricAbsence condition, SeriesReader reader) {
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
                    SeriesState.unknown(measurement.series(), time).measured(measurement.value(), false, time, 0));
        }
        missing.forEach(series -> states.computeIfPresent(series, (key, state) -> absent(state, time)));
        return List.copyOf(states.values());
    }

    private SeriesState absent(SeriesState state, long time) {
        return new SeriesState(
                state.series(),
                OptionalDouble.empty(),
                true,
                state.lastData(),
                state.lastData(),
                time - state.lastData() >= duration);
    }

    @Override
    public boolean triggers(List<SeriesState> series) {
        return trigger.by(series);
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
