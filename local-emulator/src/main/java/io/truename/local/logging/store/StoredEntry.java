// SPDX-License-Identifier: Apache-2.0
package io.truename.local.logging.store;

import com.google.logging.v2.LogEntry;
import com.google.protobuf.InvalidProtocolBufferException;

/** Entry in memory, as bytes: an eighth of the size of the parsed objects. Compared by identity. */
final class StoredEntry {
    /** Charged for the key, the map's node and the queue's slot. */
    private static final int OVERHEAD_BYTES = 200;

    private final EntryKey key;
    private final byte[] bytes;

    StoredEntry(EntryKey key, byte[] bytes) {
        this.key = key;
        this.bytes = bytes;
    }

    EntryKey key() {
        return key;
    }

    byte[] bytes() {
        return bytes;
    }

    long charge() {
        return (long) bytes.length
                + 2L * (key.insertId().length() + key.logName().length())
                + OVERHEAD_BYTES;
    }

    LogEntry parse() {
        try {
            return LogEntry.parseFrom(bytes);
        } catch (InvalidProtocolBufferException impossible) {
            throw new IllegalStateException("An entry that was checked before cannot be read", impossible);
        }
    }
}
