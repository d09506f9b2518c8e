// SPDX-License-Identifier: Apache-2.0
package io.truename.local.logging.store;

import com.google.logging.v2.LogEntry;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Listing of entries.
 *
 * @param size the number of entries wanted at most
 * @param after the last entry of the page before
 */
public record Listing(Predicate<LogEntry> filter, Order order, int size, Optional<EntryKey> after) {
    /** Order by time. */
    public enum Order {
        OLDEST_FIRST,
        NEWEST_FIRST
    }
}
