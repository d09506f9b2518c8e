// SPDX-License-Identifier: Apache-2.0
package io.truename.rekeying.run;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Queue of steps. A step may be asked for twice, or come too early: both do no harm. */
public interface StepQueue {
    /**
     * Asks for a step; returns when the queue has it.
     *
     * @param notBefore when the step may begin; empty for at once
     * @throws StepQueueException if the queue does not have it, or nobody knows
     */
    void publish(UUID run, int shard, Optional<Instant> notBefore);
}
