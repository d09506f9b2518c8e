// SPDX-License-Identifier: Apache-2.0
package io.truename.alerting.policy;

import static io.truename.alerting.policy.Policies.above10;
import static io.truename.alerting.policy.Policies.absent;
import static io.truename.alerting.policy.Policies.aligned;
import static io.truename.alerting.policy.Policies.condition;
import static io.truename.alerting.policy.Policies.filter;
import static io.truename.alerting.policy.Policies.policy;
import static io.truename.alerting.policy.Policies.seconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.monitoring.v3.Aggregation.Aligner;
import com.google.monitoring.v3.AlertPolicy;
import com.google.monitoring.v3.AlertPolicy.Condition;
import com.google.monitoring.v3.AlertPolicy.Condition.EvaluationMissingData;
import com.google.monitoring.v3.AlertPolicy.ConditionCombinerType;
import com.google.monitoring.v3.ComparisonType;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the API refuses, one row each: the field that is named and a word of the remedy. Sources: comments of alert.proto. */
final class PolicyCheckTest {
    static Stream<Arguments> refused() {
        return Stream.of(
                threshold(above10("m", 0).setComparison(ComparisonType.COMPARISON_GE), "comparison", "COMPARISON_GT"),
                threshold(above10("m", 90), "duration", "60s"),
                threshold(above10("m", 0).setFilter("resource.type = \"global\""), "filter", "metric.type"),
                threshold(above10("m", 0).setFilter("metric.type = \"m\""), "filter", "resource.type"),
                threshold(above10("m", 0).setFilter("metric.kind = 3"), "filter", "metric.type"),
                threshold(above10("m", 0).setFilter(filter("m".repeat(2100))), "filter", "Shorten"),
                threshold(
                        above10("m", 0).setAggregations(0, aligned(Aligner.ALIGN_MEAN, 30)),
                        "aggregations[0].alignment_period",
                        "60s"),
                threshold(
                        above10("m", 0)
                                .setDenominatorFilter(filter("n"))
                                .addDenominatorAggregations(aligned(Aligner.ALIGN_MEAN, 120)),
                        "denominator_aggregations",
                        "same"),
                threshold(
                        above10("m", 0).setEvaluationMissingData(EvaluationMissingData.EVALUATION_MISSING_DATA_ACTIVE),
                        "evaluation_missing_data",
                        "duration"),
                threshold(
                        above10("m", 0)
                                .setTrigger(Condition.Trigger.newBuilder().setCount(-1)),
                        "trigger.count",
                        "1 or more"),
                threshold(
                        above10("m", 0)
                                .setTrigger(Condition.Trigger.newBuilder().setPercent(101)),
                        "trigger.percent",
                        "100"),
                absence(60, "120s"),
                absence(150, "minutes"),
                absence(86_400, "23.5 hours"),
                Arguments.of(
                        policy(
                                ConditionCombinerType.OR,
                                Collections.nCopies(7, condition(above10("m", 0)))
                                        .toArray(Condition[]::new)),
                        "conditions",
                        "Split"),
                Arguments.of(policy(ConditionCombinerType.OR), "conditions", "Add one"),
                Arguments.of(
                        policy(
                                ConditionCombinerType.COMBINE_UNSPECIFIED,
                                condition(above10("m", 0)),
                                condition(above10("m", 0))),
                        "combiner",
                        "AND"),
                Arguments.of(query("", 30), "conditions[0].condition_prometheus_query_language.query", "PromQL"),
                Arguments.of(
                        query("up", 45),
                        "conditions[0].condition_prometheus_query_language.evaluation_interval",
                        "30s"),
                Arguments.of(autoClose(60), "alert_strategy.auto_close", "1800s"));
    }

    private static Arguments threshold(Condition.MetricThreshold.Builder threshold, String field, String remedy) {
        return Arguments.of(policy(condition(threshold)), "conditions[0].condition_threshold." + field, remedy);
    }

    private static Arguments absence(long duration, String remedy) {
        return Arguments.of(
                policy(condition(absent("m", duration))), "conditions[0].condition_absent.duration", remedy);
    }

    private static AlertPolicy query(String query, long interval) {
        Condition.Builder condition = Condition.newBuilder().setDisplayName("query");
        condition.getConditionPrometheusQueryLanguageBuilder().setQuery(query).setEvaluationInterval(seconds(interval));
        return policy(condition.build());
    }

    private static AlertPolicy autoClose(long seconds) {
        AlertPolicy.Builder policy = policy(condition(above10("m", 0))).toBuilder();
        policy.getAlertStrategyBuilder().setAutoClose(seconds(seconds));
        return policy.build();
    }

    @ParameterizedTest
    @MethodSource
    void refused(AlertPolicy policy, String field, String remedy) {
        assertThat(PolicyCheck.problems(policy)).singleElement().satisfies(problem -> {
            assertThat(problem.field()).isEqualTo(field);
            assertThat(problem.remedy()).contains(remedy);
        });
    }

    @Test
    void evaluator_refusesWithEveryReason() {
        AlertPolicy twice = policy(condition(above10("m", 90).setFilter("metric.type = \"m\"")));
        assertThatThrownBy(() -> new PolicyEvaluator(twice, new MinuteSeries(), QueryEvaluator.NONE, List.of()))
                .isInstanceOfSatisfying(
                        PolicyException.class,
                        refusal -> assertThat(refusal.problems()).hasSize(2));
    }
}
