// SPDX-License-Identifier: Apache-2.0
package io.truename.rekeying.run;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * Record of the step that was asked for last, for each worker. Steps are numbered; only the step with the newest number asks for the
 * next one, so each worker has one chain of steps, whatever is delivered twice, late, or not at all.
 *
 * <p>A step without a number was asked for by hand, or by an instance of an earlier version.
 */
public interface StepChains {
    /** How long a step may be overdue before it counts as lost: longer than the longest back-off of its subscription. */
    Duration PATIENCE = Duration.ofSeconds(15);

    /**
     * A step that is asked for.
     *
     * @param due when it may begin
     */
    record Asked(UUID run, int shard, long number, Instant due) {}

    /** Whether the message of a later step is on its way, so that this one has nothing to do. */
    boolean isReplaced(UUID run, int shard, OptionalLong step);

    /**
     * Takes the number of the next step. It counts as on its way only after {@link #queued}: if the caller is killed in between, any
     * redelivery and the schedule ask for another.
     *
     * @param step that is done; empty for one without a number
     * @return empty if a later step is on its way and is due no later; then nothing must be queued
     */
    Optional<Asked> next(UUID run, int shard, OptionalLong step, Duration delay);

    /** Records that the message of a step is on its way. */
    void queued(Asked step);

    /** Records that the message of a step has come, and asked for none. */
    void ended(UUID run, int shard, OptionalLong step);

    /**
     * Leaves the work to the present holder of the worker's lease, who then asks for the next step.
     *
     * @return whether there is one
     */
    boolean leave(UUID run, int shard, OptionalLong step);

    /**
     * Takes the numbers of new steps for the workers that should be moving, on which nobody works, and no message of which is on its
     * way. They count as on their way.
     */
    List<Asked> stalled();
}
