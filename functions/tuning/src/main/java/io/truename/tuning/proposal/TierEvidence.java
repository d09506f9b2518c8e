// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.proposal;

import io.truename.tuning.candidate.Tier;
import java.util.List;

/**
 * Evidence for the thresholds of one tier, from values that they were not made from.
 *
 * @param pages whether the tier calls people; the low one reports only
 * @param falseHours clean hours in which it fired
 * @param episodesPerWeek false alarms in a week of clean hours
 * @param detected incidents of all kinds and sizes of the curve
 * @param periods median from the first value of an incident to the alarm; 0 if none was found
 * @param curve by kind and size
 * @param smallest by kind, where there is one
 */
public record TierEvidence(
        Tier tier,
        boolean pages,
        Rate falseHours,
        double episodesPerWeek,
        Rate detected,
        double periods,
        List<CurvePoint> curve,
        List<SmallestFound> smallest) {
    public TierEvidence {
        curve = List.copyOf(curve);
        smallest = List.copyOf(smallest);
    }
}
