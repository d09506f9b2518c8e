// SPDX-License-Identifier: Apache-2.0
package io.truename.local.pubsub.live;

import io.truename.local.pubsub.broker.SubscriptionId;
import java.time.Instant;

/** Delivery channel of messages, such as push or streaming pull. Called on the delivery thread only; must not block. */
public interface Deliverer {
    /** Called when the subscription may have messages to deliver, or its consumers more room. */
    void deliver(SubscriptionId subscription);

    /** Called every few milliseconds. */
    void tick(Instant now);
}
