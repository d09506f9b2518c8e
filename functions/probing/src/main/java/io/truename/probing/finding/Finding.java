// SPDX-License-Identifier: Apache-2.0
package io.truename.probing.finding;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A cause as it is known over passes.
 *
 * @param count rows at the last pass that covered the cause, or more if a later one that covered a part saw more; 0 if resolved
 * @param lastSeen end of the last pass that saw it
 * @param samples of the last pass that saw it
 * @param acknowledgement present if, and only if, the state is ACKNOWLEDGED
 */
public record Finding(
        Cause cause,
        FindingState state,
        long count,
        Instant firstSeen,
        Instant lastSeen,
        List<String> samples,
        Optional<Acknowledgement> acknowledgement) {
    public Finding {
        samples = List.copyOf(samples);
        if (acknowledgement.isPresent() != (state == FindingState.ACKNOWLEDGED)) {
            throw new IllegalArgumentException("acknowledgement: if, and only if, the state is ACKNOWLEDGED");
        }
    }
}
