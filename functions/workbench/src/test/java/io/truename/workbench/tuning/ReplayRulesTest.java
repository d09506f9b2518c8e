// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.monitoring.v3.AlertPolicy;
import com.google.monitoring.v3.AlertPolicy.ConditionCombinerType;
import io.truename.alerting.policy.PolicyEvaluator;
import io.truename.alerting.promql.PromqlEngine;
import io.truename.tuning.backtest.Replay;
import io.truename.tuning.candidate.Bound;
import io.truename.tuning.candidate.FittedPolicy;
import io.truename.tuning.candidate.Hysteresis;
import io.truename.tuning.candidate.PolicyConditions;
import io.truename.tuning.candidate.Side;
import io.truename.tuning.candidate.WeeklyThreshold;
import io.truename.tuning.series.MetricSeries;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The rules of a replay, one a row, beside the engine that evaluates the local cloud's alerts. Values are minutes against a threshold of
 * 100: # violates it, ~ is between 90 and 100, . is well below, and a blank has no value. What fires is x.
 */
class ReplayRulesTest {
    private static final long MONDAY = 1_767_571_200_000L;
    private static final long MINUTE = 60_000;
    private static final long AUTO_CLOSE_SECONDS = 1_800;

    private record Rule(String rule, int minutes, boolean held, List<String> series, String firing) {
        static Rule plain(String rule, int minutes, String series, String firing) {
            return new Rule(rule, minutes, false, List.of(series), firing);
        }

        static Rule held(String rule, int minutes, String series, String firing) {
            return new Rule(rule, minutes, true, List.of(series), firing);
        }

        @Override
        public String toString() {
            return rule;
        }
    }

    static Stream<Rule> rules() {
        return Stream.of(
                Rule.plain("without a duration it opens and closes with a value", 0, ".##.", "_xx_"),
                Rule.plain("a duration lasts from the first violation to the present", 2, ".####.", "___xx_"),
                Rule.plain("a good value within it begins anew", 2, ".##.###.", "______x_"),
                Rule.plain("a missing value within it begins anew", 2, ".## ###.", "______x_"),
                Rule.plain("a missing value closes", 0, "### ##", "xxx_xx"),
                Rule.plain("values near the threshold do not open", 0, "~~~", "___"),
                Rule.held("near values do not open with a hysteresis either", 1, "~~~.", "____"),
                Rule.held("near values keep open", 0, "#~~..", "xxx__"),
                Rule.held("a near value within the hour opens again", 0, "#.~.", "x_x_"),
                Rule.held("it closes after twice the duration", 1, "##~...", "_xxx__"),
                Rule.held("a near value within twice the duration begins anew", 1, "##.~..", "_xxxx_"),
                Rule.held("missing values are not near", 1, "##   ", "_xx__"),
                Rule.held("near values keep open for an hour", 0, "#" + "~".repeat(63), "x".repeat(60) + "____"),
                Rule.held("a new violation begins a new hour", 0, "#~#" + "~".repeat(62), "x".repeat(62) + "___"),
                Rule.plain("auto-close does not close what has values", 0, "#".repeat(40), "x".repeat(40)),
                Rule.plain("a metric that vanishes closes before auto-close", 0, "# ", "x_"),
                new Rule("one of several series is enough", 0, false, List.of("..#..", "#...."), "x_x__"),
                new Rule("several series do not add up to a duration", 1, false, List.of("#.#.#", ".#.#."), "_____"));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void replay_andEngine(Rule rule) {
        Duration lasting = Duration.ofMinutes(rule.minutes());
        Bound bound = Bound.ofValues(Side.ABOVE, WeeklyThreshold.constant(100), lasting);
        FittedPolicy policy =
                new FittedPolicy("rule", 0, List.of(bound)).with(rule.held() ? Hysteresis.USUAL : Hysteresis.NONE);
        List<MetricSeries> series =
                rule.series().stream().map(ReplayRulesTest::series).toList();
        List<boolean[]> each = new ArrayList<>();
        series.forEach(values -> each.add(Replay.firing(policy, values, 0)));
        assertThat(text(Replay.any(each))).isEqualTo(rule.firing());
        assertThat(text(evaluated(policy, series))).isEqualTo(rule.firing());
    }

    private static boolean[] evaluated(FittedPolicy policy, List<MetricSeries> series) {
        PointsInMemory points =
                new PointsInMemory().gauge("custom.googleapis.com/threshold", "", new TreeMap<>(Map.of(MONDAY, 100.0)));
        for (int i = 0; i < series.size(); i++) {
            TreeMap<Long, Double> values = new TreeMap<>();
            for (int slot = 0; slot < series.get(i).size(); slot++) {
                if (!Double.isNaN(series.get(i).value(slot))) {
                    values.put(series.get(i).time(slot), series.get(i).value(slot));
                }
            }
            points.gauge("custom.googleapis.com/latency", Integer.toString(i), values);
        }
        AlertPolicy.Builder alert =
                AlertPolicy.newBuilder().setDisplayName("rule").setCombiner(ConditionCombinerType.OR);
        alert.getAlertStrategyBuilder().getAutoCloseBuilder().setSeconds(AUTO_CLOSE_SECONDS);
        PolicyConditions.of(policy, "custom_googleapis_com:latency", MINUTE, place -> "custom_googleapis_com:threshold")
                .forEach(condition -> alert.addConditionsBuilder()
                        .setDisplayName("query")
                        .getConditionPrometheusQueryLanguageBuilder()
                        .setQuery(condition.query())
                        .getDurationBuilder()
                        .setSeconds(condition.lasting().toSeconds()));
        PolicyEvaluator engine = new PolicyEvaluator(alert.build(), points, new PromqlEngine(points), List.of());
        boolean[] evaluated = new boolean[series.get(0).size()];
        for (int slot = 0; slot < evaluated.length; slot++) {
            evaluated[slot] = !engine.evaluate(MONDAY + slot * MINUTE).open().isEmpty();
        }
        return evaluated;
    }

    private static MetricSeries series(String values) {
        return MetricSeries.of(
                MONDAY,
                MINUTE,
                values.chars()
                        .mapToDouble(value -> switch (value) {
                            case '#' -> 150;
                            case '~' -> 95;
                            case '.' -> 50;
                            default -> Double.NaN;
                        })
                        .toArray());
    }

    private static String text(boolean[] firing) {
        StringBuilder text = new StringBuilder();
        for (boolean fires : firing) {
            text.append(fires ? 'x' : '_');
        }
        return text.toString();
    }
}
