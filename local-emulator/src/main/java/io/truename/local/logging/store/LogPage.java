// SPDX-License-Identifier: Apache-2.0
package io.truename.local.logging.store;

import com.google.logging.v2.LogEntry;
import java.util.List;
import java.util.Optional;

/**
 * Page of a listing.
 *
 * @param next the key of the page's last entry, if there may be more behind it
 */
public record LogPage(List<LogEntry> entries, Optional<EntryKey> next) {}
