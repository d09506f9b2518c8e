// SPDX-License-Identifier: Apache-2.0
package io.truename.hashing;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * Contents that a list has already, by id, with the size and version of the last line of each. Holds two numbers of 64 bits for an id, in a
 * table with open addressing: 10 million ids take about half a gigabyte, and the chance that any two of them look alike is one in 300,000.
 */
final class KnownContents {
    private static final int FIRST_SIZE = 1 << 12;

    private final MessageDigest digest = Sha256.create();
    private long[] table = new long[2 * FIRST_SIZE];
    private int count;

    /** Adds a line; it replaces an earlier one of its id. */
    void add(HashLine line) {
        if (2 * (count + 1) > table.length / 2) {
            grow();
        }
        int at = place(table, key(line.id()));
        if (table[at] == 0) {
            count++;
        }
        table[at] = key(line.id());
        table[at + 1] = state(line.bytes(), line.version());
    }

    /** Whether the last line of the id is of this content. */
    boolean has(String id, long bytes, String version) {
        int at = place(table, key(id));
        return table[at] != 0 && table[at + 1] == state(bytes, version);
    }

    /** Number of ids. */
    int size() {
        return count;
    }

    private void grow() {
        long[] larger = new long[2 * table.length];
        for (int i = 0; i < table.length; i += 2) {
            if (table[i] != 0) {
                int at = place(larger, table[i]);
                larger[at] = table[i];
                larger[at + 1] = table[i + 1];
            }
        }
        table = larger;
    }

    /** Place of a key: its own, or the free one where it belongs. */
    private static int place(long[] table, long key) {
        int mask = table.length / 2 - 1;
        int slot = (int) key & mask;
        while (table[2 * slot] != 0 && table[2 * slot] != key) {
            slot = (slot + 1) & mask;
        }
        return 2 * slot;
    }

    /** Never 0, which stands for a free place. */
    private long key(String id) {
        long key = hash(id);
        return key == 0 ? 1 : key;
    }

    private long state(long bytes, String version) {
        return hash(bytes + " " + version);
    }

    private long hash(String text) {
        return ByteBuffer.wrap(digest.digest(text.getBytes(StandardCharsets.UTF_8)))
                .getLong();
    }
}
