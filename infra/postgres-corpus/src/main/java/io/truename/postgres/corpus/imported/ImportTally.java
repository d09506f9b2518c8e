// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.imported;

import java.util.List;

/**
 * Result of an import, in lines: each is stored, equal, replaced or conflicting.
 *
 * @param equal lines whose key has their hash already
 * @param replaced lines whose hash took the place of another
 * @param conflicting lines whose key has another hash, which was kept
 * @param conflicts the first of them, at most {@link ImportedHashStore#MOST_LISTED}
 */
public record ImportTally(long stored, long equal, long replaced, long conflicting, List<Conflict> conflicts) {
    public static final ImportTally NONE = new ImportTally(0, 0, 0, 0, List.of());

    public ImportTally {
        conflicts = List.copyOf(conflicts);
    }

    /**
     * Line whose key has another hash.
     *
     * @param kept the hash that the key has, in lower-case hex digits
     */
    public record Conflict(long line, String kept) {}

    /** Both together. */
    public ImportTally plus(ImportTally later) {
        return new ImportTally(
                stored + later.stored,
                equal + later.equal,
                replaced + later.replaced,
                conflicting + later.conflicting,
                java.util.stream.Stream.concat(conflicts.stream(), later.conflicts.stream())
                        .limit(ImportedHashStore.MOST_LISTED)
                        .toList());
    }
}
