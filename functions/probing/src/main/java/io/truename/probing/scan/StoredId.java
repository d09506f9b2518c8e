// SPDX-License-Identifier: Apache-2.0
package io.truename.probing.scan;

import io.truename.identity.UuidText;
import java.util.UUID;

/**
 * An id as a column holds it.
 *
 * @param notAUuid the text, if it is not a UUID; empty otherwise
 */
public record StoredId(long mostSignificantBits, long leastSignificantBits, String notAUuid) {
    /** The UUID of these bits, big-endian. */
    public StoredId(long mostSignificantBits, long leastSignificantBits) {
        this(mostSignificantBits, leastSignificantBits, "");
    }

    public static StoredId of(UUID id) {
        return new StoredId(id.getMostSignificantBits(), id.getLeastSignificantBits());
    }

    /** Reads a column of text: a UUID in either case, or something else. */
    public static StoredId of(String text) {
        return UuidText.isUuid(text) ? of(UuidText.parse(text)) : new StoredId(0, 0, text.isEmpty() ? " " : text);
    }

    public boolean isUuid() {
        return notAUuid.isEmpty();
    }

    /** The UUID; of anything else the nil UUID. */
    public UUID toUuid() {
        return new UUID(mostSignificantBits, leastSignificantBits);
    }

    @Override
    public String toString() {
        return isUuid() ? toUuid().toString() : notAUuid;
    }
}
