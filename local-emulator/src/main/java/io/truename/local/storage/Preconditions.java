// SPDX-License-Identifier: Apache-2.0
package io.truename.local.storage;

import java.util.Optional;
import java.util.OptionalLong;

/** Conditions of a call on the object that there is. A generation of 0 stands for none. */
record Preconditions(
        OptionalLong generationMatch,
        OptionalLong generationNotMatch,
        OptionalLong metagenerationMatch,
        OptionalLong metagenerationNotMatch) {
    static Preconditions of(StorageQuery query) {
        return new Preconditions(
                query.number("ifGenerationMatch"),
                query.number("ifGenerationNotMatch"),
                query.number("ifMetagenerationMatch"),
                query.number("ifMetagenerationNotMatch"));
    }

    /**
     * Checks them.
     *
     * @throws StorageError with status 412; with 304 for a reader that has the version already
     */
    void require(Optional<StoredObject> object, boolean reading) {
        long generation = object.map(StoredObject::generation).orElse(0L);
        long metageneration = object.isPresent() ? StoredObject.METAGENERATION : 0;
        if (differs(generationMatch, generation) || differs(metagenerationMatch, metageneration)) {
            throw StorageError.conditionNotMet();
        }
        if (is(generationNotMatch, generation) || is(metagenerationNotMatch, metageneration)) {
            throw reading && object.isPresent() ? StorageError.notModified() : StorageError.conditionNotMet();
        }
    }

    private static boolean differs(OptionalLong wanted, long found) {
        return wanted.isPresent() && wanted.getAsLong() != found;
    }

    private static boolean is(OptionalLong unwanted, long found) {
        return unwanted.isPresent() && unwanted.getAsLong() == found;
    }
}
