// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.monitoring.v3.AlertPolicy;
import com.google.monitoring.v3.AlertPolicy.ConditionCombinerType;
import io.truename.alerting.policy.PolicyEvaluator;
import io.truename.alerting.promql.PromqlEngine;
import io.truename.tuning.backtest.Replay;
import io.truename.tuning.candidate.Bound;
import io.truename.tuning.candidate.Candidate;
import io.truename.tuning.candidate.Candidates;
import io.truename.tuning.candidate.FittedPolicy;
import io.truename.tuning.candidate.Hysteresis;
import io.truename.tuning.candidate.MeanSigma;
import io.truename.tuning.candidate.Past;
import io.truename.tuning.candidate.PolicyConditions;
import io.truename.tuning.candidate.PolicyConditions.PolicyCondition;
import io.truename.tuning.candidate.PromqlForm;
import io.truename.tuning.candidate.Side;
import io.truename.tuning.candidate.Silence;
import io.truename.tuning.candidate.WeeklyThreshold;
import io.truename.tuning.inject.Incident;
import io.truename.tuning.inject.IncidentKind;
import io.truename.tuning.inject.SyntheticLatency;
import io.truename.tuning.series.HourOfWeek;
import io.truename.tuning.series.MetricSeries;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The replay and the engine that evaluates the local cloud's alerts, minute by minute: policies as PromQL against a threshold that is
 * published every hour, in the six conditions that the API takes.
 */
class ReplayFidelityTest {
    private static final long MONDAY = 1_767_571_200_000L;
    private static final long MINUTE = 60_000;
    private static final int DAY = 1_440;
    private static final String METRIC = "custom.googleapis.com/latency";
    private static final String THRESHOLD = "custom.googleapis.com/threshold";

    static List<Candidate> candidates() {
        return List.of(
                Candidates.latency(0.03), new MeanSigma("two-sigma-3m", 2, Duration.ofMinutes(3), Candidates.BOTH));
    }

    @ParameterizedTest
    @MethodSource("candidates")
    void firing_asTheEngineSays(Candidate candidate) {
        MetricSeries all = new SyntheticLatency(3, MONDAY, MINUTE).days(6);
        FittedPolicy policy = candidate.fit(new Past(all.part(0, 5 * DAY)));
        MetricSeries later = new Incident(IncidentKind.STEP, 200, 2, 1).on(all.part(5 * DAY, 6 * DAY));
        later = new Incident(IncidentKind.MISSING_DATA, 230, 1, 1).on(later);
        later = new Incident(IncidentKind.TRAFFIC_LOSS, 700, 0.6, 1).on(later);
        later = new Incident(IncidentKind.INTERMITTENT, 1_000, 0.6, 1).on(later).part(0, 1_100);

        PointsInMemory points = new PointsInMemory().gauge(METRIC, "", points(later));
        for (int place = 0; place < policy.bounds().size(); place++) {
            points.gauge(
                    THRESHOLD, Integer.toString(place), hourly(policy.bounds().get(place), later));
        }
        List<PolicyCondition> conditions = PolicyConditions.of(
                policy,
                "custom_googleapis_com:latency",
                MINUTE,
                place -> "custom_googleapis_com:threshold{bound=\"" + place + "\"}");
        assertThat(conditions).hasSizeLessThanOrEqualTo(PolicyConditions.MOST);
        List<PolicyEvaluator> engines =
                List.of(new PolicyEvaluator(alert(conditions), points, new PromqlEngine(points), List.of()));
        boolean[] replayed = Replay.firing(policy, later, 0);
        assertThat(evaluated(engines, later)).isEqualTo(replayed);
        assertThat(replayed).contains(true, false);
        assertThat(Arrays.copyOfRange(replayed, 200, 260)).contains(true);
    }

    /** Values that hover at the threshold, stay near it for more than an hour, vanish and come back. */
    @ParameterizedTest
    @MethodSource("hysteresisBounds")
    void hysteresis_asTheEngineSays(Bound bound) {
        Random random = new Random(2);
        double[] values = new double[400];
        for (int slot = 0; slot < values.length; slot++) {
            double near = slot < 200 ? 95 : slot < 330 ? 94 : 60;
            values[slot] = random.nextInt(12) == 0 ? Double.NaN : near + 8 * random.nextGaussian();
        }
        Arrays.fill(values, 215, 330, bound.side() == Side.ABOVE ? 93 : 107);
        MetricSeries later = MetricSeries.of(MONDAY, MINUTE, values);
        PointsInMemory points =
                new PointsInMemory().gauge(METRIC, "", points(later)).gauge(THRESHOLD, "0", hourly(bound, later));
        String query = PromqlForm.query(
                bound, Hysteresis.USUAL, "custom_googleapis_com:latency", MINUTE, "custom_googleapis_com:threshold");
        FittedPolicy policy = new FittedPolicy("held", 0, List.of(bound)).with(Hysteresis.USUAL);
        boolean[] replayed = Replay.firing(policy, later, 0);
        assertThat(evaluated(
                        List.of(new PolicyEvaluator(alert(query), points, new PromqlEngine(points), List.of())), later))
                .isEqualTo(replayed);
        assertThat(replayed).contains(true, false);
        assertThat(replayed).isNotEqualTo(Replay.firing(policy.with(Hysteresis.NONE), later, 0));
        assertThat(Replay.firing(policy, later, 300)).isEqualTo(Arrays.copyOfRange(replayed, 300, 400));
    }

    static List<Bound> hysteresisBounds() {
        WeeklyThreshold hundred = WeeklyThreshold.of(hour -> hour % 2 == 0 ? 100 : 102);
        return List.of(
                Bound.ofValues(Side.ABOVE, hundred, Duration.ZERO),
                Bound.ofValues(Side.ABOVE, hundred, Duration.ofMinutes(2)),
                new Bound(Duration.ofMinutes(5), Bound.MEDIAN, Side.BELOW, hundred, Duration.ofMinutes(3)));
    }

    @Test
    void silence_asTheEngineSays() {
        MetricSeries all = new SyntheticLatency(3, MONDAY, MINUTE).days(1);
        MetricSeries later = new Incident(IncidentKind.MISSING_DATA, 100, 1, 1).on(all);
        later = new Incident(IncidentKind.FLAT_LINE, 300, 1, 1).on(later).part(0, 500);
        Silence silence = new Silence(Duration.ofMinutes(10), Duration.ofMinutes(30));
        PointsInMemory points = new PointsInMemory().gauge(METRIC, "", points(later));
        String metric = "custom_googleapis_com:latency";
        List<PolicyEvaluator> engines = Stream.of(
                        PromqlForm.absent(silence, metric), PromqlForm.flat(silence, metric, MINUTE))
                .map(query -> new PolicyEvaluator(alert(query), points, new PromqlEngine(points), List.of()))
                .toList();

        boolean[] replayed = Replay.firing(new FittedPolicy("silence", 0, List.of()).with(silence), later, 0);
        // The engine's first half hour has no past; the replay says nothing of it.
        assertThat(Arrays.copyOfRange(evaluated(engines, later), 30, 500))
                .isEqualTo(Arrays.copyOfRange(replayed, 30, 500));
        assertThat(replayed[109]).isTrue();
        assertThat(replayed[329]).isTrue();
    }

    private static boolean[] evaluated(List<PolicyEvaluator> engines, MetricSeries series) {
        boolean[] evaluated = new boolean[series.size()];
        for (int slot = 0; slot < evaluated.length; slot++) {
            for (PolicyEvaluator engine : engines) {
                evaluated[slot] |= !engine.evaluate(series.time(slot)).open().isEmpty();
            }
        }
        return evaluated;
    }

    private static AlertPolicy alert(String query) {
        return alert(List.of(new PolicyCondition(query, Duration.ZERO)));
    }

    private static AlertPolicy alert(List<PolicyCondition> conditions) {
        AlertPolicy.Builder alert =
                AlertPolicy.newBuilder().setDisplayName("tuned").setCombiner(ConditionCombinerType.OR);
        for (PolicyCondition condition : conditions) {
            alert.addConditionsBuilder()
                    .setDisplayName("query")
                    .getConditionPrometheusQueryLanguageBuilder()
                    .setQuery(condition.query())
                    .getDurationBuilder()
                    .setSeconds(condition.lasting().toSeconds());
        }
        return alert.build();
    }

    private static NavigableMap<Long, Double> points(MetricSeries series) {
        TreeMap<Long, Double> points = new TreeMap<>();
        for (int slot = 0; slot < series.size(); slot++) {
            if (!Double.isNaN(series.value(slot))) {
                points.put(series.time(slot), series.value(slot));
            }
        }
        return points;
    }

    private static NavigableMap<Long, Double> hourly(Bound bound, MetricSeries series) {
        TreeMap<Long, Double> points = new TreeMap<>();
        for (long time = series.start(); time < series.end(); time += HourOfWeek.MILLIS) {
            points.put(time, bound.threshold().at(time));
        }
        return points;
    }
}
