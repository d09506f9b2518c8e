// SPDX-License-Identifier: Apache-2.0
package io.truename.rekeying.run;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Queue of steps. Duplicate, early or late steps do no harm: {@link StepChains} tells the one that asks for the next. */
public interface StepQueue {
    /**
     * Queues a step; returns when the queue has accepted it.
     *
     * @param step its number in the worker's chain
     * @param notBefore when the step may begin; empty for at once
     * @throws StepQueueException if the queue does not have it, or that is unknown
     */
    void publish(UUID run, int shard, long step, Optional<Instant> notBefore);
}
