// SPDX-License-Identifier: Apache-2.0
package io.truename.local.logging.store;

import com.google.logging.v2.LogEntry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Store of log entries, ordered by time and insert id. It holds a number of bytes; the entries that arrived first make room
 * for new ones. A second entry with the same time, insert id and log is a duplicate and is left out. Thread-safe; a listing
 * sees entries that arrive meanwhile or not.
 */
public final class LogStore implements AutoCloseable {
    public static final long DEFAULT_BYTES = 64L << 20;

    /** Pages stay below gRPC's default limit for a message. */
    private static final long MOST_PAGE_BYTES = 3L << 20;

    private final long mostBytes;
    private final NavigableMap<EntryKey, StoredEntry> entries = new ConcurrentSkipListMap<>();
    private final List<LogTail> tails = new CopyOnWriteArrayList<>();
    private final List<Consumer<LogEntry>> listeners = new CopyOnWriteArrayList<>();
    private final Object writing = new Object();
    private final Deque<StoredEntry> arrivals = new ArrayDeque<>();
    private final Map<String, Integer> logs = new TreeMap<>();
    private long bytes;
    private long dropped;
    private @Nullable Journal journal;

    /** Makes a store in memory. */
    public LogStore(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    /** Opens a store that also keeps its entries in files of a folder, which no other process may use. */
    public static LogStore open(Path folder, long mostBytes) throws IOException {
        LogStore store = new LogStore(mostBytes);
        store.journal = Journal.open(folder, mostBytes, store::replay, store::remove);
        return store;
    }

    private void replay(LogEntry entry) {
        synchronized (writing) {
            keep(new StoredEntry(EntryKey.of(entry), entry.toByteArray()));
        }
    }

    /** Adds entries that have a time, an insert id and a log name. Returns the number of those that are no duplicates. */
    public int add(List<LogEntry> added) {
        List<StoredEntry> kept = new ArrayList<>(added.size());
        synchronized (writing) {
            for (LogEntry entry : added) {
                StoredEntry stored = new StoredEntry(EntryKey.of(entry), entry.toByteArray());
                if (keep(stored)) {
                    kept.add(stored);
                    tails.forEach(tail -> tail.offer(entry, stored.bytes().length));
                    listeners.forEach(listener -> listener.accept(entry));
                }
            }
            if (journal != null && !kept.isEmpty()) {
                journal.write(kept);
            }
        }
        return kept.size();
    }

    private boolean keep(StoredEntry stored) {
        if (entries.putIfAbsent(stored.key(), stored) != null) {
            return false;
        }
        arrivals.addLast(stored);
        logs.merge(stored.key().logName(), 1, Integer::sum);
        bytes += stored.charge();
        while (bytes > mostBytes && arrivals.size() > 1) {
            forget(arrivals.removeFirst());
            dropped++;
        }
        return true;
    }

    private void forget(StoredEntry stored) {
        entries.remove(stored.key());
        logs.computeIfPresent(stored.key().logName(), (log, count) -> count == 1 ? null : count - 1);
        bytes -= stored.charge();
    }

    /** Lists entries. A page ends early when it holds 3 MiB. */
    public LogPage list(Listing listing) {
        boolean newestFirst = listing.order() == Listing.Order.NEWEST_FIRST;
        NavigableMap<EntryKey, StoredEntry> ordered = newestFirst ? entries.descendingMap() : entries;
        if (listing.after().isPresent()) {
            ordered = ordered.tailMap(listing.after().get(), false);
        }
        List<LogEntry> page = new ArrayList<>();
        long pageBytes = 0;
        Optional<EntryKey> last = Optional.empty();
        for (StoredEntry stored : ordered.values()) {
            LogEntry entry = stored.parse();
            if (listing.filter().test(entry)) {
                if (page.size() >= listing.size()
                        || (!page.isEmpty() && pageBytes + stored.bytes().length > MOST_PAGE_BYTES)) {
                    return new LogPage(List.copyOf(page), last);
                }
                page.add(entry);
                pageBytes += stored.bytes().length;
                last = Optional.of(stored.key());
            }
        }
        return new LogPage(List.copyOf(page), Optional.empty());
    }

    /**
     * Passes the newest entries of a time to the reader, the newest first, and no more than {@code most}.
     *
     * @param end the instant after the last one
     * @return the time of the oldest entry that was passed, if older ones of this time were left out
     */
    Optional<Instant> newest(Instant start, Instant end, int most, Consumer<LogEntry> reader) {
        int passed = 0;
        Optional<Instant> oldest = Optional.empty();
        for (StoredEntry stored : entries.subMap(EntryKey.before(start), true, EntryKey.before(end), false)
                .descendingMap()
                .values()) {
            if (passed == most) {
                return oldest;
            }
            reader.accept(stored.parse());
            oldest = Optional.of(stored.key().time());
            passed++;
        }
        return Optional.empty();
    }

    /** Returns the names of all logs that hold entries, in order. */
    public List<String> logNames() {
        synchronized (writing) {
            return List.copyOf(logs.keySet());
        }
    }

    /** Deletes all entries of a log. Returns false if it has none. */
    public boolean deleteLog(String logName) {
        synchronized (writing) {
            boolean found = logs.containsKey(logName);
            if (found) {
                remove(logName);
                if (journal != null) {
                    journal.delete(logName);
                }
            }
            return found;
        }
    }

    private void remove(String logName) {
        synchronized (writing) {
            arrivals.removeIf(stored -> {
                boolean gone = stored.key().logName().equals(logName);
                if (gone) {
                    forget(stored);
                }
                return gone;
            });
        }
    }

    /** Subscribes to new entries. The filter runs on the writer's thread and must not throw. */
    public LogTail tail(Predicate<LogEntry> filter, int mostEntries, long mostBytes) {
        LogTail tail = new LogTail(filter, mostEntries, mostBytes, tails::remove);
        tails.add(tail);
        return tail;
    }

    /** Passes every later entry to the listener, in order, on the writer's thread. Entries read from disk are not passed. */
    public void listen(Consumer<LogEntry> listener) {
        listeners.add(listener);
    }

    /**
     * Fill of the store.
     *
     * @param dropped the entries that made room for newer ones since the start
     */
    public record Usage(int entries, long bytes, long mostBytes, long dropped) {}

    public Usage usage() {
        synchronized (writing) {
            return new Usage(arrivals.size(), bytes, mostBytes, dropped);
        }
    }

    /** Returns the fault of the files, as a sentence. */
    public Optional<String> problem() {
        synchronized (writing) {
            return journal == null ? Optional.empty() : journal.problem();
        }
    }

    @Override
    public void close() {
        tails.forEach(LogTail::close);
        synchronized (writing) {
            if (journal != null) {
                journal.close();
            }
        }
    }
}
