// SPDX-License-Identifier: Apache-2.0
package io.truename.pubsub;

/** A topic did not take a message. The exception's message names the topic and the status, and nothing that was published. */
public final class PublishException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** {@code message} is a sentence for people. */
    public PublishException(String message, Throwable cause) {
        super(message, cause);
    }
}
