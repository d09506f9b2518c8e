// SPDX-License-Identifier: Apache-2.0
package io.truename.migrate.step;

import io.truename.postgres.rekeying.run.RunStore;
import io.truename.postgres.rekeying.work.RunWorker;
import io.truename.postgres.rekeying.work.WorkResult;
import io.truename.rekeying.run.StepQueue;
import io.truename.rekeying.run.StepQueueException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Runner of a step: works until its deadline, then queues the next step. Only then does it answer, so that a kill in between
 * causes a redelivery of the same step. A run that holds gets a delayed step; no instance sleeps.
 */
public final class StepRunner implements Steps {
    private final RunWorker worker;
    private final RunStore runs;
    private final StepQueue queue;
    private final Consumer<Instant> assessments;
    private final BiConsumer<UUID, String> notQueued;
    private final Clock clock;

    /**
     * Steps.
     *
     * @param assessments goes on with those that are not done, until the deadline
     * @param notQueued told of a run whose next step could not be asked for, and why
     */
    public StepRunner(
            RunWorker worker,
            RunStore runs,
            StepQueue queue,
            Consumer<Instant> assessments,
            BiConsumer<UUID, String> notQueued,
            Clock clock) {
        this.worker = worker;
        this.runs = runs;
        this.queue = queue;
        this.assessments = assessments;
        this.notQueued = notQueued;
        this.clock = clock;
    }

    @Override
    public StepOutcome run(Optional<UUID> run, int shard, Instant deadline) {
        return run.map(id -> work(id, shard, deadline)).orElseGet(() -> wake(deadline));
    }

    private StepOutcome work(UUID run, int shard, Instant deadline) {
        WorkResult result = worker.work(run, shard, deadline);
        if (result.everyWorker()) {
            askEveryWorker(run, result.again().orElse(Duration.ZERO));
        } else {
            result.again().ifPresent(delay -> ask(run, shard, notBefore(delay)));
        }
        return new StepOutcome(result.outcome().name().toLowerCase(Locale.ROOT), result.batches(), result.rows());
    }

    private void askEveryWorker(UUID run, Duration delay) {
        int workers = runs.find(run).map(view -> view.settings().workers()).orElse(0);
        for (int shard = 0; shard < workers; shard++) {
            ask(run, shard, notBefore(delay));
        }
    }

    /** Queues the next step. If that fails, the schedule wakes the run, or an operator runs the steps by hand. */
    private void ask(UUID run, int shard, Optional<Instant> notBefore) {
        try {
            queue.publish(run, shard, notBefore);
        } catch (StepQueueException failed) {
            notQueued.accept(run, String.valueOf(failed.getMessage()));
        }
    }

    private Optional<Instant> notBefore(Duration delay) {
        return delay.isZero() ? Optional.empty() : Optional.of(clock.instant().plus(delay));
    }

    /** Asks for a step of every worker that should be moving: one that is moving has the lease, and the new step leaves. */
    private StepOutcome wake(Instant deadline) {
        List<RunStore.Wakeable> wakeable = runs.wakeable();
        for (RunStore.Wakeable run : wakeable) {
            for (int shard = 0; shard < run.workers(); shard++) {
                ask(run.run(), shard, Optional.empty());
            }
        }
        assessments.accept(deadline);
        return wakeable.isEmpty() ? StepOutcome.IDLE : new StepOutcome("woken", 0, 0);
    }
}
