// SPDX-License-Identifier: Apache-2.0
package io.truename.local.alerting;

import com.google.monitoring.v3.AlertPolicy;
import com.google.monitoring.v3.AlertPolicy.Condition;
import com.google.monitoring.v3.ServiceLevelObjective;
import io.truename.alerting.policy.Evaluation;
import io.truename.alerting.policy.PolicyEvaluator;
import io.truename.alerting.promql.PromqlEngine;
import io.truename.alerting.series.SeriesSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One policy and its evaluator. Not thread-safe, but for {@link #latest} and {@link #problem}. */
final class PolicyRun {
    private static final System.Logger LOG = System.getLogger(PolicyRun.class.getName());
    private static final long MINUTE = 60_000;

    private final AlertPolicy policy;
    private final PolicyEvaluator evaluator;
    private volatile @Nullable Evaluation latest;
    private volatile @Nullable String problem;

    PolicyRun(AlertPolicy policy, SeriesSource source, List<ServiceLevelObjective> objectives) {
        this.policy = policy;
        this.evaluator = new PolicyEvaluator(policy, source, new PromqlEngine(source), objectives);
    }

    AlertPolicy policy() {
        return policy;
    }

    /** Returns the last part of the policy's name. */
    String alert() {
        return lastPart(policy.getName());
    }

    /** Returns the last part of a condition's name. */
    String condition(int place) {
        return lastPart(policy.getConditions(place).getName());
    }

    static String lastPart(String name) {
        return name.substring(name.lastIndexOf('/') + 1);
    }

    /** Returns the longest time for which a condition must be met, in milliseconds. */
    long longest() {
        return policy.getConditionsList().stream()
                .mapToLong(PolicyRun::duration)
                .max()
                .orElse(0);
    }

    private static long duration(Condition condition) {
        return 1000
                * Math.max(
                        condition.getConditionThreshold().getDuration().getSeconds(),
                        Math.max(
                                condition.getConditionAbsent().getDuration().getSeconds(),
                                condition
                                        .getConditionPrometheusQueryLanguage()
                                        .getDuration()
                                        .getSeconds()));
    }

    /** Evaluates the minutes before a time, so that the evaluator has the state that it would have had it run then. */
    void recall(long from, long time) {
        for (long minute = from - Math.floorMod(from, MINUTE); minute < time; minute += MINUTE) {
            var unused = evaluate(minute);
        }
    }

    /** Evaluates the policy; empty if it fails, which is logged once. */
    Optional<Evaluation> evaluate(long time) {
        try {
            Evaluation evaluation = evaluator.evaluate(time);
            latest = evaluation;
            problem = null;
            return Optional.of(evaluation);
        } catch (RuntimeException failed) {
            if (problem == null) {
                LOG.log(System.Logger.Level.WARNING, "The alert " + alert() + " is not evaluated: " + failed, failed);
            }
            problem = String.valueOf(failed.getMessage());
            return Optional.empty();
        }
    }

    Optional<Evaluation> latest() {
        return Optional.ofNullable(latest);
    }

    Optional<String> problem() {
        return Optional.ofNullable(problem);
    }
}
