// SPDX-License-Identifier: Apache-2.0
package io.truename.local.pubsub.push;

/** Listener to the answers to pushed messages. */
@FunctionalInterface
public interface PushListener {
    /** Listener that does nothing. */
    PushListener NONE = (subscription, status) -> {};

    /**
     * Called once for each request, after its answer.
     *
     * @param subscription its short name
     * @param status of HTTP; 503 where there was no connection, 504 where no answer came before the ack deadline
     */
    void answered(String subscription, int status);
}
