// SPDX-License-Identifier: Apache-2.0
package io.truename.identity;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The id of a chunk. Any UUID is one: a corpus holds random ids until it is migrated; {@link Namespace#verify} tells whether
 * the recipe made it.
 *
 * @param mostSignificantBits the first eight bytes, big-endian
 * @param leastSignificantBits the last eight bytes, big-endian
 */
public record ChunkId(long mostSignificantBits, long leastSignificantBits) implements Identifier {
    /** The same 128 bits. */
    public static ChunkId of(UUID id) {
        return new ChunkId(id.getMostSignificantBits(), id.getLeastSignificantBits());
    }

    /**
     * Reads strictly, in either case.
     *
     * @throws RefusedException naming the field {@code id}, if the text is not a UUID
     */
    public static ChunkId parse(@Nullable String text) {
        return of(UuidText.parse("id", text));
    }

    @Override
    public String toString() {
        return UuidText.format(mostSignificantBits, leastSignificantBits);
    }
}
