// SPDX-License-Identifier: Apache-2.0
package io.truename.local.logging;

import io.truename.local.logging.store.LogTail;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Stream of new entries for one reader, as server-sent events, at most four a second. Each event's data is a JSON array of
 * entries. A reader that is too slow gets an event {@code gap} with {@code {"missed":N}} first. Used by one thread.
 */
public final class LogEvents implements AutoCloseable {
    private static final Duration SPACING = Duration.ofMillis(250);
    private static final int MOST_IN_AN_EVENT = 1000;

    private final LogTail tail;
    private final Deque<String> ready = new ArrayDeque<>();
    private long nextNanos = System.nanoTime();

    LogEvents(LogTail tail) {
        this.tail = tail;
    }

    /** Waits for the next event, ready for the wire; empty if there is none in time, or this was closed. */
    public Optional<String> next(Duration atMost) throws InterruptedException {
        if (ready.isEmpty()) {
            long end = System.nanoTime() + atMost.toNanos();
            tail.await(atMost);
            long early = Math.min(nextNanos, end) - System.nanoTime();
            if (early > 0) {
                Thread.sleep(early / 1_000_000, (int) (early % 1_000_000));
            }
            if (System.nanoTime() - nextNanos < 0) {
                return Optional.empty();
            }
            collect();
        }
        Optional<String> event = Optional.ofNullable(ready.pollFirst());
        if (event.isPresent()) {
            nextNanos = System.nanoTime() + SPACING.toNanos();
        }
        return event;
    }

    private void collect() {
        LogTail.Batch batch = tail.take(MOST_IN_AN_EVENT, Duration.ZERO);
        if (batch.missed() > 0) {
            ready.addLast("event: gap\ndata: {\"missed\":" + batch.missed() + "}\n\n");
        }
        if (!batch.entries().isEmpty()) {
            ready.addLast(batch.entries().stream()
                    .map(EntryJson::write)
                    .collect(Collectors.joining(",", "data: [", "]\n\n")));
        }
    }

    /** Tells whether the store was closed, which ends the stream. */
    public boolean isClosed() {
        return tail.isClosed();
    }

    @Override
    public void close() {
        tail.close();
    }
}
