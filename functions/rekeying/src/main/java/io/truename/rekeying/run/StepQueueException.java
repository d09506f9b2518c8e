// SPDX-License-Identifier: Apache-2.0
package io.truename.rekeying.run;

/** Thrown if a step could not be queued. The schedule continues the run at its next wake-up. */
public final class StepQueueException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** A failure inside Truename, without a cause. */
    public StepQueueException(String message) {
        super(message);
    }

    /** A failure with a cause; {@code message} is readable and contains nothing from a server's answer. */
    public StepQueueException(String message, Throwable cause) {
        super(message, cause);
    }
}
