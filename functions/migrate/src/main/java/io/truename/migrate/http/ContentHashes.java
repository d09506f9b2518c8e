// SPDX-License-Identifier: Apache-2.0
package io.truename.migrate.http;

import io.truename.postgres.Page;
import io.truename.postgres.corpus.imported.ImportOptions.OnConflict;
import io.truename.postgres.corpus.imported.ImportTally;
import io.truename.postgres.corpus.imported.ImportedHashStore;
import io.truename.postgres.corpus.imported.ImportedHashStore.ImportedHash;
import io.truename.postgres.corpus.imported.ImportedPair;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Imported hashes of content that lies elsewhere. */
public interface ContentHashes {
    /**
     * Begins an import.
     *
     * @throws io.truename.corpus.mapping.MappingException if there is a mapping that cannot be read: then nobody knows whether keys are
     *     ids that move
     */
    Import begin(OnConflict onConflict);

    /** An import, which stores slices. */
    @FunctionalInterface
    interface Import {
        /** Stores a slice of at most {@link ImportedHashStore#SLICE} pairs, whole or not at all. */
        ImportTally store(List<ImportedPair> pairs);
    }

    /** Counts of all hashes. */
    ImportedHashStore.Counts counts();

    /** Keys with conflicts. */
    Page<ImportedHash> conflicts(int limit, Optional<String> after);

    /** Hash of a key. */
    Optional<ImportedHash> find(String key);

    /** Run under way, which may need the hashes. */
    Optional<UUID> runUnderWay();

    /** Deletes the hash of a key; false if it has none. */
    boolean delete(String key);

    /** Deletes all hashes, until the deadline at most. */
    ImportedHashStore.Deleted deleteAll(Instant deadline);
}
