// SPDX-License-Identifier: Apache-2.0
package io.truename.observability.policy;

import com.google.monitoring.v3.Aggregation;
import com.google.monitoring.v3.Aggregation.Aligner;
import com.google.monitoring.v3.Aggregation.Reducer;
import com.google.monitoring.v3.AlertPolicy.Condition;
import com.google.monitoring.v3.AlertPolicy.Condition.EvaluationMissingData;
import com.google.monitoring.v3.AlertPolicy.Condition.MetricAbsence;
import com.google.monitoring.v3.AlertPolicy.Condition.MetricThreshold;
import com.google.monitoring.v3.AlertPolicy.Condition.PrometheusQueryLanguageCondition;
import com.google.monitoring.v3.ComparisonType;
import io.truename.catalog.AlertSpec;
import java.time.Duration;
import java.util.Locale;

/** Conditions of alert policies. */
final class AlertConditions {
    private static final Duration EVERY = Duration.ofMinutes(1);

    private AlertConditions() {}

    static Condition of(AlertSpec alert, String key, AlertSpec.Condition condition) {
        Condition.Builder made = Condition.newBuilder().setDisplayName(key);
        if (condition instanceof AlertSpec.Condition.Threshold threshold) {
            return made.setConditionThreshold(MetricThreshold.newBuilder()
                            .setFilter(threshold.series().filter())
                            .addAggregations(aggregation(threshold.aggregation()))
                            .setComparison(
                                    threshold.bound().above()
                                            ? ComparisonType.COMPARISON_GT
                                            : ComparisonType.COMPARISON_LT)
                            .setThresholdValue(threshold.bound().value())
                            .setEvaluationMissingData(missingData(threshold.aggregation()))
                            .setDuration(Durations.of(threshold.lasting())))
                    .build();
        }
        if (condition instanceof AlertSpec.Condition.Absent absent) {
            return made.setConditionAbsent(MetricAbsence.newBuilder()
                            .setFilter(absent.series().filter())
                            .addAggregations(aggregation(absent.aggregation()))
                            .setDuration(Durations.of(absent.lasting())))
                    .build();
        }
        AlertSpec.Condition.Query query = (AlertSpec.Condition.Query) condition;
        return made.setConditionPrometheusQueryLanguage(PrometheusQueryLanguageCondition.newBuilder()
                        .setQuery("(" + query.query() + ") " + comparison(alert, query.bound()))
                        .setDuration(Durations.of(query.lasting()))
                        .setEvaluationInterval(Durations.of(EVERY))
                        .setDisableMetricValidation(true))
                .build();
    }

    /** Without requests or log lines changes have no points, and the incident would stay open for a day. */
    private static EvaluationMissingData missingData(AlertSpec.Aggregation aggregation) {
        return aggregation.align().equalsIgnoreCase("delta")
                ? EvaluationMissingData.EVALUATION_MISSING_DATA_INACTIVE
                : EvaluationMissingData.EVALUATION_MISSING_DATA_UNSPECIFIED;
    }

    /**
     * The comparison with a threshold, a tuned one if there is any. A comparison of PromQL keeps the labels and the value of its left
     * side; on() lets each of its series meet the one threshold.
     */
    private static String comparison(AlertSpec alert, AlertSpec.Bound bound) {
        String operator = bound.above() ? "> " : "< ";
        return bound.tuned()
                ? operator + "on() group_left() (" + TunedThreshold.query(alert, bound.value()) + ")"
                : operator + TunedThreshold.number(bound.value());
    }

    static Condition ofBurnRate(String objective, String which, Duration window, double factor) {
        return Condition.newBuilder()
                .setDisplayName(which + " window of " + window.toMinutes() + " minutes")
                .setConditionThreshold(MetricThreshold.newBuilder()
                        .setFilter("select_slo_burn_rate(\"" + objective + "\", \"" + window.toSeconds() + "s\")")
                        .setComparison(ComparisonType.COMPARISON_GT)
                        .setThresholdValue(factor)
                        .setDuration(Durations.of(Duration.ZERO)))
                .build();
    }

    static Condition ofBudget(String objective) {
        return Condition.newBuilder()
                .setDisplayName("remaining budget")
                .setConditionThreshold(MetricThreshold.newBuilder()
                        .setFilter("select_slo_budget_fraction(\"" + objective + "\")")
                        .addAggregations(Aggregation.newBuilder()
                                .setAlignmentPeriod(Durations.of(EVERY))
                                .setPerSeriesAligner(Aligner.ALIGN_NEXT_OLDER))
                        .setComparison(ComparisonType.COMPARISON_LT)
                        .setDuration(Durations.of(Duration.ZERO)))
                .build();
    }

    private static Aggregation aggregation(AlertSpec.Aggregation aggregation) {
        Aggregation.Builder made = Aggregation.newBuilder()
                .setAlignmentPeriod(Durations.of(aggregation.period()))
                .setPerSeriesAligner(
                        Aligner.valueOf("ALIGN_" + aggregation.align().toUpperCase(Locale.ROOT)))
                .setCrossSeriesReducer(
                        Reducer.valueOf("REDUCE_" + aggregation.reduce().toUpperCase(Locale.ROOT)));
        aggregation.over().stream()
                .map(field -> field.replaceFirst("^(resource|metric)\\.", "$1.labels."))
                .forEach(made::addGroupByFields);
        return made.build();
    }
}
