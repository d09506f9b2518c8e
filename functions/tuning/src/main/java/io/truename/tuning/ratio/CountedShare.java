// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.ratio;

import io.truename.tuning.candidate.Tier;
import java.util.List;
import java.util.Optional;

/**
 * Counts of the events that a share is of: all of them, those of its bad kind, and the burn rates that so many can carry.
 *
 * @param usual share of bad events: those that the share counts if large ones are bad, and those that it does not otherwise
 * @param overdispersed whether bad events come in bursts, so that their number is beta-binomial and not binomial
 * @param median number of events that a value is of
 * @param quiet number of events that nine values of ten exceed
 * @param burnRates none without an objective for the share
 */
public record CountedShare(double usual, boolean overdispersed, double median, double quiet, List<Burning> burnRates) {
    public CountedShare {
        burnRates = List.copyOf(burnRates);
    }

    /**
     * Burn rate of a tier.
     *
     * @param infeasible sentence that says why no alert can use it here; none if one can
     */
    public record Burning(Tier tier, BurnRate rate, Optional<String> infeasible) {}
}
