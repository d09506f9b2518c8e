// SPDX-License-Identifier: Apache-2.0
package io.truename.migrate.step;

import io.truename.postgres.SqlException;
import io.truename.rekeying.run.StepChains;
import io.truename.rekeying.run.StepChains.Asked;
import io.truename.rekeying.run.StepQueue;
import io.truename.rekeying.run.StepQueueException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.BiConsumer;

/**
 * Requests for steps: takes a number in the worker's chain, queues the step, and records that it is on its way, in this order. A kill
 * in between leaves a chain of which no step is on its way: the redelivery of the step that asked continues it, or the schedule.
 */
public final class StepRequests {
    private final StepChains chains;
    private final StepQueue queue;
    private final BiConsumer<UUID, String> notQueued;

    /**
     * Requests.
     *
     * @param notQueued told of a run whose next step could not be asked for, and why
     */
    public StepRequests(StepChains chains, StepQueue queue, BiConsumer<UUID, String> notQueued) {
        this.chains = chains;
        this.queue = queue;
        this.notQueued = notQueued;
    }

    /** Asks for a step of each worker, for a command. If that fails, the schedule wakes the run. */
    public void atOnce(UUID run, int workers) {
        try {
            for (int shard = 0; shard < workers; shard++) {
                if (!ask(run, shard, OptionalLong.empty(), Duration.ZERO)) {
                    return;
                }
            }
        } catch (SqlException notRecorded) {
            notQueued.accept(run, notRecorded.explanation());
        }
    }

    /**
     * Asks for the next step of a worker, unless a later one is on its way and is due no later.
     *
     * @param step that is done; empty for one without a number
     * @return false if the queue did not take it
     * @throws SqlException if that cannot be recorded; nothing was asked for
     */
    boolean ask(UUID run, int shard, OptionalLong step, Duration delay) {
        Optional<Asked> next = chains.next(run, shard, step, delay);
        if (next.isEmpty()) {
            return true;
        }
        Asked asked = next.get();
        if (!publish(asked, delay.isZero() ? Optional.empty() : Optional.of(asked.due()))) {
            return false;
        }
        try {
            chains.queued(asked);
        } catch (SqlException notRecorded) {
            // It is on its way all the same. The schedule may replace it.
            notQueued.accept(run, notRecorded.explanation());
        }
        return true;
    }

    /** Asks for a step of every worker that should be moving and has none on its way; whether there is one. */
    boolean wake() {
        List<Asked> stalled = chains.stalled();
        for (Asked step : stalled) {
            if (!publish(step, Optional.empty())) {
                chains.ended(step.run(), step.shard(), OptionalLong.of(step.number()));
            }
        }
        return !stalled.isEmpty();
    }

    private boolean publish(Asked step, Optional<Instant> notBefore) {
        try {
            queue.publish(step.run(), step.shard(), step.number(), notBefore);
            return true;
        } catch (StepQueueException failed) {
            notQueued.accept(step.run(), String.valueOf(failed.getMessage()));
            return false;
        }
    }
}
