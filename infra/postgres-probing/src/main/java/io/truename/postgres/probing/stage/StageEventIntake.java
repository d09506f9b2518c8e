// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.probing.stage;

import io.truename.postgres.Database;
import io.truename.postgres.SqlException;
import io.truename.probing.stage.StageEvent;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Takes events and answers after their commit. Callers that arrive while a transaction is under way share the next one: a
 * subscription that pushes one event at a time then needs far fewer transactions than events. The first of them writes for all, so
 * that nothing runs after the last answer. Thread-safe.
 */
public final class StageEventIntake {
    /** Maximum number of events of a transaction, unless one caller brings more. */
    private static final int MOST_EVENTS = 2_000;

    private static final int ATTEMPTS = 4;

    /** SQLSTATEs of a deadlock and of a serialization failure: the same transaction succeeds later. */
    private static final Set<String> AGAIN = Set.of("40P01", "40001");

    /** First characters of SQLSTATEs of values that the server does not take. */
    private static final Set<String> BAD_VALUES = Set.of("22", "23");

    private static final int SLOTS = 16;

    private final Database database;
    private final Clock clock;
    private final StageEventStore store =
            new StageEventStore(() -> ThreadLocalRandom.current().nextInt(SLOTS));
    private final StageRetention retention = new StageRetention(store);
    private final Queue<Delivery> waiting = new ArrayDeque<>();
    private boolean writing;
    private Instant nextCleaning = Instant.MIN;

    public StageEventIntake(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * Result of a call.
     *
     * @param counted events that were not recorded before
     * @param repeated events that were, or that the call had twice
     */
    public record Recorded(int counted, int repeated) {}

    /** Events of one caller, and their outcomes. */
    private static final class Delivery {
        private final List<StageEvent> events;
        private final CountDownLatch told = new CountDownLatch(1);
        private @Nullable Recorded recorded;
        private @Nullable RuntimeException failed;

        Delivery(Collection<StageEvent> events) {
            this.events = List.copyOf(events);
        }

        boolean isSettled() {
            return recorded != null || failed != null;
        }

        /** Waits until the events are settled, or their caller is the next to write; an interrupt does not lose the outcome. */
        void await() {
            boolean interrupted = false;
            while (true) {
                try {
                    told.await();
                    break;
                } catch (InterruptedException later) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Records events; when this returns, they are committed.
     *
     * @throws SqlException if the database does not take them; some may have been recorded, and sending all again is safe
     */
    public Recorded record(Collection<StageEvent> events) {
        Delivery mine = new Delivery(events);
        boolean first;
        synchronized (waiting) {
            waiting.add(mine);
            first = !writing;
            writing = true;
        }
        if (!first) {
            mine.await();
        }
        if (!mine.isSettled()) {
            try {
                writeNext();
                clean();
            } finally {
                passOn();
            }
        }
        RuntimeException failed = mine.failed;
        if (failed != null) {
            throw failed;
        }
        Recorded recorded = mine.recorded;
        return recorded == null ? new Recorded(0, 0) : recorded;
    }

    /** Has the caller that waits longest write next. Those that are settled need no turn: each would be a switch of threads. */
    private void passOn() {
        synchronized (waiting) {
            Delivery next = waiting.peek();
            if (next == null) {
                writing = false;
            } else {
                next.told.countDown();
            }
        }
    }

    /** Writes for the first caller in the queue, and for those behind it. */
    private void writeNext() {
        List<Delivery> together = new ArrayList<>();
        synchronized (waiting) {
            int events = 0;
            Delivery next = waiting.peek();
            while (next != null && (together.isEmpty() || events + next.events.size() <= MOST_EVENTS)) {
                together.add(waiting.remove());
                events += next.events.size();
                next = waiting.peek();
            }
        }
        try {
            write(together);
        } catch (SqlException refused) {
            if (together.size() > 1 && BAD_VALUES.contains(refused.sqlState().substring(0, 2))) {
                // One caller's event must not fail the others'.
                together.forEach(this::writeAlone);
            } else {
                together.forEach(delivery -> delivery.failed = refused);
            }
        } catch (RuntimeException failed) {
            together.forEach(delivery -> delivery.failed = failed);
        } finally {
            together.forEach(StageEventIntake::tell);
        }
    }

    private static void tell(Delivery delivery) {
        if (!delivery.isSettled()) {
            delivery.failed = new IllegalStateException("The caller that wrote these events broke off");
        }
        delivery.told.countDown();
    }

    private void writeAlone(Delivery delivery) {
        try {
            write(List.of(delivery));
        } catch (RuntimeException failed) {
            delivery.failed = failed;
        }
    }

    private void write(List<Delivery> together) {
        List<StageEvent> events =
                together.stream().flatMap(delivery -> delivery.events.stream()).toList();
        Set<UUID> fresh = new HashSet<>(committed(events));
        for (Delivery delivery : together) {
            // Of an event that two callers brought, the first has counted it.
            int counted = (int) delivery.events.stream()
                    .filter(event -> fresh.remove(event.key()))
                    .count();
            delivery.recorded = new Recorded(counted, delivery.events.size() - counted);
        }
    }

    private Set<UUID> committed(List<StageEvent> events) {
        for (int attempt = 1; ; attempt++) {
            try {
                return database.inTransaction(session -> {
                    session.execute("SET LOCAL statement_timeout = '20s'");
                    return store.record(session, events);
                });
            } catch (SqlException failed) {
                if (attempt == ATTEMPTS || !AGAIN.contains(failed.sqlState())) {
                    throw failed;
                }
            }
        }
    }

    /** Deletes rows that are too old, a bounded number at a time. The next call repeats a delete that fails here. */
    private void clean() {
        Instant now = clock.instant();
        if (now.isBefore(nextCleaning)) {
            return;
        }
        nextCleaning = now.plus(Duration.ofSeconds(10));
        try {
            retention.clean(database, now);
        } catch (SqlException notNow) {
            nextCleaning = now.plus(Duration.ofMinutes(1));
        }
    }
}
