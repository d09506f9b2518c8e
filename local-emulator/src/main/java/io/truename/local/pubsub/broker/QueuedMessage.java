// SPDX-License-Identifier: Apache-2.0
package io.truename.local.pubsub.broker;

import java.time.Instant;

/**
 * Message in a subscription's backlog, for the console.
 *
 * @param attempts number of deliveries
 * @param state READY, WAITING (for a back-off or a fault's delay), LEASED, BEHIND (an earlier message of its ordering key)
 *     or ACKED_EARLY (behind one that is not acknowledged)
 * @param availableAt time of the earliest next delivery; the ack deadline while leased
 */
public record QueuedMessage(Message message, int attempts, String state, Instant availableAt) {}
