// SPDX-License-Identifier: Apache-2.0
package io.truename.pubsub;

/** Exception for a message that a topic did not take. Its text names the topic and the status, never the content. */
public final class PublishException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** {@code message} is a sentence for people. */
    public PublishException(String message, Throwable cause) {
        super(message, cause);
    }
}
