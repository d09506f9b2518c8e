// SPDX-License-Identifier: Apache-2.0
package io.truename.tune.action;

/** Commands to the function {@code probe} about the answers of known look-ups. */
public interface KnownAnswers {
    /** Reads the newest documents before they are asked for; may be called again, and must be for the answers to last. */
    void warm() throws CommandRefusedException;
}
