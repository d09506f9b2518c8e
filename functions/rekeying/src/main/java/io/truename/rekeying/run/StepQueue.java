// SPDX-License-Identifier: Apache-2.0
package io.truename.rekeying.run;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Queue of steps. Duplicate or early steps do no harm. */
public interface StepQueue {
    /**
     * Queues a step; returns when the queue has accepted it.
     *
     * @param notBefore when the step may begin; empty for at once
     * @throws StepQueueException if the queue does not have it, or that is unknown
     */
    void publish(UUID run, int shard, Optional<Instant> notBefore);
}
