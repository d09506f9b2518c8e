// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.probing.scan;

import io.truename.probing.scan.ChunkRow;
import io.truename.probing.scan.StoredId;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Chunks of one table as columns, which takes some 60 bytes a row. Texts that repeat are one object. Not thread-safe. */
final class ChunkColumns {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final int UUID_BYTES = 16;

    private final int table;
    private final int size;
    private final byte[] ids;
    private final byte[] documents;
    private final long[] ordinals;
    private final @Nullable String[] chunkers;
    private final @Nullable String[] versions;
    private final BitSet withoutEmbedding;
    private final Map<Integer, StoredId> otherIds = new HashMap<>();
    private final Map<Integer, StoredId> otherDocuments = new HashMap<>();

    private ChunkColumns(int table, int size, byte[] ids, byte[] documents) {
        this.table = table;
        this.size = size;
        this.ids = ids;
        this.documents = documents;
        this.ordinals = new long[size];
        this.chunkers = new @Nullable String[size];
        this.versions = new @Nullable String[size];
        this.withoutEmbedding = new BitSet(size);
    }

    /** Columns of packed rows: see {@link PackedSql#chunks}. */
    static ChunkColumns ofRows(int table, byte[] packed, int size, boolean uuid, boolean documentUuid) {
        ChunkColumns columns = new ChunkColumns(table, size, new byte[size * UUID_BYTES], new byte[size * UUID_BYTES]);
        PackedRows rows = new PackedRows(packed);
        for (int row = 0; row < size; row++) {
            put(columns.ids, columns.otherIds, row, rows.id(uuid));
            put(columns.documents, columns.otherDocuments, row, rows.id(documentUuid));
            columns.ordinals[row] = rows.number();
            columns.chunkers[row] = rows.text();
            columns.versions[row] = rows.text();
            columns.withoutEmbedding.set(row, !rows.flag());
        }
        return columns;
    }

    /**
     * Columns as {@link PackedSql#columns} packs them; empty if some chunk has none of the known chunkers.
     *
     * @param numbers 32 times the ordinal, and twice the number of its chunker; odd if the chunk has no embedding
     */
    static Optional<ChunkColumns> of(
            int table, int size, byte[] ids, byte[] documents, byte[] numbers, List<Chunkers.Chunker> chunkers) {
        if (ids.length != size * UUID_BYTES
                || documents.length != size * UUID_BYTES
                || numbers.length != size * Long.BYTES) {
            return Optional.empty();
        }
        ChunkColumns columns = new ChunkColumns(table, size, ids, documents);
        for (int row = 0; row < size; row++) {
            long number = (long) LONGS.get(numbers, row * Long.BYTES);
            int chunker = (int) (number >> 1) & Chunkers.OTHER;
            if (chunker >= chunkers.size()) {
                return Optional.empty();
            }
            columns.ordinals[row] = number >> 5;
            columns.chunkers[row] = chunkers.get(chunker).name();
            columns.versions[row] = chunkers.get(chunker).version();
            if ((number & 1) != 0) {
                columns.withoutEmbedding.set(row);
            }
        }
        return Optional.of(columns);
    }

    private static void put(byte[] bits, Map<Integer, StoredId> others, int row, StoredId id) {
        if (id.isUuid()) {
            LONGS.set(bits, row * UUID_BYTES, id.mostSignificantBits());
            LONGS.set(bits, row * UUID_BYTES + Long.BYTES, id.leastSignificantBits());
        } else {
            others.put(row, id);
        }
    }

    int size() {
        return size;
    }

    StoredId document(int row) {
        return id(documents, otherDocuments, row);
    }

    ChunkRow row(int row) {
        return new ChunkRow(
                table, id(ids, otherIds, row), chunkers[row], versions[row], ordinals[row], !withoutEmbedding.get(row));
    }

    private static StoredId id(byte[] bits, Map<Integer, StoredId> others, int row) {
        if (!others.isEmpty()) {
            StoredId other = others.get(row);
            if (other != null) {
                return other;
            }
        }
        return new StoredId(
                (long) LONGS.get(bits, row * UUID_BYTES), (long) LONGS.get(bits, row * UUID_BYTES + Long.BYTES));
    }
}
