// SPDX-License-Identifier: Apache-2.0
package io.truename.migrate.step;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** Executes the next step of a run: plans, moves rows, moves them back, or finds no work. */
public interface Steps {
    /**
     * Works until the deadline at most, and queues the next step.
     *
     * @param run empty to wake whatever should be moving
     * @param shard counts from 0; one that the run does not have is nothing to do
     * @param step number of the step in the worker's chain; empty if it was asked for by hand
     */
    StepOutcome run(Optional<UUID> run, int shard, OptionalLong step, Instant deadline);
}
