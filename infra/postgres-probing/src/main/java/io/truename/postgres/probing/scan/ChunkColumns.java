// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.probing.scan;

import io.truename.probing.scan.ChunkRow;
import io.truename.probing.scan.StoredId;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Chunks of one table as columns, mostly as the server packed them: 40 bytes a row. Columns are few, because rows are taken in
 * another order than they lie in. Texts that repeat are one object. Not thread-safe.
 */
final class ChunkColumns {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final int UUID_BYTES = 16;

    private final int table;
    private final int size;
    private final byte[] ids;
    private final byte[] documents;

    /** Twice the number of the chunker; odd if the chunk has no embedding. Unless {@link #ordinals} is there, 32 times the ordinal, too. */
    private final byte[] numbers;

    private final long @Nullable [] ordinals;
    private final List<Chunker> chunkers;
    private final Map<Integer, StoredId> otherIds = new HashMap<>();
    private final Map<Integer, StoredId> otherDocuments = new HashMap<>();

    private record Chunker(@Nullable String name, @Nullable String version) {}

    private ChunkColumns(
            int table,
            int size,
            byte[] ids,
            byte[] documents,
            byte[] numbers,
            long @Nullable [] ordinals,
            List<Chunker> chunkers) {
        this.table = table;
        this.size = size;
        this.ids = ids;
        this.documents = documents;
        this.numbers = numbers;
        this.ordinals = ordinals;
        this.chunkers = chunkers;
    }

    /** Columns of packed rows: see {@link PackedSql#chunks}. */
    static ChunkColumns ofRows(int table, byte[] packed, int size, boolean uuid, boolean documentUuid) {
        long[] ordinals = new long[size];
        List<Chunker> chunkers = new ArrayList<>();
        Map<Chunker, Integer> places = new HashMap<>();
        ChunkColumns columns = new ChunkColumns(
                table,
                size,
                new byte[size * UUID_BYTES],
                new byte[size * UUID_BYTES],
                new byte[size * Long.BYTES],
                ordinals,
                chunkers);
        PackedRows rows = new PackedRows(packed);
        for (int row = 0; row < size; row++) {
            put(columns.ids, columns.otherIds, row, rows.id(uuid));
            put(columns.documents, columns.otherDocuments, row, rows.id(documentUuid));
            ordinals[row] = rows.number();
            long place = places.computeIfAbsent(new Chunker(rows.text(), rows.text()), found -> {
                chunkers.add(found);
                return chunkers.size() - 1;
            });
            LONGS.set(columns.numbers, row * Long.BYTES, 2 * place + (rows.flag() ? 0 : 1));
        }
        return columns;
    }

    /**
     * Columns as {@link PackedSql#columns} packs them; empty if some chunk has none of the known chunkers.
     *
     * @param numbers 32 times the ordinal, and twice the number of its chunker; odd if the chunk has no embedding
     */
    static Optional<ChunkColumns> of(
            int table, int size, byte[] ids, byte[] documents, byte[] numbers, List<Chunkers.Chunker> known) {
        if (ids.length != size * UUID_BYTES
                || documents.length != size * UUID_BYTES
                || numbers.length != size * Long.BYTES) {
            return Optional.empty();
        }
        for (int row = 0; row < size; row++) {
            if (((int) numbers[row * Long.BYTES + Long.BYTES - 1] >> 1 & Chunkers.OTHER) >= known.size()) {
                return Optional.empty();
            }
        }
        List<Chunker> chunkers = known.stream()
                .map(chunker -> new Chunker(chunker.name(), chunker.version()))
                .toList();
        return Optional.of(new ChunkColumns(table, size, ids, documents, numbers, null, chunkers));
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
        long number = (long) LONGS.get(numbers, row * Long.BYTES);
        Chunker chunker = chunkers.get((int) (ordinals == null ? number >> 1 & Chunkers.OTHER : number >> 1));
        return new ChunkRow(
                table,
                id(ids, otherIds, row),
                chunker.name(),
                chunker.version(),
                ordinals == null ? number >> 5 : ordinals[row],
                (number & 1) == 0);
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
