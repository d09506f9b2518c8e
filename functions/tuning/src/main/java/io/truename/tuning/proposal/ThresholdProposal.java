// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.proposal;

import io.truename.tuning.candidate.Hysteresis;
import io.truename.tuning.candidate.Side;
import io.truename.tuning.guard.GuardReason;
import io.truename.tuning.ratio.CountedShare;
import java.util.List;
import java.util.Optional;

/**
 * Thresholds of an alert, by tier and hour of the week, as data: lists, numbers and sentences.
 *
 * @param alert its name
 * @param side on which values violate
 * @param keeps whether the thresholds in use stay
 * @param candidate name of the way in which the thresholds were made; {@code in-use} if they stay
 * @param bounds to put in place: the ones in use, if they stay
 * @param hysteresis of all bounds
 * @param tradeOff none if the past was not fit to judge thresholds by
 * @param counts what is known of the events that a share is of; none for other metrics
 * @param evidence none if the past was not fit to make any
 * @param changes sentences for a person: what becomes of each threshold
 * @param reasons sentences: why this candidate, or why the thresholds stay
 * @param guards what kept thresholds from going where the past suggested
 */
public record ThresholdProposal(
        String alert,
        Side side,
        boolean keeps,
        String candidate,
        List<TierBound> bounds,
        Hysteresis hysteresis,
        Optional<TradeOff> tradeOff,
        Optional<CountedShare> counts,
        Optional<Evidence> evidence,
        List<String> changes,
        List<String> reasons,
        List<GuardReason> guards) {
    /** Candidate of a proposal that keeps the thresholds. */
    public static final String IN_USE = "in-use";

    public ThresholdProposal {
        bounds = List.copyOf(bounds);
        changes = List.copyOf(changes);
        reasons = List.copyOf(reasons);
        guards = List.copyOf(guards);
    }
}
