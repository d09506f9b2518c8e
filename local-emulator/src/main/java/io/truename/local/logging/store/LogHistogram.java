// SPDX-License-Identifier: Apache-2.0
package io.truename.local.logging.store;

import com.google.logging.type.LogSeverity;
import com.google.logging.v2.LogEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Numbers of entries over time, by severity. Not thread-safe. */
public final class LogHistogram {
    private final Predicate<LogEntry> filter;
    private final Instant start;
    private final Instant end;
    private final int buckets;
    private final Map<LogSeverity, long[]> counts = new TreeMap<>(Comparator.comparingInt(LogSeverity::getNumber));
    private Optional<Instant> since = Optional.empty();

    /**
     * Makes one without entries.
     *
     * @param end the instant after the last one that counts; at least a millisecond after {@code start}
     * @param buckets the number of equal parts of the time
     */
    public LogHistogram(Predicate<LogEntry> filter, Instant start, Instant end, int buckets) {
        if (Duration.between(start, end).toMillis() < 1 || buckets < 1) {
            throw new IllegalArgumentException("A histogram needs a time and a bucket");
        }
        this.filter = filter;
        this.start = start;
        this.end = end;
        this.buckets = buckets;
    }

    /** Counts the newest entries of a store in this time, and reads no more than {@code most}. */
    public LogHistogram count(LogStore store, int most) {
        since = store.newest(start, end, most, this::add);
        return this;
    }

    private void add(LogEntry entry) {
        if (filter.test(entry)) {
            counts.computeIfAbsent(entry.getSeverity(), severity -> new long[buckets])[bucket(entry)]++;
        }
    }

    private int bucket(LogEntry entry) {
        Instant time = Instant.ofEpochSecond(
                entry.getTimestamp().getSeconds(), entry.getTimestamp().getNanos());
        long width = Duration.between(start, end).toMillis();
        // A part of a millisecond at the end belongs to the last bucket.
        return (int) Math.min(buckets - 1L, Duration.between(start, time).toMillis() * buckets / width);
    }

    /** Returns the numbers of entries in each bucket, of each severity that occurs. */
    public Map<LogSeverity, long[]> counts() {
        return counts;
    }

    /** Returns the time of the oldest entry that was read, if older ones were left out. */
    public Optional<Instant> since() {
        return since;
    }
}
