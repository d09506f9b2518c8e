// SPDX-License-Identifier: Apache-2.0
package io.truename.local.logging.store;

import com.google.logging.v2.LogEntry;
import java.time.Instant;
import java.util.Comparator;

/** Place of an entry in the store, by time, then insert id, then log. Entries with the same key are duplicates. */
public record EntryKey(long seconds, int nanos, String insertId, String logName) implements Comparable<EntryKey> {
    private static final Comparator<EntryKey> ORDER = Comparator.comparingLong(EntryKey::seconds)
            .thenComparingInt(EntryKey::nanos)
            .thenComparing(EntryKey::insertId)
            .thenComparing(EntryKey::logName);

    public static EntryKey of(LogEntry entry) {
        return new EntryKey(
                entry.getTimestamp().getSeconds(),
                entry.getTimestamp().getNanos(),
                entry.getInsertId(),
                entry.getLogName());
    }

    /** Returns the place before all entries of an instant. */
    static EntryKey before(Instant time) {
        return new EntryKey(time.getEpochSecond(), time.getNano(), "", "");
    }

    Instant time() {
        return Instant.ofEpochSecond(seconds, nanos);
    }

    @Override
    public int compareTo(EntryKey other) {
        return ORDER.compare(this, other);
    }
}
