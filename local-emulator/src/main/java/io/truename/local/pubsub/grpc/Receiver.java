// SPDX-License-Identifier: Apache-2.0
package io.truename.local.pubsub.grpc;

import java.time.Instant;

/** Open call that waits for messages of a subscription. */
interface Receiver {
    /** Sends the available messages, at most one batch. Returns whether it sent any. */
    boolean deliver();

    /** Called every few milliseconds, for timeouts. */
    void tick(Instant now);
}
