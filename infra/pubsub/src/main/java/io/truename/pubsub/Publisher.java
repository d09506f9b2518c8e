// SPDX-License-Identifier: Apache-2.0
package io.truename.pubsub;

import java.util.List;

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

    /**
     * Publishes messages in their order, likewise. After an exception the topic may have some of them.
     *
     * @param messages at most 1,000 of at most 10,000,000 bytes together, of one ordering key
     */
    default void publish(String topic, List<Message> messages) {
        messages.forEach(message -> publish(topic, message));
    }
}
