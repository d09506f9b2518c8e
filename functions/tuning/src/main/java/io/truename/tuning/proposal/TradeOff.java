// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.proposal;

import java.util.List;

/**
 * False hours against detection, on the part of the past that candidates were chosen on: with it a person sees the other options, and
 * the cost of other numbers.
 *
 * @param from begin of that part, in milliseconds since 1970
 * @param end of it
 * @param options candidates with usable thresholds, as guards let them through, and the thresholds in use, which come last
 * @param curve the best option with its thresholds looser and looser, from the first that is quiet at times
 */
public record TradeOff(long from, long end, List<Option> options, List<Looser> curve) {
    public TradeOff {
        options = List.copyOf(options);
        curve = List.copyOf(curve);
    }

    /**
     * Option of a proposal: a candidate, or the thresholds in use.
     *
     * @param name of the candidate, {@code in-use} for the thresholds in use
     * @param lastingSeconds duration of its policy
     * @param best whether it is the one of the choice
     */
    public record Option(String name, long lastingSeconds, boolean best, Rate falseHours, Rate found) {}

    /**
     * Thresholds of the best option, loosened or tightened.
     *
     * @param factor by which upper thresholds are multiplied, and lower ones divided; 1 for those of the option
     */
    public record Looser(double factor, Rate falseHours, Rate found) {}
}
