// SPDX-License-Identifier: Apache-2.0
package io.truename.alerting.policy;

import static io.truename.alerting.policy.Policies.above10;
import static io.truename.alerting.policy.Policies.absent;
import static io.truename.alerting.policy.Policies.condition;
import static io.truename.alerting.policy.Policies.open;
import static io.truename.alerting.policy.Policies.policy;
import static io.truename.alerting.policy.Policies.seconds;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.monitoring.v3.AlertPolicy;
import com.google.monitoring.v3.AlertPolicy.ConditionCombinerType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Absence and combiners. Sources: comments of alert.proto; page "Metric-absence alerting policies". */
final class CombinerTest {
    /** Two conditions: at first none is met, then that of zone x, then also one of zone y, at last one of zone x. */
    @ParameterizedTest
    @CsvSource({
        "OR, . 1 2 3",
        "AND, . . 2 3",
        "AND_WITH_MATCHING_RESOURCE, . . . 2",
    })
    void combiners(ConditionCombinerType type, String open) {
        MinuteSeries series = new MinuteSeries()
                .gauge("m", "a", "x", "1 11 11 11")
                .gauge("n", "a", "y", "1 1 11 11")
                .gauge("n", "b", "x", "1 1 1 11");
        AlertPolicy policy = policy(type, condition(above10("m", 0)), condition(above10("n", 0)));
        assertThat(open(policy, series, 4)).isEqualTo(open);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "no data for the duration         | 1 _ _ _ | . . 1 1",
                "closes with the next point       | 1 _ _ 1 | . . 1 .",
                "a point in time resets           | 1 _ 1 _ | . . . .",
                "a series without points is none  | _ _ _ _ | . . . .",
            })
    void absence(String rule, String values, String open) {
        assertThat(open(policy(condition(absent("m", 120))), new MinuteSeries().gauge("m", "a", "x", values), 4))
                .as(rule)
                .isEqualTo(open);
    }

    /** A series that another one of the metric outlives is missing alone. */
    @Test
    void absence_isBySeries() {
        MinuteSeries series = new MinuteSeries().gauge("m", "a", "x", "1 _ _ _").gauge("m", "b", "x", "1 1 1 1");
        assertThat(open(policy(condition(absent("m", 120))), series, 4)).isEqualTo(". . 1 1");
    }

    @Test
    void absence_closesByItself() {
        AlertPolicy.Builder policy = policy(condition(absent("m", 120))).toBuilder();
        policy.getAlertStrategyBuilder().setAutoClose(seconds(1800));
        String open = open(policy.build(), new MinuteSeries().gauge("m", "a", "x", "1"), 32);
        assertThat(open).startsWith(". . 1").endsWith("1 . .");
    }

    @Test
    void policy_disabled() {
        AlertPolicy.Builder policy = policy(condition(above10("m", 0))).toBuilder();
        policy.getEnabledBuilder().setValue(false);
        assertThat(open(policy.build(), new MinuteSeries().gauge("m", "a", "x", "11 11"), 2))
                .isEqualTo(". .");
    }
}
