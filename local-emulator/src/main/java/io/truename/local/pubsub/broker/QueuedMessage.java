// SPDX-License-Identifier: Apache-2.0
package io.truename.local.pubsub.broker;

import java.time.Instant;

/**
 * A message that waits in a subscription, as a person looks at it.
 *
 * @param attempts how often it was delivered
 * @param state READY, WAITING (for a back-off or a fault's delay), LEASED, BEHIND (an earlier message of its ordering key)
 *     or ACKED_EARLY (behind one that is not acknowledged)
 * @param availableAt when it may be delivered next; its ack deadline while leased
 */
public record QueuedMessage(Message message, int attempts, String state, Instant availableAt) {}
