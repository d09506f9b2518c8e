// SPDX-License-Identifier: Apache-2.0
package io.truename.edge.event;

/** Port to the topic of dead letters: messages that no delivery can make succeed. */
@FunctionalInterface
public interface DeadLetters {
    /**
     * Publishes a letter and returns when the topic has stored it. Must return in bounded time.
     *
     * @throws RuntimeException if the letter is not stored; its message is then delivered again
     */
    void publish(DeadLetter letter);
}
