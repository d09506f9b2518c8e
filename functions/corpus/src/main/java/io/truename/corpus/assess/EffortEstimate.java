// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.assess;

import java.util.List;
import java.util.Optional;

/**
 * Estimated effort of a migration.
 *
 * <p>Rows and index entries are counted, see {@link TableWriteEstimate}. Seconds and WAL follow from a sample batch on this very database, per
 * row: half to twice the expected value is given as the range, a margin we chose: a sample is small, its pages are cold, and a run adapts.
 * Without a sample {@value #ASSUMED_ROWS_PER_SECOND} rows a second are assumed, not measured, and a quarter to four times of that; and WAL is what
 * the new row versions and index entries hold, times two for the pages that are written whole after a checkpoint.
 *
 * @param heapBytes new row versions, which autovacuum makes free again after the old ones are dead
 * @param basis for people: where seconds and WAL come from
 */
public record EffortEstimate(
        long documents,
        long chunks,
        long rows,
        long indexEntries,
        long heapBytes,
        Range wal,
        Range seconds,
        String basis) {
    static final double ASSUMED_ROWS_PER_SECOND = 8_000;
    private static final int INDEX_ENTRY_BYTES = 48;

    /** A number that is not known exactly. */
    public record Range(double low, double expected, double high) {
        Range times(double factor) {
            return new Range(low * factor, expected * factor, high * factor);
        }
    }

    /** Of moving all that is to be moved. */
    public static EffortEstimate of(
            DocumentCounts total, List<TableWriteEstimate> tables, Optional<SampleResult> sample) {
        long rows = tables.stream().mapToLong(TableWriteEstimate::rows).sum();
        long entries = tables.stream()
                .mapToLong(table -> table.rows() * table.indexes())
                .sum();
        double heap = tables.stream()
                .mapToDouble(table -> table.rows() * table.rowBytes())
                .sum();
        Optional<SampleResult> usable = sample.filter(result -> result.rows() > 0 && result.seconds() > 0);
        double perRow = usable.map(result -> result.seconds() / result.rows()).orElse(1 / ASSUMED_ROWS_PER_SECOND);
        double spread = usable.isPresent() ? 2 : 4;
        double written = usable.map(result -> result.walBytes() / (double) result.rows() * rows)
                .orElse(2 * (heap + (double) INDEX_ENTRY_BYTES * entries));
        return new EffortEstimate(
                total.toMove(),
                total.chunksToMove(),
                rows,
                entries,
                Math.round(heap),
                new Range(written / 2, written, written * 2),
                new Range(rows * perRow / spread, rows * perRow, rows * perRow * spread),
                usable.map(result -> "A batch of " + result.documents() + " documents and " + result.rows()
                                + " rows was done on this database and rolled back.")
                        .orElse(
                                "No sample batch was done: time and WAL follow from assumed rates, not from measured ones."));
    }

    /** Of moving a part of it. */
    EffortEstimate part(long partOfDocuments, long partOfChunks) {
        double share = documents + chunks == 0 ? 0 : (partOfDocuments + partOfChunks) / (double) (documents + chunks);
        return new EffortEstimate(
                partOfDocuments,
                partOfChunks,
                Math.round(rows * share),
                Math.round(indexEntries * share),
                Math.round(heapBytes * share),
                wal.times(share),
                seconds.times(share),
                basis);
    }
}
