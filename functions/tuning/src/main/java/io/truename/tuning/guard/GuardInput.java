// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.guard;

import io.truename.tuning.candidate.Side;
import io.truename.tuning.candidate.Tier;
import io.truename.tuning.candidate.WeeklyThreshold;
import java.util.Map;
import java.util.Optional;

/**
 * Thresholds that somebody wants, and the facts that guards judge them by.
 *
 * @param side on which values violate them
 * @param proposed by tier
 * @param inUse now; a tier that is new has none
 * @param monthAgo in use a month ago; none for tiers that are younger
 * @param usual level of the metric by hour; NaN where it is unknown
 * @param incidentOpen whether an incident of the alert is open
 * @param budget of its objective
 */
public record GuardInput(
        Side side,
        Map<Tier, WeeklyThreshold> proposed,
        Map<Tier, WeeklyThreshold> inUse,
        Map<Tier, WeeklyThreshold> monthAgo,
        Optional<WeeklyThreshold> usual,
        boolean incidentOpen,
        ErrorBudget budget,
        GuardLimits limits) {
    public GuardInput {
        proposed = Map.copyOf(proposed);
        inUse = Map.copyOf(inUse);
        monthAgo = Map.copyOf(monthAgo);
        limits.requireRoom(side);
    }
}
