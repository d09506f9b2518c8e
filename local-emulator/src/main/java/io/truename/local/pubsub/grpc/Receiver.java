// SPDX-License-Identifier: Apache-2.0
package io.truename.local.pubsub.grpc;

import java.time.Instant;

/** Receiver that waits for messages of a subscription. */
interface Receiver {
    /** Sends what there is, at most one batch; returns whether anything was sent. */
    boolean deliver();

    /** Looks at the time. */
    void tick(Instant now);
}
