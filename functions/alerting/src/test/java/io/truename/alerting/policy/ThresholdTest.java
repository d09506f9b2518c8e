// SPDX-License-Identifier: Apache-2.0
package io.truename.alerting.policy;

import static io.truename.alerting.policy.Policies.above10;
import static io.truename.alerting.policy.Policies.aligned;
import static io.truename.alerting.policy.Policies.condition;
import static io.truename.alerting.policy.Policies.filter;
import static io.truename.alerting.policy.Policies.open;
import static io.truename.alerting.policy.Policies.policy;
import static io.truename.alerting.policy.Policies.seconds;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.monitoring.v3.Aggregation.Aligner;
import com.google.monitoring.v3.Aggregation.Reducer;
import com.google.monitoring.v3.AlertPolicy;
import com.google.monitoring.v3.AlertPolicy.Condition.EvaluationMissingData;
import com.google.monitoring.v3.AlertPolicy.Condition.MetricThreshold;
import com.google.monitoring.v3.ComparisonType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Rules of threshold conditions, one row each: points by minute, and how many incidents are open. Sources: A = comments of
 * alert.proto; B = page "Behavior of metric-based alerting policies".
 */
final class ThresholdTest {
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "A: above, not equal                      |   0 | 10 11 10   | . 1 .",
                "A: violates for the whole duration       | 120 | 11 11 11 1 | . . 1 .",
                "B: one good value resets the duration    | 120 | 11 11 9 11 11 11 | . . . . . 1",
                "B: closes with the first good value      |  60 | 11 11 10 11 | . 1 . .",
            })
    void duration(String rule, long duration, String values, String open) {
        assertThat(open(policy(condition(above10("m", duration))), gauge(values), minutes(open)))
                .as(rule)
                .isEqualTo(open);
    }

    private static int minutes(String open) {
        return open.split(" ", -1).length;
    }

    private static MinuteSeries gauge(String values) {
        return new MinuteSeries().gauge("m", "a", "x", values);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "A: unspecified is NO_OP        | UNSPECIFIED | 11 11 _ _ 11 | . 1 1 1 1",
                "B: NO_OP, an incident stays    | NO_OP       | 11 11 _ _ 1  | . 1 1 1 .",
                "B: NO_OP, no incident opens    | NO_OP       | 11 _ _ _     | . . . .",
                "B: INACTIVE, an incident closes| INACTIVE    | 11 11 _ 11   | . 1 . .",
                "B: ACTIVE, an incident stays   | ACTIVE      | 11 11 _ _ 1  | . 1 1 1 .",
                "B: ACTIVE, an incident opens   | ACTIVE      | 1 _ _ 1      | . . 1 .",
            })
    void missingData(String rule, String option, String values, String open) {
        MetricThreshold.Builder threshold = above10("m", 60)
                .setEvaluationMissingData(EvaluationMissingData.valueOf("EVALUATION_MISSING_DATA_" + option));
        assertThat(open(policy(condition(threshold)), gauge(values), minutes(open)))
                .as(rule)
                .isEqualTo(open);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "A: the default is one series      | 0 |   0 | . 1 2 3",
                "A: count of series                | 2 |   0 | . . 2 3",
                "A: percent of series              | 0 |  60 | . . 2 3",
                "A: all of them                    | 0 | 100 | . . . 3",
            })
    void trigger(String rule, int count, double percent, String open) {
        MinuteSeries series = new MinuteSeries()
                .gauge("m", "a", "x", "1 11 11 11")
                .gauge("m", "b", "x", "1 1 11 11")
                .gauge("m", "c", "x", "1 1 1 11");
        MetricThreshold.Builder threshold = above10("m", 0);
        if (count > 0) {
            threshold.getTriggerBuilder().setCount(count);
        } else if (percent > 0) {
            threshold.getTriggerBuilder().setPercent(percent);
        }
        assertThat(open(policy(condition(threshold)), series, 4)).as(rule).isEqualTo(open);
    }

    /** Source A: the series is on the left-hand side. */
    @Test
    void comparison_lessThan() {
        MetricThreshold.Builder below = above10("m", 0).setComparison(ComparisonType.COMPARISON_LT);
        assertThat(open(policy(condition(below)), gauge("11 10 9"), 3)).isEqualTo(". . 1");
    }

    /** Source B: at each evaluation the alignment period ends then, so a window of three minutes slides by one. */
    @Test
    void alignmentPeriod_slides() {
        MetricThreshold.Builder sum =
                above10("m", 0).clearAggregations().addAggregations(aligned(Aligner.ALIGN_SUM, 180));
        assertThat(open(policy(condition(sum)), gauge("0 4 4 4 0 0"), 6)).isEqualTo(". . . 1 . .");
    }

    /** Source A: multiple aggregations are applied in order. */
    @Test
    void aggregations_reduceAcrossSeries() {
        MinuteSeries series = new MinuteSeries().gauge("m", "a", "x", "6 6 1").gauge("m", "b", "x", "1 6 6");
        MetricThreshold.Builder sum = above10("m", 0)
                .clearAggregations()
                .addAggregations(aligned(Aligner.ALIGN_MEAN, 60).toBuilder().setCrossSeriesReducer(Reducer.REDUCE_SUM));
        assertThat(open(policy(condition(sum)), series, 3)).isEqualTo(". 1 .");
    }

    /** Source A: denominator_filter. Each series is divided by the one of its labels; nothing is divided by 0. */
    @Test
    void ratio_dividesByTheSeriesOfTheSameLabels() {
        MinuteSeries series = new MinuteSeries()
                .delta("errors", "a", "x", "1 3 3 3")
                .delta("requests", "a", "x", "10 10 0 _")
                .delta("errors", "b", "x", "1 1 1 1")
                .delta("requests", "b", "x", "10 10 10 10");
        MetricThreshold.Builder ratio = above10("errors", 0)
                .clearAggregations()
                .addAggregations(aligned(Aligner.ALIGN_SUM, 60))
                .setDenominatorFilter(filter("requests"))
                .addDenominatorAggregations(aligned(Aligner.ALIGN_SUM, 60))
                .setEvaluationMissingData(EvaluationMissingData.EVALUATION_MISSING_DATA_UNSPECIFIED)
                .setThresholdValue(0.2);
        assertThat(open(policy(condition(ratio)), series, 2)).isEqualTo(". 1");
        PolicyEvaluator evaluator =
                new PolicyEvaluator(policy(condition(ratio)), series, QueryEvaluator.NONE, List.of());
        Incident incident = evaluator.evaluate(MinuteSeries.minute(1)).opened().get(0);
        assertThat(incident.series().metricLabels()).containsEntry("shard", "a");
        assertThat(incident.value()).hasValue(0.3);
        assertThat(incident.threshold()).hasValue(0.2);
        assertThat(evaluator
                        .evaluate(MinuteSeries.minute(2))
                        .series()
                        .get(0)
                        .get(0)
                        .value())
                .isEmpty();
    }

    /** Source A: auto_close. Source B: its timer starts 15 minutes after the last value at the earliest. */
    @Test
    void autoClose_closesWithoutData() {
        AlertPolicy.Builder policy = policy(condition(above10("m", 0))).toBuilder();
        policy.getAlertStrategyBuilder().setAutoClose(seconds(1800));
        PolicyEvaluator evaluator = new PolicyEvaluator(policy.build(), gauge("11"), QueryEvaluator.NONE, List.of());
        assertThat(evaluator.evaluate(MinuteSeries.minute(0)).opened()).hasSize(1);
        assertThat(evaluator.evaluate(MinuteSeries.minute(44)).open()).hasSize(1);
        assertThat(evaluator.evaluate(MinuteSeries.minute(45)).closed())
                .singleElement()
                .satisfies(incident -> assertThat(incident.closed()).hasValue(MinuteSeries.minute(45)));
    }

    /** A metric that nothing wrote yet has no series; a policy that waits for it must not break the others. */
    @Test
    void metric_unknown() {
        assertThat(open(policy(condition(above10("other", 0))), gauge("11"), 1)).isEqualTo(".");
    }
}
