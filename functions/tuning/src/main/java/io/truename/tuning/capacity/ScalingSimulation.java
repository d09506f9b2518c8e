// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.capacity;

import io.truename.tuning.series.HourOfWeek;
import io.truename.tuning.series.MetricSeries;

/**
 * Replay of a scaling rule on a load that was there.
 *
 * @param overloaded slots in which the load was more than the instances could do
 * @param flaps changes that undid another one within an hour
 * @param changes instances that were added or taken away
 * @param instanceHours sum over all instances
 */
public record ScalingSimulation(int overloaded, int flaps, int changes, double instanceHours) {
    /**
     * Replays a rule, beginning with the fewest instances that take the first load.
     *
     * @param load in any unit; slots without a value change nothing
     * @param perInstance load that one instance takes, in the same unit, more than 0
     */
    public static ScalingSimulation of(MetricSeries load, double perInstance, ScalingRule rule) {
        if (!(perInstance > 0)) {
            throw new IllegalArgumentException("perInstance: more than 0, got " + perInstance);
        }
        int instances = needed(load, perInstance, rule);
        int overloaded = 0;
        int flaps = 0;
        int changes = 0;
        int busy = 0;
        int calm = 0;
        int lastChange = Integer.MIN_VALUE / 2;
        int lastDirection = 0;
        long slotInstances = 0;
        int hour = load.slotsIn(HourOfWeek.MILLIS);
        for (int slot = 0; slot < load.size(); slot++) {
            slotInstances += instances;
            double value = load.value(slot);
            if (Double.isNaN(value)) {
                continue;
            }
            overloaded += value > instances * perInstance ? 1 : 0;
            busy = value > rule.upAbove() * instances * perInstance ? busy + 1 : 0;
            calm = value < rule.downBelow() * (instances - 1) * perInstance ? calm + 1 : 0;
            int direction = 0;
            if (busy >= rule.upAfter() && instances < rule.most()) {
                direction = 1;
            } else if (calm >= rule.downAfter() && instances > rule.fewest() && slot - lastChange >= rule.coolDown()) {
                direction = -1;
            }
            if (direction != 0) {
                flaps += direction == -lastDirection && slot - lastChange < hour ? 1 : 0;
                instances += direction;
                changes++;
                lastChange = slot;
                lastDirection = direction;
                busy = 0;
                calm = 0;
            }
        }
        return new ScalingSimulation(
                overloaded, flaps, changes, slotInstances * (double) load.period() / HourOfWeek.MILLIS);
    }

    private static int needed(MetricSeries load, double perInstance, ScalingRule rule) {
        double[] present = load.present();
        double first = present.length == 0 ? 0 : present[0];
        int needed = (int) Math.ceil(first / (perInstance * rule.upAbove()));
        return Math.max(rule.fewest(), Math.min(rule.most(), needed));
    }
}
