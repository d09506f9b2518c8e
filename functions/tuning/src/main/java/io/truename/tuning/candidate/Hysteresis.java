// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.candidate;

import java.time.Duration;

/**
 * How a bound stays fulfilled after its threshold is no longer violated, so that a value that hovers at it is one incident: until values
 * were on the good side of a nearer threshold for twice the duration of the bound, and never for longer than {@code hold} without a new
 * violation of the threshold itself. PromQL remembers nothing but what it reads again: hence the second limit, and within that time a
 * value beyond the nearer threshold opens what was closed.
 *
 * @param factor of the threshold that keeps an incident open, above 0 and up to 1: 0.9 of an upper one, a lower one by 0.9
 * @param hold longest time since the bound was last fulfilled; zero for no hysteresis
 */
public record Hysteresis(double factor, Duration hold) {
    /** Over as soon as the threshold is not violated. */
    public static final Hysteresis NONE = new Hysteresis(1, Duration.ZERO);

    /** Of tuned alerts. */
    public static final Hysteresis USUAL = new Hysteresis(0.9, Duration.ofHours(1));

    public Hysteresis {
        if (!(factor > 0 && factor <= 1) || hold.isNegative()) {
            throw new IllegalArgumentException("factor, hold: above 0 and up to 1, not negative");
        }
    }

    /** The nearer threshold. */
    public double nearer(Side side, double threshold) {
        return threshold * nearerBy(side);
    }

    double nearerBy(Side side) {
        return side == Side.ABOVE ? factor : 1 / factor;
    }

    /** Time on the good side after which a bound is over. */
    public Duration quiet(Duration lasting) {
        return lasting.multipliedBy(2);
    }
}
