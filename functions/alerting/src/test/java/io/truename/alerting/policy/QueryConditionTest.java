// SPDX-License-Identifier: Apache-2.0
package io.truename.alerting.policy;

import static io.truename.alerting.policy.Policies.policy;
import static io.truename.alerting.policy.Policies.seconds;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.monitoring.v3.AlertPolicy.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** PromQL conditions over an evaluator that answers from a table. Source: comments of alert.proto. */
final class QueryConditionTest {
    private static final QueryEvaluator BUSY_UNTIL_3 = (query, time) -> time < MinuteSeries.minute(3)
            ? List.of(new QueryEvaluator.Value(Map.of("__name__", "up", "job", "a"), 7))
            : List.of();

    private static PolicyEvaluator evaluator(long duration, long interval, QueryEvaluator queries) {
        Condition.Builder condition = Condition.newBuilder().setDisplayName("query");
        condition
                .getConditionPrometheusQueryLanguageBuilder()
                .setQuery("up")
                .putLabels("team", "ids")
                .setDuration(seconds(duration))
                .setEvaluationInterval(seconds(interval));
        return new PolicyEvaluator(policy(condition.build()), new MinuteSeries(), queries, List.of());
    }

    @Test
    void duration_pendingThenFiringThenGone() {
        PolicyEvaluator evaluator = evaluator(120, 60, BUSY_UNTIL_3);
        List<Integer> open = new ArrayList<>();
        for (int minute = 0; minute < 4; minute++) {
            open.add(evaluator.evaluate(MinuteSeries.minute(minute)).open().size());
        }
        assertThat(open).containsExactly(0, 0, 1, 0);
    }

    @Test
    void labels_areAddedAndTheNameIsNot() {
        Incident incident = evaluator(0, 30, BUSY_UNTIL_3)
                .evaluate(MinuteSeries.minute(0))
                .opened()
                .get(0);
        assertThat(incident.series().metricLabels()).isEqualTo(Map.of("job", "a", "team", "ids"));
        assertThat(incident.value()).hasValue(7);
    }

    @Test
    void interval_asksNoSooner() {
        PolicyEvaluator evaluator = evaluator(0, 120, BUSY_UNTIL_3);
        evaluator.evaluate(MinuteSeries.minute(2));
        assertThat(evaluator.evaluate(MinuteSeries.minute(3)).open()).hasSize(1);
        assertThat(evaluator.evaluate(MinuteSeries.minute(4)).open()).isEmpty();
    }
}
