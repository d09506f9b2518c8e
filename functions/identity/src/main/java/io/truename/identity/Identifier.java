// SPDX-License-Identifier: Apache-2.0
package io.truename.identity;

import java.util.UUID;

/** An id of 128 bits; its text is the canonical form: lower case, 8-4-4-4-12. One object of 32 bytes, nothing behind it. */
public sealed interface Identifier permits DocumentId, ChunkId, JobId {
    /** The first eight bytes, big-endian. */
    long mostSignificantBits();

    /** The last eight bytes, big-endian. */
    long leastSignificantBits();

    /** The same 128 bits as the JDK's type. */
    default UUID toUuid() {
        return new UUID(mostSignificantBits(), leastSignificantBits());
    }
}
