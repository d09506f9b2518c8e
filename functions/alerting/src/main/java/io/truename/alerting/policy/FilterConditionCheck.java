// SPDX-License-Identifier: Apache-2.0
package io.truename.alerting.policy;

import com.google.monitoring.v3.Aggregation;
import com.google.monitoring.v3.Aggregation.Aligner;
import com.google.monitoring.v3.Aggregation.Reducer;
import com.google.monitoring.v3.AlertPolicy.Condition;
import com.google.monitoring.v3.AlertPolicy.Condition.EvaluationMissingData;
import com.google.monitoring.v3.AlertPolicy.Condition.Trigger.TypeCase;
import com.google.monitoring.v3.ComparisonType;
import io.truename.alerting.query.Field;
import io.truename.alerting.query.Filter;
import io.truename.alerting.query.FilterException;
import java.util.List;

/** Rules of the API for conditions that have a filter. */
final class FilterConditionCheck {
    private static final int LONGEST_FILTER = 2048;
    private static final int MOST_AGGREGATIONS = 2;
    private static final long MINUTE = 60;
    private static final long SHORTEST_ABSENCE = 120;
    private static final long LONGEST_ABSENCE = 84_600;
    private static final String COMPARISONS = "Write COMPARISON_GT or COMPARISON_LT.";

    private final List<PolicyProblem> problems;
    private final String field;

    FilterConditionCheck(List<PolicyProblem> problems, String field) {
        this.problems = problems;
        this.field = field;
    }

    void threshold(Condition.MetricThreshold condition) {
        if (SloSelector.looksLike(condition.getFilter())) {
            selector(condition.getFilter(), condition.getAggregationsList());
        } else {
            filter("filter", condition.getFilter(), true);
        }
        aggregations("aggregations", condition.getAggregationsList());
        if (!condition.getDenominatorFilter().isEmpty()) {
            filter("denominator_filter", condition.getDenominatorFilter(), false);
            aggregations("denominator_aggregations", condition.getDenominatorAggregationsList());
            rule(
                    period(condition.getAggregationsList()) == period(condition.getDenominatorAggregationsList()),
                    "denominator_aggregations",
                    "its alignment period is " + period(condition.getDenominatorAggregationsList())
                            + " s, and that of aggregations " + period(condition.getAggregationsList()) + " s",
                    "Write the same for both.");
        }
        rule(
                condition.getComparison() == ComparisonType.COMPARISON_GT
                        || condition.getComparison() == ComparisonType.COMPARISON_LT,
                "comparison",
                "the API refuses " + condition.getComparison(),
                COMPARISONS);
        long duration = condition.getDuration().getSeconds();
        rule(
                duration >= 0
                        && duration % MINUTE == 0
                        && condition.getDuration().getNanos() == 0,
                "duration",
                "it is no multiple of a minute",
                "Write 0s, 60s, 120s and so on.");
        rule(
                duration >= MINUTE
                        || condition.getEvaluationMissingDataValue()
                                == EvaluationMissingData.EVALUATION_MISSING_DATA_UNSPECIFIED_VALUE,
                "evaluation_missing_data",
                "it needs a duration of 60 s at least",
                "Set duration, or leave evaluation_missing_data out.");
        rule(
                !condition.hasForecastOptions(),
                "forecast_options",
                "forecasts are not evaluated here",
                "Leave the policy out.");
        trigger(condition.getTrigger());
    }

    void absence(Condition.MetricAbsence condition) {
        filter("filter", condition.getFilter(), true);
        aggregations("aggregations", condition.getAggregationsList());
        long duration = condition.getDuration().getSeconds();
        rule(
                duration >= SHORTEST_ABSENCE && duration <= LONGEST_ABSENCE && duration % MINUTE == 0,
                "duration",
                "it is " + duration + " s",
                "Write whole minutes, from 120s to 84600s (23.5 hours).");
        trigger(condition.getTrigger());
    }

    private void filter(String name, String text, boolean resourceType) {
        rule(text.length() <= LONGEST_FILTER, name, "it is longer than " + LONGEST_FILTER, "Shorten it.");
        try {
            Filter filter = Filter.parse(text);
            rule(
                    filter.metricType().isPresent(),
                    name,
                    "it names no metric type",
                    "Add metric.type = \"...\", outside of OR and NOT.");
            rule(
                    !resourceType || filter.uses(Field.Kind.RESOURCE_TYPE),
                    name,
                    "it names no resource type",
                    "Add resource.type = \"...\".");
        } catch (FilterException malformed) {
            rule(false, name, malformed.getMessage(), malformed.remedy());
        }
    }

    private void selector(String text, List<Aggregation> aggregations) {
        rule(SloSelector.parse(text).isPresent(), "filter", "this selector is not evaluated here", SloSelector.REMEDY);
        rule(
                aggregations.size() < 2 && aggregations.stream().allMatch(FilterConditionCheck::isOfOneSeries),
                "aggregations",
                "a selector gives one series",
                "Write one aggregation with ALIGN_NEXT_OLDER or ALIGN_MEAN and no reducer.");
    }

    private static boolean isOfOneSeries(Aggregation aggregation) {
        return aggregation.getCrossSeriesReducer() == Reducer.REDUCE_NONE
                && (aggregation.getPerSeriesAligner() == Aligner.ALIGN_NEXT_OLDER
                        || aggregation.getPerSeriesAligner() == Aligner.ALIGN_MEAN
                        || aggregation.getPerSeriesAligner() == Aligner.ALIGN_NONE);
    }

    private void aggregations(String name, List<Aggregation> aggregations) {
        rule(
                aggregations.size() <= MOST_AGGREGATIONS,
                name,
                "there are " + aggregations.size(),
                "Keep " + MOST_AGGREGATIONS + " at most.");
        for (int i = 0; i < aggregations.size(); i++) {
            long seconds = aggregations.get(i).getAlignmentPeriod().getSeconds();
            rule(
                    seconds >= MINUTE || aggregations.get(i).getPerSeriesAligner() == Aligner.ALIGN_NONE,
                    name + "[" + i + "].alignment_period",
                    "it is " + seconds + " s",
                    "Write 60s or more.");
        }
    }

    private static long period(List<Aggregation> aggregations) {
        return aggregations.isEmpty()
                ? 0
                : aggregations.get(aggregations.size() - 1).getAlignmentPeriod().getSeconds();
    }

    private void trigger(Condition.Trigger trigger) {
        rule(
                trigger.getTypeCase() != TypeCase.COUNT || trigger.getCount() > 0,
                "trigger.count",
                "it is " + trigger.getCount(),
                "Write 1 or more.");
        rule(
                trigger.getTypeCase() != TypeCase.PERCENT || (trigger.getPercent() > 0 && trigger.getPercent() <= 100),
                "trigger.percent",
                "it is " + trigger.getPercent(),
                "Write a number above 0, and 100 at most.");
    }

    private void rule(boolean met, String name, String problem, String remedy) {
        if (!met) {
            problems.add(new PolicyProblem(field + "." + name, problem, remedy));
        }
    }
}
