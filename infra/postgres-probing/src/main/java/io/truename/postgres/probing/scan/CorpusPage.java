// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.probing.scan;

import io.truename.corpus.schema.CorpusSchema;
import io.truename.probing.scan.ChunkRow;
import io.truename.probing.scan.CorpusChecks;
import io.truename.probing.scan.DocumentRow;
import io.truename.probing.scan.StoredId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Documents of a page with their chunks, as they were read: in the order of the tables' blocks. {@link #pass} puts them in the
 * order of ids. Chunks stay packed until then: only their places are sorted. Not thread-safe.
 */
final class CorpusPage {
    private static final Comparator<StoredId> ORDER = (left, right) -> {
        int most = Long.compareUnsigned(left.mostSignificantBits(), right.mostSignificantBits());
        if (most != 0) {
            return most;
        }
        int least = Long.compareUnsigned(left.leastSignificantBits(), right.leastSignificantBits());
        return least != 0 ? least : left.notAUuid().compareTo(right.notAUuid());
    };

    private static final Comparator<ChunkRow> CHUNKS = Comparator.comparing((ChunkRow chunk) -> text(chunk.chunker()))
            .thenComparing(chunk -> text(chunk.chunkerVersion()))
            .thenComparingLong(ChunkRow::ordinal);

    private final Optional<String> until;
    private final List<String> labels;
    private final boolean uuid;
    private final byte[] rows;
    private final int number;
    private final List<ChunkColumns> columns = new ArrayList<>();
    private @Nullable List<Document> documents;
    private boolean cut;

    private record Document(
            StoredId id,
            @Nullable String user,
            @Nullable String hash,
            @Nullable String status,
            double created,
            Map<String, String> extras) {}

    CorpusPage(CorpusSchema schema, List<String> labels, byte[] rows, int number, Optional<String> until) {
        this.until = until;
        this.labels = labels;
        this.uuid = PackedSql.isUuid(schema.documents().id());
        this.rows = rows;
        this.number = number;
    }

    /** Documents in order; unpacked by the thread that needs them first, mostly not the one that reads. */
    private List<Document> list() {
        List<Document> known = documents;
        if (known != null) {
            return known;
        }
        List<Document> unpacked = new ArrayList<>(number);
        PackedRows reader = new PackedRows(rows);
        while (reader.hasNext()) {
            StoredId id = reader.id(uuid);
            String user = reader.text();
            String hash = reader.text();
            String status = reader.text();
            double created = reader.decimal();
            unpacked.add(new Document(id, user, hash, status, created, extras(reader, labels)));
        }
        unpacked.sort(Comparator.comparing(Document::id, ORDER));
        documents = unpacked;
        return unpacked;
    }

    /** Id at which the page ends, as stored; empty on the last page. */
    Optional<String> until() {
        return until;
    }

    /** Ids of the documents, in order. */
    List<StoredId> ids() {
        return list().stream().map(Document::id).toList();
    }

    /** Ids of the documents that are UUIDs. */
    List<UUID> uuids() {
        return list().stream()
                .map(Document::id)
                .filter(StoredId::isUuid)
                .map(StoredId::toUuid)
                .toList();
    }

    int documents() {
        return number;
    }

    long chunks() {
        return columns.stream().mapToLong(ChunkColumns::size).sum();
    }

    /** Says that a document has more chunks than a page can hold. */
    void cut() {
        cut = true;
    }

    /** Whether a document had more chunks than a page can hold, so that some were not read. */
    boolean isCut() {
        return cut;
    }

    /** Adds the chunks of the next table. */
    void add(ChunkColumns chunks) {
        columns.add(chunks);
    }

    /**
     * Passes all rows to the checks, in order.
     *
     * @param toMove documents that a migration will still move
     * @param settledBefore seconds since the epoch: a document that is younger may not have its chunks yet
     */
    void pass(CorpusChecks checks, Set<UUID> toMove, double settledBefore) {
        List<Document> ordered = list();
        DocumentPlaces places = new DocumentPlaces(ordered.size());
        for (int index = 0; index < ordered.size(); index++) {
            places.put(ordered.get(index).id(), index);
        }
        List<Chunks> chunks = columns.stream()
                .map(of -> new Chunks(of, places, ordered.size()))
                .toList();
        for (int index = 0; index < ordered.size(); index++) {
            Document document = ordered.get(index);
            checks.document(new DocumentRow(
                    document.id(),
                    document.user(),
                    document.hash(),
                    document.status(),
                    !(document.created() > settledBefore),
                    !toMove.isEmpty() && toMove.contains(document.id().toUuid()),
                    document.extras()));
            for (Chunks of : chunks) {
                of.of(index).forEach(checks::chunk);
            }
        }
        for (Chunks of : chunks) {
            of.orphans(checks);
        }
        checks.endPage();
    }

    /** Passes the documents to the checks a second time. */
    void secondLook(CorpusChecks checks) {
        for (Document document : list()) {
            checks.secondLook(new DocumentRow(
                    document.id(), document.user(), document.hash(), document.status(), true, false, Map.of()));
        }
    }

    private static Map<String, String> extras(PackedRows reader, List<String> labels) {
        if (labels.isEmpty()) {
            return Map.of();
        }
        if (labels.size() == 1) {
            String value = reader.text();
            return value == null ? Map.of() : Map.of(labels.get(0), value);
        }
        Map<String, String> extras = new HashMap<>();
        for (String label : labels) {
            String value = reader.text();
            if (value != null) {
                extras.putIfAbsent(label, value);
            }
        }
        return extras;
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    /** Chunks of one table by document. */
    private static final class Chunks {
        private final ChunkColumns columns;
        private final int documents;
        private final int[] starts;
        private final int[] sorted;
        private final List<ChunkRow> buffer = new ArrayList<>();

        Chunks(ChunkColumns columns, DocumentPlaces places, int documents) {
            this.columns = columns;
            this.documents = documents;
            int size = columns.size();
            int[] documentOf = new int[size];
            // The last one counts chunks without document.
            int[] counts = new int[documents + 1];
            for (int row = 0; row < size; row++) {
                int found = places.find(columns.document(row));
                documentOf[row] = found < 0 ? documents : found;
                counts[documentOf[row]]++;
            }
            starts = new int[documents + 2];
            for (int index = 0; index <= documents; index++) {
                starts[index + 1] = starts[index] + counts[index];
            }
            sorted = new int[size];
            int[] next = Arrays.copyOf(starts, documents + 1);
            for (int row = 0; row < size; row++) {
                sorted[next[documentOf[row]]++] = row;
            }
        }

        /** Chunks of a document, in order; valid until the next call. */
        List<ChunkRow> of(int document) {
            buffer.clear();
            boolean ordered = true;
            ChunkRow last = null;
            for (int at = starts[document]; at < starts[document + 1]; at++) {
                ChunkRow row = columns.row(sorted[at]);
                ordered &= last == null || follows(last, row);
                buffer.add(row);
                last = row;
            }
            if (!ordered) {
                buffer.sort(CHUNKS);
            }
            return buffer;
        }

        /** A quick look that spares most documents the sort: texts that repeat are one object. */
        @SuppressWarnings("ReferenceEquality")
        private static boolean follows(ChunkRow last, ChunkRow row) {
            return last.chunker() == row.chunker()
                    && last.chunkerVersion() == row.chunkerVersion()
                    && last.ordinal() <= row.ordinal();
        }

        void orphans(CorpusChecks checks) {
            for (int at = starts[documents]; at < starts[documents + 1]; at++) {
                checks.orphan(columns.row(sorted[at]), columns.document(sorted[at]));
            }
        }
    }
}
