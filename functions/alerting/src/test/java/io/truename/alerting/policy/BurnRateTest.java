// SPDX-License-Identifier: Apache-2.0
package io.truename.alerting.policy;

import static io.truename.alerting.policy.MinuteSeries.minute;
import static io.truename.alerting.policy.Policies.above10;
import static io.truename.alerting.policy.Policies.aligned;
import static io.truename.alerting.policy.Policies.condition;
import static io.truename.alerting.policy.Policies.filter;
import static io.truename.alerting.policy.Policies.open;
import static io.truename.alerting.policy.Policies.policy;
import static io.truename.alerting.policy.Policies.seconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.monitoring.v3.Aggregation.Aligner;
import com.google.monitoring.v3.AlertPolicy;
import com.google.monitoring.v3.AlertPolicy.Condition;
import com.google.monitoring.v3.AlertPolicy.ConditionCombinerType;
import com.google.monitoring.v3.ServiceLevelObjective;
import io.truename.alerting.query.QueryEngine;
import io.truename.alerting.series.Buckets;
import io.truename.alerting.series.Histogram;
import io.truename.alerting.series.MonitoringException;
import io.truename.alerting.slo.Objective;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Objectives and the filters that select them. Sources: comments of service.proto; page "Retrieving SLO data"; SRE Workbook,
 * chapter 5, table 5-8.
 */
final class BurnRateTest {
    private static final String NAME = "projects/p/services/s/serviceLevelObjectives/availability";
    private static final long FIVE_MINUTES = 300_000;

    private static ServiceLevelObjective.Builder objective(double goal) {
        return ServiceLevelObjective.newBuilder().setName(NAME).setGoal(goal).setRollingPeriod(seconds(86_400));
    }

    private static ServiceLevelObjective.Builder badOfTotal(double goal) {
        ServiceLevelObjective.Builder objective = objective(goal);
        objective
                .getServiceLevelIndicatorBuilder()
                .getRequestBasedBuilder()
                .getGoodTotalRatioBuilder()
                .setBadServiceFilter(filter("bad"))
                .setTotalServiceFilter(filter("total"));
        return objective;
    }

    private static Condition faster(String window, double factor) {
        return condition(above10("", 0)
                .setFilter("select_slo_burn_rate(\"" + NAME + "\", \"" + window + "\")")
                .setAggregations(0, aligned(Aligner.ALIGN_NEXT_OLDER, 60))
                .setThresholdValue(factor));
    }

    private static Objective objective(ServiceLevelObjective.Builder objective, MinuteSeries series) {
        return new Objective(objective.build(), new QueryEngine(series));
    }

    private static String times(int count, String value) {
        return (value + " ").repeat(count);
    }

    /** A total outage from minute 60 to 62: the long window sees it at once, the short one ends it after five minutes. */
    @Test
    void tier_firesWhileBothWindowsBurn() {
        MinuteSeries series = new MinuteSeries()
                .delta("total", "a", "x", times(80, "100"))
                .delta("bad", "a", "x", times(60, "0") + times(3, "100") + times(17, "0"));
        AlertPolicy tier = policy(ConditionCombinerType.AND, faster("3600s", 14.4), faster("300s", 14.4));
        assertThat(open(tier, series, 80, badOfTotal(0.9995).build()))
                .isEqualTo(times(60, ".") + times(7, "2") + times(13, ".").trim());
    }

    /**
     * The tier of three days, hour by hour: three days without a failure, three days that burn evenly, and none again. It opens when
     * the long window has spent its share, and closes by the short one, as the long one remembers for days.
     */
    @ParameterizedTest
    @CsvSource({"9, never, never", "11, 66, 1", "25, 29, 4", "100, 8, 6"})
    void tierOfThreeDays_opensAndCloses(String bad, String opens, String closes) {
        int days = 3 * 24 * 60;
        MinuteSeries series = new MinuteSeries()
                .delta("total", "a", "x", times(3 * days, "10000"))
                .delta("bad", "a", "x", times(days, "0") + times(days, bad) + times(days, "0"));
        PolicyEvaluator ticket = new PolicyEvaluator(
                policy(ConditionCombinerType.AND, faster("259200s", 1), faster("21600s", 1)),
                series,
                QueryEvaluator.NONE,
                List.of(badOfTotal(0.999).setRollingPeriod(seconds(30 * 86_400)).build()));
        String opened = "never";
        String closed = "never";
        boolean open = false;
        for (int hour = 0; hour < 9 * 24; hour++) {
            boolean now = !ticket.evaluate(minute(hour * 60 - 1)).open().isEmpty();
            if (now && !open) {
                opened = String.valueOf(hour - 72);
            } else if (open && !now) {
                closed = String.valueOf(hour - 144);
            }
            open = now;
        }
        assertThat(opened + ", " + closed).isEqualTo(opens + ", " + closes);
    }

    /** Bad events of a tenth burn the budget of 99 percent ten times too fast; at 95 percent nothing burns faster than 20. */
    @ParameterizedTest
    @CsvSource({"0.99, 10, 10", "0.95, 100, 20", "0.999, 0, 0"})
    void requests_badOfTotal(double goal, String bad, double burn) {
        MinuteSeries series =
                new MinuteSeries().delta("total", "a", "x", times(6, "100")).delta("bad", "a", "x", times(6, bad));
        assertThat(objective(badOfTotal(goal), series)
                        .burnRate(minute(5), FIVE_MINUTES)
                        .orElseThrow())
                .isCloseTo(burn, within(1e-9));
    }

    /** No request was bad where nothing ever counted one, and no share exists without requests. */
    @Test
    void requests_withoutSeries() {
        MinuteSeries series = new MinuteSeries().delta("total", "a", "x", times(6, "100"));
        assertThat(objective(badOfTotal(0.9), series).burnRate(minute(5), FIVE_MINUTES))
                .hasValue(0);
        assertThat(objective(badOfTotal(0.9), new MinuteSeries()).burnRate(minute(5), FIVE_MINUTES))
                .isEmpty();
    }

    @Test
    void requests_goodAndBad() {
        ServiceLevelObjective.Builder objective = badOfTotal(0.9);
        objective
                .getServiceLevelIndicatorBuilder()
                .getRequestBasedBuilder()
                .getGoodTotalRatioBuilder()
                .clearTotalServiceFilter()
                .setGoodServiceFilter(filter("good"));
        MinuteSeries series =
                new MinuteSeries().delta("good", "a", "x", times(6, "80")).delta("bad", "a", "x", times(6, "20"));
        assertThat(objective(objective, series)
                        .burnRate(minute(5), FIVE_MINUTES)
                        .orElseThrow())
                .isCloseTo(2, within(1e-9));
    }

    /** Of four values in each minute, two lie below the bucket's bound of 200 and one half of those up to 400 below 300. */
    @ParameterizedTest
    @CsvSource({"200, 5", "300, 2.5", "Infinity, 0"})
    void distributionCut(double bound, double burn) {
        ServiceLevelObjective.Builder objective = objective(0.9);
        objective
                .getServiceLevelIndicatorBuilder()
                .getRequestBasedBuilder()
                .getDistributionCutBuilder()
                .setDistributionFilter(filter("latency"))
                .getRangeBuilder()
                .setMax(bound);
        Histogram minute = Histogram.of(Buckets.explicit(100, 200, 400), 50, 150, 250, 350);
        MinuteSeries series = new MinuteSeries().latencies("latency", 6, minute);
        assertThat(objective(objective, series)
                        .burnRate(minute(5), FIVE_MINUTES)
                        .orElseThrow())
                .isCloseTo(burn, within(1e-9));
    }

    /** Windows of two minutes; their means are 1, 5 and 9, and the bounds belong to the range. */
    @Test
    void windows_meanInRange() {
        ServiceLevelObjective.Builder objective = objective(0.5);
        objective
                .getServiceLevelIndicatorBuilder()
                .getWindowsBasedBuilder()
                .setWindowPeriod(seconds(120))
                .getMetricMeanInRangeBuilder()
                .setTimeSeries(filter("share"))
                .getRangeBuilder()
                .setMin(1)
                .setMax(5);
        MinuteSeries series = new MinuteSeries().gauge("share", "a", "x", "_ 0 2 4 6 9 9");
        assertThat(objective(objective, series).burnRate(minute(6), 360_000).orElseThrow())
                .isCloseTo(2.0 / 3, within(1e-9));
    }

    /** Windows of two minutes: 0 1 is good, 0 0 is not, 1 1 is good. */
    @Test
    void windows_anyTrue() {
        ServiceLevelObjective.Builder objective = objective(0.5);
        objective
                .getServiceLevelIndicatorBuilder()
                .getWindowsBasedBuilder()
                .setWindowPeriod(seconds(120))
                .setGoodBadMetricFilter(filter("up"));
        MinuteSeries series = new MinuteSeries().flags("up", "0 0 1 0 0 1 1");
        assertThat(objective(objective, series).burnRate(minute(6), 360_000).orElseThrow())
                .isCloseTo(2.0 / 3, within(1e-9));
    }

    /** Two series of 1 each: their sum lies outside of the range, their mean inside. */
    @Test
    void windows_sumInRange() {
        ServiceLevelObjective.Builder objective = objective(0.5);
        objective
                .getServiceLevelIndicatorBuilder()
                .getWindowsBasedBuilder()
                .setWindowPeriod(seconds(60))
                .getMetricSumInRangeBuilder()
                .setTimeSeries(filter("share"))
                .getRangeBuilder()
                .setMax(1);
        MinuteSeries series =
                new MinuteSeries().gauge("share", "a", "x", "1 1 1").gauge("share", "b", "x", "1 1 1");
        assertThat(objective(objective, series).burnRate(minute(2), 120_000)).hasValue(2);
    }

    @Test
    void windows_ofGoodPerformance() {
        ServiceLevelObjective.Builder objective = objective(0.5);
        objective
                .getServiceLevelIndicatorBuilder()
                .getWindowsBasedBuilder()
                .setWindowPeriod(seconds(60))
                .getGoodTotalRatioThresholdBuilder()
                .setThreshold(0.9)
                .setPerformance(badOfTotal(0.5).getServiceLevelIndicator().getRequestBased());
        MinuteSeries series =
                new MinuteSeries().delta("total", "a", "x", "10 10 10 0 10").delta("bad", "a", "x", "0 1 2 0 0");
        assertThat(objective(objective, series).burnRate(minute(4), 240_000).orElseThrow())
                .isCloseTo(2.0 / 3, within(1e-9));
    }

    /** The budget of a day is a tenth of the requests of six minutes, half of it is spent, and later all of it twice. */
    @Test
    void budget_isWhatIsLeft() {
        MinuteSeries series =
                new MinuteSeries().delta("total", "a", "x", times(6, "10")).delta("bad", "a", "x", "0 0 1 0 1 10");
        Objective objective = objective(badOfTotal(0.9), series);
        assertThat(objective.budgetFraction(minute(4)).orElseThrow()).isCloseTo(1 - 0.4, within(1e-9));
        assertThat(objective.budgetFraction(minute(5)).orElseThrow()).isCloseTo(-1, within(1e-9));
    }

    /** The project is an id in one place and a number in the other. */
    @Test
    void selector_byServiceAndObjective() {
        MinuteSeries series =
                new MinuteSeries().delta("total", "a", "x", times(6, "1")).delta("bad", "a", "x", times(6, "1"));
        ServiceLevelObjective objective = badOfTotal(0.99)
                .setName(NAME.replace("projects/p", "projects/123"))
                .build();
        assertThat(open(policy(faster("60s", 10)), series, 3, objective)).isEqualTo("1 1 1");
    }

    @Test
    void objective_missingOrRefused() {
        assertThatThrownBy(() -> open(policy(faster("60s", 10)), new MinuteSeries(), 1))
                .isInstanceOf(MonitoringException.class)
                .hasMessageContaining(NAME);
        for (double goal : List.of(0.0, 1.0, 0.99999)) {
            assertThatThrownBy(() -> objective(badOfTotal(goal), new MinuteSeries()))
                    .hasMessageContaining("goal");
        }
        assertThatThrownBy(() -> objective(badOfTotal(0.9).setRollingPeriod(seconds(31 * 86_400)), new MinuteSeries()))
                .hasMessageContaining("rolling_period");
        assertThatThrownBy(() -> objective(objective(0.9), new MinuteSeries()))
                .hasMessageContaining("service_level_indicator");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "select_slo_health(\"n\")",
                "select_slo_burn_rate(\"n\")",
                "select_slo_burn_rate(\"n\", \"30s\")",
                "select_slo_burn_rate(n, \"1h\")",
            })
    void selector_refused(String filter) {
        assertThat(PolicyCheck.problems(policy(condition(
                        above10("", 0).setFilter(filter).setAggregations(0, aligned(Aligner.ALIGN_MEAN, 60))))))
                .singleElement()
                .satisfies(problem -> assertThat(problem.field()).endsWith("filter"));
    }
}
