// SPDX-License-Identifier: Apache-2.0
package io.truename.pubsub;

/** Port to the topics of a project. Safe for several threads. */
@FunctionalInterface
public interface Publisher {
    /**
     * Publishes a message and returns when the topic has it: nothing is left to do after the response of a function. Takes
     * ten seconds at most. After an exception the topic may have it all the same; subscribers are idempotent.
     *
     * @param topic its short name
     * @throws PublishException if the topic did not take it
     */
    void publish(String topic, Message message);
}
