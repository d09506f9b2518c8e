// SPDX-License-Identifier: Apache-2.0
package io.truename.tune.action;

/** Command that was not done; the message says why. */
public final class CommandRefusedException extends Exception {
    private static final long serialVersionUID = 1;

    public CommandRefusedException(String message) {
        super(message);
    }
}
