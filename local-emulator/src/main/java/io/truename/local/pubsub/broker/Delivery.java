// SPDX-License-Identifier: Apache-2.0
package io.truename.local.pubsub.broker;

import java.time.Instant;

/**
 * One message handed to one consumer, to be acknowledged before {@code deadline}.
 *
 * @param ackId names this very delivery; worthless once its deadline has passed
 * @param attempt 1 for the first delivery; 0 without a dead-letter policy, because then the cloud does not tell
 */
public record Delivery(String ackId, Message message, int attempt, Instant deadline) {}
