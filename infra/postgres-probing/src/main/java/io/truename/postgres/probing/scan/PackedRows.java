// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.probing.scan;

import io.truename.probing.scan.StoredId;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reader of the rows that {@link PackedSql} packs, from the first to the last. Texts that repeat are one object. Not thread-safe. */
final class PackedRows {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final byte ABSENT = (byte) 0xff;

    /** Slots of recently read texts; a power of two. */
    private static final int KEPT = 256;

    private final byte[] bytes;
    private final @Nullable String[] texts = new @Nullable String[KEPT];
    private final byte[][] textBytes = new byte[KEPT][];
    private int at;

    PackedRows(byte[] bytes) {
        this.bytes = bytes;
    }

    boolean hasNext() {
        return at < bytes.length;
    }

    long number() {
        long value = (long) LONGS.get(bytes, at);
        at += Long.BYTES;
        return value;
    }

    double decimal() {
        return Double.longBitsToDouble(number());
    }

    boolean flag() {
        return bytes[at++] != 0;
    }

    StoredId id(boolean uuid) {
        if (uuid) {
            return new StoredId(number(), number());
        }
        String text = text();
        return StoredId.of(text == null ? "" : text);
    }

    @Nullable
    String text() {
        int from = at;
        int end = end();
        at = end + 1;
        if (end == from + 1 && bytes[from] == ABSENT) {
            return null;
        }
        int hash = end - from;
        for (int index = from; index < end; index++) {
            hash = 31 * hash + bytes[index];
        }
        int slot = (hash ^ (hash >>> 16)) & (KEPT - 1);
        byte[] kept = textBytes[slot];
        if (kept != null && Arrays.equals(kept, 0, kept.length, bytes, from, end)) {
            return texts[slot];
        }
        String text = new String(bytes, from, end - from, StandardCharsets.UTF_8);
        textBytes[slot] = Arrays.copyOfRange(bytes, from, end);
        texts[slot] = text;
        return text;
    }

    private int end() {
        int end = at;
        while (bytes[end] != 0) {
            end++;
        }
        return end;
    }
}
