// SPDX-License-Identifier: Apache-2.0
package io.truename.alerttests;

import com.google.monitoring.v3.AlertPolicy;
import com.google.monitoring.v3.AlertPolicy.Condition;
import com.google.monitoring.v3.ComparisonType;
import io.truename.alerting.policy.Evaluation;
import io.truename.alerting.policy.Incident;
import io.truename.alerting.policy.SeriesState;
import java.util.ArrayList;
import java.util.List;

/** Says why a policy fires at a time, or why it does not. */
record Explanation(AlertPolicy policy, Evaluation evaluation, long start) {
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < policy.getConditionsCount(); i++) {
            Condition condition = policy.getConditions(i);
            if (evaluation.series().get(i).isEmpty()) {
                lines.add("condition \"" + condition.getDisplayName() + "\": no series, or none with points yet");
            }
            for (SeriesState state : evaluation.series().get(i)) {
                lines.add("condition \"" + condition.getDisplayName() + "\": " + series(i, condition, state));
            }
        }
        return lines;
    }

    private String series(int place, Condition condition, SeriesState state) {
        return Text.series(state.series()) + " " + value(condition, state) + time(condition, state)
                + incident(place, state);
    }

    private static String value(Condition condition, SeriesState state) {
        if (state.value().isEmpty()) {
            return "has no value";
        }
        String value = Text.number(state.value().getAsDouble());
        if (!condition.hasConditionThreshold()) {
            return "is " + value;
        }
        boolean above = condition.getConditionThreshold().getComparison() == ComparisonType.COMPARISON_GT;
        return "is " + value + ", " + (state.violating() ? "" : "not ") + (above ? "above " : "below ")
                + Text.number(condition.getConditionThreshold().getThresholdValue());
    }

    private String time(Condition condition, SeriesState state) {
        if (!state.violating()) {
            return "";
        }
        String lasted = Text.length(evaluation.time() - state.violatingSince());
        return " for " + lasted + " of " + Text.length(duration(condition) * 1000);
    }

    private static long duration(Condition condition) {
        return switch (condition.getConditionCase()) {
            case CONDITION_THRESHOLD ->
                condition.getConditionThreshold().getDuration().getSeconds();
            case CONDITION_ABSENT ->
                condition.getConditionAbsent().getDuration().getSeconds();
            default ->
                condition.getConditionPrometheusQueryLanguage().getDuration().getSeconds();
        };
    }

    private String incident(int place, SeriesState state) {
        return evaluation.open().stream()
                .filter(incident ->
                        incident.condition() == place && incident.series().equals(state.series()))
                .findFirst()
                .map(this::opened)
                .orElse(state.met() ? "; met, but the policy waits for more" : "");
    }

    private String opened(Incident incident) {
        return "; incident since " + Text.length(incident.opened() - start);
    }
}
