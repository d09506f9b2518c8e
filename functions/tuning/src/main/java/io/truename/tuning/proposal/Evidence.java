// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.proposal;

import java.util.List;

/**
 * Evidence for thresholds, from three parts of the past in order of time.
 *
 * @param from begin of the past, in milliseconds since 1970: candidates were made from the values from here on
 * @param selected begin of the part that they were chosen on
 * @param tested begin of the part that the chosen one was tested on, made anew from all values before; it took no part in the choice
 * @param end of the past
 * @param candidates number of those to choose from
 * @param proposed by tier
 * @param inUse the thresholds in use, on the same hours and incidents, by tier
 */
public record Evidence(
        long from,
        long selected,
        long tested,
        long end,
        int candidates,
        List<TierEvidence> proposed,
        List<TierEvidence> inUse) {
    public Evidence {
        proposed = List.copyOf(proposed);
        inUse = List.copyOf(inUse);
    }
}
