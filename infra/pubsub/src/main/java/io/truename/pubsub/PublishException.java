// SPDX-License-Identifier: Apache-2.0
package io.truename.pubsub;

/** Exception for a message that a topic did not take. Its text names the topic and the status, never the content. */
public final class PublishException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final boolean lasting;

    /**
     * A message that was not taken.
     *
     * @param message a sentence for people
     * @param lasting whether no repetition helps before a person has acted
     */
    public PublishException(String message, boolean lasting, Throwable cause) {
        super(message, cause);
        this.lasting = lasting;
    }

    /** Whether no repetition helps before a person has acted: there is no such topic, or no right to publish. */
    public boolean lasting() {
        return lasting;
    }
}
