// SPDX-License-Identifier: Apache-2.0
package io.truename.local.pubsub.broker;

import java.time.Instant;

/**
 * Delivery of a message to a consumer, to be acknowledged before {@code deadline}.
 *
 * @param ackId the id of this delivery; invalid after its deadline
 * @param attempt 1 for the first delivery; 0 without a dead-letter policy, as in the cloud
 */
public record Delivery(String ackId, Message message, int attempt, Instant deadline) {}
