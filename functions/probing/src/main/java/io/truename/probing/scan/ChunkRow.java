// SPDX-License-Identifier: Apache-2.0
package io.truename.probing.scan;

import org.jspecify.annotations.Nullable;

/**
 * A chunk as a scan reads it.
 *
 * @param table 0 for the first table of chunks in the mapping, and so on
 * @param ordinal as stored; {@link #NO_ORDINAL} if it is absent
 * @param embedded whether it has an embedding; true if the mapping knows no column for one
 */
public record ChunkRow(
        int table,
        StoredId id,
        @Nullable String chunker,
        @Nullable String chunkerVersion,
        long ordinal,
        boolean embedded) {
    /** Stands for an absent ordinal. */
    public static final long NO_ORDINAL = Long.MIN_VALUE;
}
