// SPDX-License-Identifier: Apache-2.0
package io.truename.local.pubsub.grpc;

import io.truename.local.pubsub.broker.PubSubException;
import io.truename.local.pubsub.broker.SubscriptionSettings;

/** Precondition of pull calls: the subscription must be a pull subscription. */
final class PullChecks {
    private PullChecks() {}

    static void requirePull(SubscriptionSettings settings) {
        if (settings.push().isPresent()) {
            throw new PubSubException(
                    PubSubException.Reason.FAILED_PRECONDITION,
                    "Subscription " + settings.id() + " is a push subscription: it cannot be pulled.");
        }
    }
}
