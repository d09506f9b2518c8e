// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.capacity;

import io.truename.tuning.series.MetricSeries;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Choice of a scaling rule by replaying candidates on the load of the past. */
public final class ScalingRules {
    private static final long MINUTE = 60_000;
    private static final double[] UP = {0.6, 0.7, 0.8};
    private static final double[] DOWN = {0.3, 0.4, 0.5, 0.6};
    private static final int[] UP_AFTER = {1, 3};
    private static final int[] DOWN_AFTER = {10, 30};
    private static final int COOL_DOWN = 15;

    /**
     * A rule with its replay.
     *
     * @param replay what it would have done
     */
    public record Choice(ScalingRule rule, ScalingSimulation replay) {}

    private ScalingRules() {}

    /**
     * The rule that never flaps, with the fewest overloaded slots, and of those the fewest hours of instances.
     *
     * @param perInstance load that one instance takes, in the unit of the load
     * @return empty if every candidate flaps
     */
    public static Optional<Choice> choose(MetricSeries load, double perInstance, int fewest, int most) {
        return candidates(load, fewest, most)
                .map(rule -> new Choice(rule, ScalingSimulation.of(load, perInstance, rule)))
                .filter(choice -> choice.replay().flaps() == 0)
                .min(Comparator.<Choice>comparingInt(choice -> choice.replay().overloaded())
                        .thenComparingDouble(choice -> choice.replay().instanceHours()));
    }

    private static Stream<ScalingRule> candidates(MetricSeries load, int fewest, int most) {
        return DoubleStream.of(UP)
                .boxed()
                .flatMap(up -> DoubleStream.of(DOWN)
                        .filter(down -> down < up)
                        .boxed()
                        .flatMap(down -> IntStream.of(UP_AFTER)
                                .boxed()
                                .flatMap(upAfter -> IntStream.of(DOWN_AFTER)
                                        .mapToObj(downAfter -> new ScalingRule(
                                                up,
                                                load.slotsIn(upAfter * MINUTE),
                                                down,
                                                load.slotsIn(downAfter * MINUTE),
                                                load.slotsIn(COOL_DOWN * MINUTE),
                                                fewest,
                                                most)))));
    }
}
