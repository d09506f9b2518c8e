// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.action;

import java.util.Optional;

/**
 * Decision about one action, to be recorded whatever it is.
 *
 * @param reason sentence for people
 * @param incident opening that called for the action, as {@link io.truename.tuning.incident.Opening.Key} writes it; empty if none is open
 * @param reverse how and when the action is taken back; empty if it is not in effect
 */
public record Decision(
        Action action, Outcome outcome, String reason, Optional<String> incident, Optional<String> reverse) {
    /** Outcome of a decision. */
    public enum Outcome {
        /** Take the action now. */
        ACT,
        /** Take it back now. */
        REVERSE,
        /** It is in effect and stays so. */
        STAY,
        /** An incident calls for it, and it is not taken. */
        REFUSE
    }
}
