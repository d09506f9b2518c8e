// SPDX-License-Identifier: Apache-2.0
package io.truename.migrate.http;

import io.truename.postgres.corpus.imported.ImportTally;
import io.truename.postgres.corpus.imported.ImportedHashStore;
import io.truename.postgres.corpus.imported.ImportedPair;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Import of a list of hashes, slice by slice.
 *
 * @param lines lines read; each is counted by {@code tally}, or is bad
 * @param conflicts the first lines whose id has another hash
 * @param badLines the first lines that cannot be read
 * @param nextLine line to go on with, if time was up before the end
 */
record HashImport(
        long lines,
        ImportTally tally,
        List<Conflict> conflicts,
        long bad,
        List<HashLines.BadLine> badLines,
        Optional<Long> nextLine) {
    private static final int MOST_LISTED = ImportedHashStore.MOST_LISTED;

    HashImport {
        conflicts = List.copyOf(conflicts);
        badLines = List.copyOf(badLines);
    }

    /**
     * Line whose id has another hash.
     *
     * @param kept the hash that the id has
     */
    record Conflict(ImportedPair pair, String kept) {}

    /**
     * Imports lines until their end, or until time is up; at least one slice.
     *
     * @param timeLeft checked between two slices
     */
    static HashImport run(ContentHashes.Import into, HashLines lines, BooleanSupplier timeLeft) {
        ImportTally tally = ImportTally.NONE;
        List<Conflict> conflicts = new ArrayList<>();
        List<HashLines.BadLine> badLines = new ArrayList<>();
        long read = 0;
        long bad = 0;
        boolean ended = false;
        do {
            List<ImportedPair> slice = new ArrayList<>(ImportedHashStore.SLICE);
            for (int line = 0; line < ImportedHashStore.SLICE && !ended; line++) {
                Optional<HashLines.Read> next = lines.next();
                ended = next.isEmpty();
                if (next.isPresent()) {
                    read++;
                    next.get().pair().ifPresent(slice::add);
                    if (next.get().bad().isPresent()) {
                        bad++;
                        next.get()
                                .bad()
                                .filter(wrong -> badLines.size() < MOST_LISTED)
                                .ifPresent(badLines::add);
                    }
                }
            }
            if (!slice.isEmpty()) {
                ImportTally stored = into.store(slice);
                tally = tally.plus(stored);
                addConflicts(stored, slice, conflicts);
            }
        } while (!ended && timeLeft.getAsBoolean());
        return new HashImport(
                read, tally, conflicts, bad, badLines, ended ? Optional.empty() : Optional.of(lines.line()));
    }

    private static void addConflicts(ImportTally stored, List<ImportedPair> slice, List<Conflict> conflicts) {
        Map<Long, String> kept = new HashMap<>();
        stored.conflicts().forEach(conflict -> kept.put(conflict.line(), conflict.kept()));
        for (ImportedPair pair : slice) {
            String hash = kept.get(pair.line());
            if (hash != null && conflicts.size() < MOST_LISTED) {
                conflicts.add(new Conflict(pair, hash));
            }
        }
    }
}
