// SPDX-License-Identifier: Apache-2.0
package io.truename.identity;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The id of a document. Any UUID is one: a corpus holds random ids until it is migrated; {@link Namespace#verify} tells whether
 * the recipe made it.
 *
 * @param mostSignificantBits the first eight bytes, big-endian
 * @param leastSignificantBits the last eight bytes, big-endian
 */
public record DocumentId(long mostSignificantBits, long leastSignificantBits) implements Identifier {
    /** The same 128 bits. */
    public static DocumentId of(UUID id) {
        return new DocumentId(id.getMostSignificantBits(), id.getLeastSignificantBits());
    }

    /**
     * Reads strictly, in either case.
     *
     * @throws RefusedException naming the field {@code documentId}, if the text is not a UUID
     */
    public static DocumentId parse(@Nullable String text) {
        return of(UuidText.parse("documentId", text));
    }

    @Override
    public String toString() {
        return UuidText.format(mostSignificantBits, leastSignificantBits);
    }
}
