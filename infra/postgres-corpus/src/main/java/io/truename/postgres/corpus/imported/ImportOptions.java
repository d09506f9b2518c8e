// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.imported;

/**
 * Options of an import.
 *
 * @param keysAreIds whether keys are ids of documents: then a key that was moved is stored under its current id
 */
public record ImportOptions(OnConflict onConflict, boolean keysAreIds) {
    /** Reaction to a key with another hash than before. */
    public enum OnConflict {
        /** The hash is kept, and the conflict recorded. */
        KEEP,
        /** The new hash takes its place, and ends a conflict of the key. */
        REPLACE
    }
}
