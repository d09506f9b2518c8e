// SPDX-License-Identifier: Apache-2.0
package io.truename.local.logging.store;

import com.google.logging.v2.LogEntry;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Subscription to new entries, with a bounded buffer. A reader that is too slow misses the newest entries and learns how many.
 * Thread-safe.
 */
public final class LogTail implements AutoCloseable {
    /** Below gRPC's default limit for a message, and above the limit of an entry. */
    private static final long MOST_BATCH_BYTES = 2L << 20;

    private record Arrival(LogEntry entry, long nanos, int bytes) {}

    /**
     * Entries in the order of their arrival.
     *
     * @param missed the number of entries that did not fit into the buffer since the last batch
     */
    public record Batch(List<LogEntry> entries, long missed) {
        public boolean isEmpty() {
            return entries.isEmpty() && missed == 0;
        }
    }

    private final Predicate<LogEntry> filter;
    private final int mostEntries;
    private final long mostBytes;
    private final Runnable unsubscribe;
    private final Deque<Arrival> waiting = new ArrayDeque<>();
    private long waitingBytes;
    private long missed;
    private boolean closed;

    LogTail(Predicate<LogEntry> filter, int mostEntries, long mostBytes, Consumer<LogTail> unsubscribe) {
        this.filter = filter;
        this.mostEntries = mostEntries;
        this.mostBytes = mostBytes;
        this.unsubscribe = () -> unsubscribe.accept(this);
    }

    void offer(LogEntry entry, int bytes) {
        if (!filter.test(entry)) {
            return;
        }
        synchronized (this) {
            if (closed) {
                return;
            }
            if (waiting.size() >= mostEntries || waitingBytes + bytes > mostBytes) {
                missed++;
                return;
            }
            waiting.addLast(new Arrival(entry, System.nanoTime(), bytes));
            waitingBytes += bytes;
            notifyAll();
        }
    }

    /** Takes at most {@code most} entries, or 2 MiB, that arrived {@code age} ago or earlier, without waiting. */
    public synchronized Batch take(int most, Duration age) {
        long before = System.nanoTime() - age.toNanos();
        List<LogEntry> entries = new ArrayList<>();
        long left = MOST_BATCH_BYTES;
        while (entries.size() < most && !waiting.isEmpty() && isDue(waiting.getFirst(), before, left)) {
            Arrival first = waiting.removeFirst();
            waitingBytes -= first.bytes();
            left -= first.bytes();
            entries.add(first.entry());
        }
        Batch batch = new Batch(List.copyOf(entries), missed);
        missed = 0;
        return batch;
    }

    private static boolean isDue(Arrival arrival, long before, long bytesLeft) {
        return arrival.nanos() - before <= 0 && arrival.bytes() <= bytesLeft;
    }

    /** Waits until an entry is there, the time is up or this is closed. */
    public synchronized void await(Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        long left = atMost.toNanos();
        while (waiting.isEmpty() && missed == 0 && !closed && left > 0) {
            wait(left / 1_000_000, (int) (left % 1_000_000));
            left = end - System.nanoTime();
        }
    }

    public synchronized boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        unsubscribe.run();
        synchronized (this) {
            closed = true;
            waiting.clear();
            waitingBytes = 0;
            notifyAll();
        }
    }
}
