// SPDX-License-Identifier: Apache-2.0
package io.truename.local.pubsub.live;

import io.truename.local.pubsub.broker.SubscriptionId;
import java.time.Instant;

/** One way in which messages leave the broker. Called on the delivery thread only; must not wait. */
public interface Deliverer {
    /** The subscription may have messages to hand out, or room for more. */
    void deliver(SubscriptionId subscription);

    /** Some milliseconds have passed. */
    void tick(Instant now);
}
