// SPDX-License-Identifier: Apache-2.0
package io.truename.migrate.step;

import io.truename.postgres.rekeying.work.WorkResult;
import io.truename.postgres.rekeying.work.WorkResult.Outcome;
import io.truename.rekeying.run.StepChains;
import io.truename.rekeying.run.StepQueue;
import io.truename.rekeying.run.StepQueueException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * A run with two workers, its queue and its schedule, in a time that is stepped. Messages are refused until they are due. By default
 * every step finds that the run holds.
 */
final class StepSimulation {
    static final int WORKERS = 2;
    static final Duration HOLD = Duration.ofSeconds(30);
    static final WorkResult HELD = again(Outcome.HELD, HOLD);
    static final WorkResult PAUSED = new WorkResult(Outcome.PAUSED, 0, 0, Optional.empty(), false);

    private static final Duration TICK = Duration.ofSeconds(10);

    /** Chains whose time and leases the simulation controls. */
    interface Stepped {
        StepChains chains();

        UUID run();

        /** Time by which the chains say what is due. */
        Instant now();

        void pass(Duration time);

        void lease(int shard, boolean held);

        void moving(boolean moving);
    }

    /** A message; {@code due} in the simulation's own time, from its start. */
    record Message(int shard, OptionalLong step, Duration due) {}

    final List<Message> messages = new ArrayList<>();
    final StepRequests requests;
    int published;
    int worked;
    int notTaken;

    /** Result of each step, while it has the lease. */
    Supplier<WorkResult> work = () -> HELD;

    /** How many times each message is delivered. */
    int copies = 1;

    /** How much later than it is due a message is delivered; negative for an instance whose clock is ahead. */
    Duration late = Duration.ZERO;

    /** Whether a step is asked for by hand each minute. */
    boolean byHand;

    private final Stepped stepped;
    private final StepRunner runner;
    private final Set<Integer> leases = new HashSet<>();
    private Duration elapsed = Duration.ZERO;

    StepSimulation(Stepped stepped) {
        this.stepped = stepped;
        StepQueue queue = this::publish;
        requests = new StepRequests(stepped.chains(), queue, (run, reason) -> notTaken++);
        runner = new StepRunner(
                (run, shard, deadline) -> work(shard), stepped.chains(), requests, run -> WORKERS, deadline -> {});
    }

    static WorkResult again(Outcome outcome, Duration delay) {
        return new WorkResult(outcome, 0, 0, Optional.of(delay), false);
    }

    UUID run() {
        return stepped.run();
    }

    private void publish(UUID run, int shard, long step, Optional<Instant> notBefore) {
        if (copies == 0) {
            throw new StepQueueException("down");
        }
        Duration due = notBefore
                .map(time -> elapsed.plus(Duration.between(stepped.now(), time)).plus(late))
                .orElse(elapsed);
        published++;
        for (int copy = 0; copy < copies; copy++) {
            messages.add(new Message(shard, OptionalLong.of(step), due));
        }
    }

    private WorkResult work(int shard) {
        if (!leases.add(shard)) {
            return new WorkResult(Outcome.ELSEWHERE, 0, 0, Optional.empty(), false);
        }
        stepped.lease(shard, true);
        worked++;
        try {
            return work.get();
        } finally {
            leases.remove(shard);
            stepped.lease(shard, false);
        }
    }

    /** Delivers a message, whether it is due or not; the outcome. */
    String deliver(Message message) {
        return runner.run(Optional.of(stepped.run()), message.shard(), message.step(), Instant.MAX)
                .outcome();
    }

    /** Takes the only message of a worker from the queue. */
    Message take(int shard) {
        List<Message> found =
                messages.stream().filter(message -> message.shard() == shard).toList();
        if (found.size() != 1) {
            throw new AssertionError(messages);
        }
        messages.remove(found.get(0));
        return found.get(0);
    }

    /** Wakes what stalls, as the schedule does. */
    String wake() {
        return runner.run(Optional.empty(), 0, OptionalLong.empty(), Instant.MAX)
                .outcome();
    }

    /** Delivers what is due. */
    void deliverDue() {
        for (Message message : List.copyOf(messages)) {
            if (message.due().compareTo(elapsed.plusSeconds(1)) <= 0) {
                messages.remove(message);
                deliver(message);
            }
        }
    }

    /** Lets a minute pass, and then the schedule wake the run. */
    void minute() {
        for (int ticks = 0; ticks < 60 / TICK.toSeconds(); ticks++) {
            elapsed = elapsed.plus(TICK);
            stepped.pass(TICK);
            deliverDue();
        }
        if (byHand) {
            deliver(new Message(0, OptionalLong.empty(), elapsed));
        }
        wake();
    }

    void minutes(int number) {
        for (int minute = 0; minute < number; minute++) {
            minute();
        }
    }

    void moving(boolean moving) {
        work = () -> moving ? HELD : PAUSED;
        stepped.moving(moving);
    }
}
