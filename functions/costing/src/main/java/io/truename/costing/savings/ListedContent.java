// SPDX-License-Identifier: Apache-2.0
package io.truename.costing.savings;

/** A content of a list while it is counted: its documents, and its owners by a hash of 64 bits each, in an open table. */
final class ListedContent {
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;
    private static final int SMALLEST = 2;

    private final long size;
    private final long firstLine;
    private long otherLine;
    private long documents;
    private long bytes;
    private int owners;
    private long[] table = new long[SMALLEST];

    ListedContent(long size, long line) {
        this.size = size;
        this.firstLine = line;
    }

    /** Whether the owner is new to the content. */
    boolean add(String owner, long stated, long line) {
        documents = Math.addExact(documents, 1);
        bytes = Math.addExact(bytes, stated);
        if (stated != size && otherLine == 0) {
            otherLine = line;
        }
        return put(hash(owner));
    }

    boolean differs() {
        return otherLine > 0;
    }

    long firstLine() {
        return firstLine;
    }

    /** The first line with another size; 0 if there is none. */
    long otherLine() {
        return otherLine;
    }

    int owners() {
        return owners;
    }

    SavingsLedger.Line documents() {
        return new SavingsLedger.Line(documents, bytes);
    }

    SavingsLedger ledger() {
        return SavingsLedger.ofContent(size, documents, owners);
    }

    private boolean put(long hash) {
        if (owners * 4 >= table.length * 3) {
            long[] old = table;
            table = new long[old.length * 2];
            for (long kept : old) {
                if (kept != 0) {
                    table[slot(kept)] = kept;
                }
            }
        }
        int slot = slot(hash);
        if (table[slot] == hash) {
            return false;
        }
        table[slot] = hash;
        owners++;
        return true;
    }

    private int slot(long hash) {
        int at = (int) hash & (table.length - 1);
        while (table[at] != 0 && table[at] != hash) {
            at = (at + 1) & (table.length - 1);
        }
        return at;
    }

    /** FNV-1a with a last mix; never 0, which is an empty slot. Of a million owners two are equal once in 37 million lists. */
    private static long hash(String owner) {
        long hash = FNV_OFFSET;
        for (int at = 0; at < owner.length(); at++) {
            hash = (hash ^ owner.charAt(at)) * FNV_PRIME;
        }
        hash = (hash ^ (hash >>> 32)) * 0xd6e8feb86659fd93L;
        hash = (hash ^ (hash >>> 32)) * 0xd6e8feb86659fd93L;
        hash ^= hash >>> 32;
        return hash == 0 ? 1 : hash;
    }
}
