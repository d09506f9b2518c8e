// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.capacity;

/**
 * When instances are added and taken away.
 *
 * @param upAbove utilisation, a share of what the instances can do, above which one is added
 * @param upAfter slots in a row
 * @param downBelow utilisation that the remaining instances would have, below which one is taken away
 * @param downAfter slots in a row
 * @param coolDown slots after a change without another change downwards
 * @param fewest instances that stay, at least 1
 * @param most instances
 */
public record ScalingRule(
        double upAbove, int upAfter, double downBelow, int downAfter, int coolDown, int fewest, int most) {
    public ScalingRule {
        if (!(0 < downBelow && downBelow < upAbove) || upAfter < 1 || downAfter < 1 || fewest < 1 || most < fewest) {
            throw new IllegalArgumentException(
                    "downBelow must lie between 0 and upAbove, durations and instances must be at least 1");
        }
    }
}
