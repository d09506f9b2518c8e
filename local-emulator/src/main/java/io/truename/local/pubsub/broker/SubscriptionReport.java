// SPDX-License-Identifier: Apache-2.0
package io.truename.local.pubsub.broker;

import java.time.Instant;
import java.util.Optional;

/**
 * A subscription in numbers.
 *
 * @param backlog messages not acknowledged, the outstanding ones included
 * @param outstanding messages delivered and neither acknowledged nor failed yet
 * @param oldestUnacked publish time of the oldest message of the backlog
 * @param faults what is left of the faults set; empty when there are none
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
