// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.guard;

import io.truename.tuning.candidate.Tier;
import io.truename.tuning.candidate.WeeklyThreshold;
import java.util.List;
import java.util.Map;

/**
 * Thresholds that may be put in place.
 *
 * @param thresholds by tier, a usable number in every hour; tiers without one are left out
 * @param reasons one for each guard that changed a tier, in the order in which they acted
 */
public record GuardedThresholds(Map<Tier, WeeklyThreshold> thresholds, List<GuardReason> reasons) {
    public GuardedThresholds {
        thresholds = Map.copyOf(thresholds);
        reasons = List.copyOf(reasons);
    }
}
