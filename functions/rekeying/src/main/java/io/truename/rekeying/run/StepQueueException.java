// SPDX-License-Identifier: Apache-2.0
package io.truename.rekeying.run;

/** A step could not be asked for. The run goes on with the next wake-up of the schedule. */
public final class StepQueueException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** A failure of ours, without another behind it. */
    public StepQueueException(String message) {
        super(message);
    }

    /** A failure; {@code message} is for people and holds nothing of a server's answer. */
    public StepQueueException(String message, Throwable cause) {
        super(message, cause);
    }
}
