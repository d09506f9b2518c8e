// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.truename.tuning.candidate.Bound;
import io.truename.tuning.candidate.Candidates;
import io.truename.tuning.candidate.FittedPolicy;
import io.truename.tuning.candidate.Past;
import io.truename.tuning.candidate.Side;
import io.truename.tuning.candidate.WeeklyThreshold;
import io.truename.tuning.inject.IncidentKind;
import io.truename.tuning.inject.SyntheticLatency;
import io.truename.tuning.series.MetricSeries;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.junit.jupiter.api.Test;

/** Series of minutes from midnight on. */
class BacktestTest {
    private static final long MINUTE = 60_000;

    @Test
    void of_byHand() {
        // Six hours; hour 4 has no values; an incident from 2:30 to 2:50; alarms at 0:10, 0:35, 2:40, 3:30 and 4:10.
        double[] values = new double[360];
        Arrays.fill(values, 240, 300, Double.NaN);
        MetricSeries series = MetricSeries.of(0, MINUTE, values);
        boolean[] firing = new boolean[360];
        for (int slot : new int[] {10, 35, 160, 210, 250}) {
            firing[slot] = true;
        }
        List<TimeWindow> incidents =
                List.of(new TimeWindow(150 * MINUTE, 170 * MINUTE), new TimeWindow(330 * MINUTE, 331 * MINUTE));
        Backtest backtest = Backtest.of(series, firing, 0, incidents);
        assertThat(backtest.recall()).isEqualTo(new Share(1, 2));
        // Hours 0, 1 and 3 are clean and have values.
        assertThat(backtest.falseHours()).isEqualTo(new Share(2, 3));
        // 0:10 and 0:35 are one alarm; 3:30 and 4:10 are two.
        assertThat(backtest.falseEpisodes()).isEqualTo(3);
        assertThat(backtest.trueEpisodes()).isEqualTo(1);
        assertThat(backtest.precision()).isEqualTo(0.25);
        assertThat(backtest.episodesPerWeek()).isEqualTo(3 * 168 / 3.0);
        assertThat(Backtest.of(series, firing, 60, incidents).falseHours()).isEqualTo(new Share(1, 2));
    }

    @Test
    void firing_durationCountsFromTheFirstViolation() {
        MetricSeries series = MetricSeries.of(0, MINUTE, 9, 1, 9, 9, 9, 9, Double.NaN, 9, 9, 9);
        Bound bound = Bound.ofValues(Side.ABOVE, WeeklyThreshold.constant(5), Duration.ofMinutes(2));
        FittedPolicy policy = new FittedPolicy("fixed", 0, List.of(bound));
        boolean[] firing = {false, false, false, false, true, true, false, false, false, true};
        assertThat(Replay.firing(policy, series, 0)).isEqualTo(firing);
    }

    /** A part that is replayed with its past fires as the whole does. */
    @Property(tries = 100)
    void firing_ofAPart(
            @ForAll long seed,
            @ForAll @IntRange(min = 0, max = 199) int from,
            @ForAll @IntRange(min = 0, max = 20) int window,
            @ForAll @IntRange(min = 0, max = 10) int lasting) {
        double[] values =
                new Random(seed).doubles(200).map(x -> x < 0.1 ? Double.NaN : x).toArray();
        MetricSeries series = MetricSeries.of(0, MINUTE, values);
        Bound bound = new Bound(
                Duration.ofMinutes(window),
                0.5,
                seed % 2 == 0 ? Side.ABOVE : Side.BELOW,
                WeeklyThreshold.of(hour -> 0.4 + 0.05 * (hour % 5)),
                Duration.ofMinutes(lasting));
        FittedPolicy policy = new FittedPolicy("fixed", 0, List.of(bound));
        boolean[] whole = Replay.firing(policy, series, 0);
        assertThat(Replay.firing(policy, series, from)).isEqualTo(Arrays.copyOfRange(whole, from, 200));
    }

    @Test
    void detection_periodsAndPlacesThatFireAlready() {
        // Ten for six days, twenty for one: the policy fires on a seventh of the places.
        double[] values = new double[7 * 1_440];
        Arrays.fill(values, 10);
        Arrays.fill(values, 2 * 1_440, 3 * 1_440, 20);
        MetricSeries series = MetricSeries.of(0, MINUTE, values);
        Bound bound = new Bound(Duration.ofMinutes(5), 0.5, Side.ABOVE, WeeklyThreshold.constant(15), Duration.ZERO);
        FittedPolicy policy = new FittedPolicy("fixed", 0, List.of(bound));
        Detection detection = Detection.of(policy, series, IncidentKind.STEP, 1, 700, 3);
        assertThat(detection.found().trials()).isBetween(550L, 640L);
        assertThat(detection.found().value()).isEqualTo(1);
        // The third of five values moves the median.
        assertThat(detection.medianPeriods()).isEqualTo(3);
        // 14 is no alarm; only incidents that end where the day of twenties begins seem to be found.
        assertThat(Detection.of(policy, series, IncidentKind.STEP, 0.4, 700, 3)
                        .found()
                        .value())
                .isLessThan(0.03);
    }

    /** By any of two metrics more is found than by the first, and never less. */
    @Test
    void detection_ofSeveral() {
        MetricSeries first = new SyntheticLatency(1, 0, 300_000).days(7);
        MetricSeries second = new SyntheticLatency(2, 0, 300_000).days(7);
        FittedPolicy blunt = Candidates.latency(0.001).fit(new Past(first));
        FittedPolicy sharp = Candidates.latency(0.05).fit(new Past(second));
        Share alone = Detection.ofSeveral(List.of(blunt), List.of(first), IncidentKind.SPIKE, 0.6, 200, 3)
                .found();
        Share any = Detection.ofSeveral(List.of(blunt, sharp), List.of(first, second), IncidentKind.SPIKE, 0.6, 200, 3)
                .found();
        assertThat(any.value()).isGreaterThan(alone.value());
        // Whatever rang before counts for nothing.
        assertThat(any.trials()).isLessThan(alone.trials());
    }

    @Test
    void smallestFound_needsEveryLargerSize() {
        Map<Double, Detection> sizes = new TreeMap<>(
                Map.of(0.5, found(299, 299), 1.0, found(298, 299), 2.0, found(299, 299), 4.0, found(300, 300)));
        assertThat(new DetectionCurve(new TreeMap<>(sizes)).smallestFound(0.99)).hasValue(2.0);
        sizes.put(4.0, found(298, 298));
        assertThat(new DetectionCurve(new TreeMap<>(sizes)).smallestFound(0.99)).isEmpty();
    }

    /** Of experiments with a known probability, at most 5 % state a bound that it exceeds. */
    @Test
    void upper_coverage() {
        for (double probability : new double[] {0.005, 0.03, 0.2}) {
            BinomialDistribution distribution = new BinomialDistribution(null, 168, probability);
            Random random = new Random(17);
            int failed = 0;
            for (int experiment = 0; experiment < 4_000; experiment++) {
                int events = distribution.inverseCumulativeProbability(random.nextDouble());
                failed += BinomialBound.upper(events, 168, 0.95) < probability ? 1 : 0;
            }
            assertThat(failed / 4_000.0).isLessThanOrEqualTo(0.05 + 3 * Math.sqrt(0.05 * 0.95 / 4_000));
        }
    }

    @Test
    void bootstrap_coverageOfARatio() {
        Random random = new Random(23);
        int covered = 0;
        for (int experiment = 0; experiment < 100; experiment++) {
            long[] few = random.ints(60, 0, 3).asLongStream().toArray();
            long[] many = random.ints(60, 0, 5).asLongStream().toArray();
            DayBootstrap interval = DayBootstrap.of(few, many, experiment);
            assertThat(interval.ratio()).isBetween(interval.low(), interval.high());
            covered += interval.low() <= 0.5 && 0.5 <= interval.high() ? 1 : 0;
        }
        assertThat(covered).isBetween(88, 100);
    }

    @Test
    void bootstrap_sameCounts() {
        long[] days = {1, 5, 0, 2};
        DayBootstrap interval = DayBootstrap.of(days, days, 1);
        assertThat(interval.ratio()).isEqualTo(1);
        assertThat(interval.high()).isEqualTo(1, within(1e-12));
    }

    private static Detection found(int found, int of) {
        List<Integer> periods = new ArrayList<>();
        for (int i = 0; i < found; i++) {
            periods.add(1);
        }
        return new Detection(new Share(found, of), periods);
    }
}
