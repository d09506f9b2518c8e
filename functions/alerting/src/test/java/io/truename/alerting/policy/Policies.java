// SPDX-License-Identifier: Apache-2.0
package io.truename.alerting.policy;

import com.google.monitoring.v3.Aggregation;
import com.google.monitoring.v3.Aggregation.Aligner;
import com.google.monitoring.v3.AlertPolicy;
import com.google.monitoring.v3.AlertPolicy.Condition;
import com.google.monitoring.v3.AlertPolicy.ConditionCombinerType;
import com.google.monitoring.v3.ComparisonType;
import com.google.monitoring.v3.ServiceLevelObjective;
import com.google.protobuf.Duration;
import java.util.List;
import java.util.StringJoiner;

/** Policies for tests, and what a policy does minute by minute. */
final class Policies {
    private Policies() {}

    static Duration seconds(long seconds) {
        return Duration.newBuilder().setSeconds(seconds).build();
    }

    static String filter(String metric) {
        return "metric.type = \"" + metric + "\" AND resource.type = \"global\"";
    }

    static Aggregation aligned(Aligner aligner, long seconds) {
        return Aggregation.newBuilder()
                .setPerSeriesAligner(aligner)
                .setAlignmentPeriod(seconds(seconds))
                .build();
    }

    /** Returns a condition that the mean of a minute is above 10 for a time. */
    static Condition.MetricThreshold.Builder above10(String metric, long duration) {
        return Condition.MetricThreshold.newBuilder()
                .setFilter(filter(metric))
                .addAggregations(aligned(Aligner.ALIGN_MEAN, 60))
                .setComparison(ComparisonType.COMPARISON_GT)
                .setThresholdValue(10)
                .setDuration(seconds(duration));
    }

    static Condition.MetricAbsence.Builder absent(String metric, long duration) {
        return Condition.MetricAbsence.newBuilder()
                .setFilter(filter(metric))
                .addAggregations(aligned(Aligner.ALIGN_MEAN, 60))
                .setDuration(seconds(duration));
    }

    static Condition condition(Condition.MetricThreshold.Builder threshold) {
        return Condition.newBuilder()
                .setDisplayName("threshold")
                .setConditionThreshold(threshold)
                .build();
    }

    static Condition condition(Condition.MetricAbsence.Builder absence) {
        return Condition.newBuilder()
                .setDisplayName("absence")
                .setConditionAbsent(absence)
                .build();
    }

    static AlertPolicy policy(ConditionCombinerType combiner, Condition... conditions) {
        return AlertPolicy.newBuilder()
                .setDisplayName("policy")
                .setCombiner(combiner)
                .addAllConditions(List.of(conditions))
                .build();
    }

    static AlertPolicy policy(Condition condition) {
        return policy(ConditionCombinerType.OR, condition);
    }

    /** Evaluates a policy each minute from 0 on and returns the number of open incidents at each, 0 as a dot. */
    static String open(AlertPolicy policy, MinuteSeries series, int minutes, ServiceLevelObjective... objectives) {
        PolicyEvaluator evaluator = new PolicyEvaluator(policy, series, QueryEvaluator.NONE, List.of(objectives));
        StringJoiner counts = new StringJoiner(" ");
        for (int minute = 0; minute < minutes; minute++) {
            int open = evaluator.evaluate(MinuteSeries.minute(minute)).open().size();
            counts.add(open == 0 ? "." : String.valueOf(open));
        }
        return counts.toString();
    }
}
