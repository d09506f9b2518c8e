// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.action;

import java.time.Instant;
import java.util.Optional;

/**
 * A person's no to an action. While it holds, the action is neither taken nor taken back: the person has it in hand.
 *
 * @param until when it ends; empty for good
 */
public record PersonsNo(Action action, String by, Instant at, Optional<Instant> until, String reason) {
    public PersonsNo {
        if (by.isBlank() || reason.isBlank()) {
            throw new IllegalArgumentException("by, reason: not empty");
        }
    }

    boolean holds(Instant now) {
        return !at.isAfter(now) && until.filter(end -> !end.isAfter(now)).isEmpty();
    }
}
