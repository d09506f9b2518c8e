// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.proposal;

import io.truename.tuning.candidate.Side;
import io.truename.tuning.candidate.Tier;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * An alert as it is: the thresholds in use, and the forms that its policy can take.
 *
 * @param alert its name
 * @param side on which values of its query violate
 * @param tier of the alert's own severity
 * @param inUse thresholds now, at least one with a threshold of {@code tier}
 * @param monthAgo thresholds that were in use a month ago; none if nobody knows
 * @param windows of trailing medians that the policy can compare, the values themselves, zero, or the shortest first
 * @param lastings durations that it can have
 * @param form of the policy
 */
public record AlertShape(
        String alert,
        Side side,
        Tier tier,
        List<TierBound> inUse,
        List<TierBound> monthAgo,
        List<Duration> windows,
        List<Duration> lastings,
        PolicyForm form) {
    public AlertShape {
        inUse = List.copyOf(inUse);
        monthAgo = List.copyOf(monthAgo);
        windows = List.copyOf(windows);
        lastings = List.copyOf(lastings);
        if (TierBound.bounds(inUse, side, tier).isEmpty() || windows.isEmpty() || lastings.isEmpty()) {
            throw new IllegalArgumentException(
                    "inUse, windows, lastings: at least one each, inUse with a threshold of tier " + tier);
        }
    }

    /** An alert of the catalog: one number, one duration, compared with the values of its query. */
    public static AlertShape typed(String alert, Side side, Tier tier, double threshold, Duration lasting) {
        TierBound bound = new TierBound(Duration.ZERO, lasting, Map.of(tier, List.of(threshold)));
        return new AlertShape(
                alert,
                side,
                tier,
                List.of(bound),
                List.of(),
                List.of(Duration.ZERO),
                List.of(lasting),
                PolicyForm.OWN_QUERY);
    }

    /** The same alert with a policy that can compare these windows and last for one of these durations. */
    public AlertShape with(List<Duration> otherWindows, List<Duration> otherLastings) {
        return new AlertShape(alert, side, tier, inUse, monthAgo, otherWindows, otherLastings, form);
    }

    /** The same alert with a policy of another form. */
    public AlertShape with(PolicyForm other) {
        return new AlertShape(alert, side, tier, inUse, monthAgo, windows, lastings, other);
    }

    /** The same alert with other thresholds in use, now and a month ago. */
    public AlertShape with(TierBound now, TierBound aMonthAgo) {
        return new AlertShape(alert, side, tier, List.of(now), List.of(aMonthAgo), windows, lastings, form);
    }
}
