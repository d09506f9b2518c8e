// SPDX-License-Identifier: Apache-2.0
package io.truename.migrate.step;

import io.truename.postgres.rekeying.work.WorkResult;
import io.truename.postgres.rekeying.work.WorkResult.Outcome;
import io.truename.rekeying.run.StepChains;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;

/**
 * Runner of a step: works until its deadline, then queues the next step. Only then does it answer, so that a kill in between
 * causes a redelivery of the same step. A run that holds gets a delayed step; no instance sleeps.
 *
 * <p>Each worker has one chain of steps; see {@link StepChains}. A step that is replaced does nothing. One that finds another at work
 * leaves the rest to it.
 */
public final class StepRunner implements Steps {
    /** Work on a run. */
    public interface Worker {
        /** Works until the deadline. */
        WorkResult work(UUID run, int shard, Instant deadline);
    }

    private final Worker worker;
    private final StepChains chains;
    private final StepRequests requests;
    private final ToIntFunction<UUID> workers;
    private final Consumer<Instant> scheduled;

    /**
     * Steps.
     *
     * @param workers number of a run's workers; 0 if there is no such run
     * @param scheduled the rest of the work that the schedule asks for, until the deadline
     */
    public StepRunner(
            Worker worker,
            StepChains chains,
            StepRequests requests,
            ToIntFunction<UUID> workers,
            Consumer<Instant> scheduled) {
        this.worker = worker;
        this.chains = chains;
        this.requests = requests;
        this.workers = workers;
        this.scheduled = scheduled;
    }

    @Override
    public StepOutcome run(Optional<UUID> run, int shard, OptionalLong step, Instant deadline) {
        return run.map(id -> step(id, shard, step, deadline)).orElseGet(() -> wake(deadline));
    }

    private StepOutcome step(UUID run, int shard, OptionalLong step, Instant deadline) {
        if (chains.isReplaced(run, shard, step)) {
            return new StepOutcome(word(Outcome.ELSEWHERE), 0, 0);
        }
        WorkResult result = worker.work(run, shard, deadline);
        int batches = result.batches();
        long rows = result.rows();
        boolean left = result.outcome() == Outcome.ELSEWHERE && chains.leave(run, shard, step);
        if (result.outcome() == Outcome.ELSEWHERE && !left && step.isPresent()) {
            // The other has ended meanwhile, and may have left the rest to this step.
            result = worker.work(run, shard, deadline);
            batches += result.batches();
            rows += result.rows();
            left = result.outcome() == Outcome.ELSEWHERE && chains.leave(run, shard, step);
        }
        if (!left) {
            askAfter(result, run, shard, step);
        }
        return new StepOutcome(word(result.outcome()), batches, rows);
    }

    private void askAfter(WorkResult result, UUID run, int shard, OptionalLong step) {
        if (result.again().isEmpty()) {
            chains.ended(run, shard, step);
            return;
        }
        Duration delay = result.again().get();
        if (result.everyWorker()) {
            int all = workers.applyAsInt(run);
            for (int other = 0; other < all; other++) {
                requests.ask(run, other, other == shard ? step : OptionalLong.empty(), delay);
            }
        } else {
            requests.ask(run, shard, step, delay);
        }
    }

    private static String word(Outcome outcome) {
        return outcome.name().toLowerCase(Locale.ROOT);
    }

    private StepOutcome wake(Instant deadline) {
        boolean woken = requests.wake();
        scheduled.accept(deadline);
        return woken ? new StepOutcome("woken", 0, 0) : StepOutcome.IDLE;
    }
}
