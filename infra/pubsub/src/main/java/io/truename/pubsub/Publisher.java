// SPDX-License-Identifier: Apache-2.0
package io.truename.pubsub;

/** Port to the topics of a project. Safe for several threads. */
@FunctionalInterface
public interface Publisher {
    /**
     * Publishes a message and returns when the topic has it, so that nothing is left to do after a function's response.
     * Takes ten seconds at most. After an exception the topic may still have the message; subscribers must be idempotent.
     *
     * @param topic its short name
     * @throws PublishException if the topic did not take it
     */
    void publish(String topic, Message message);
}
