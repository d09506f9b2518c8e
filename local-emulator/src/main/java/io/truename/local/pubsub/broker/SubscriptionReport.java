// SPDX-License-Identifier: Apache-2.0
package io.truename.local.pubsub.broker;

import java.time.Instant;
import java.util.Optional;

/**
 * Metrics of a subscription.
 *
 * @param backlog number of unacknowledged messages, including outstanding ones
 * @param outstanding number of delivered messages that are neither acknowledged nor failed yet
 * @param oldestUnacked publish time of the oldest message of the backlog
 * @param faults the remaining faults; empty if there are none
 */
public record SubscriptionReport(
        SubscriptionSettings settings,
        int backlog,
        int outstanding,
        Optional<Instant> oldestUnacked,
        long acked,
        long lateAcks,
        long deadLettered,
        long expired,
        Optional<Faults> faults) {}
