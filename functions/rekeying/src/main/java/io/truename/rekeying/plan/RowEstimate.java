// SPDX-License-Identifier: Apache-2.0
package io.truename.rekeying.plan;

import io.truename.corpus.schema.CorpusSchema;
import io.truename.corpus.schema.IdColumn;
import io.truename.corpus.schema.RekeyedTable;
import io.truename.corpus.schema.TableName;
import java.util.ArrayList;
import java.util.List;

/**
 * Estimate of the rows that a document's move touches over all tables: itself, its chunks, and of every other table the average number
 * of rows per id, by the database's own estimates of table sizes. A table it has never counted adds nothing.
 */
public final class RowEstimate {
    /** Rows of other tables per id: one array per table, one place per space. */
    private final List<double[]> perKey = new ArrayList<>();

    private final int spaces;

    /** For that corpus. */
    public RowEstimate(CorpusSchema schema) {
        spaces = 1 + schema.chunks().size();
        for (RekeyedTable table : schema.tables()) {
            double[] averages = new double[spaces];
            boolean any = false;
            for (IdColumn idColumn : table.idColumns()) {
                long keys = rowsOf(schema, idColumn.space());
                if (isCounted(schema, table, idColumn) || keys == 0) {
                    continue;
                }
                averages[idColumn.space()] = Math.max(
                        averages[idColumn.space()], (double) table.relation().rows() / keys);
                any = true;
            }
            if (any) {
                perKey.add(averages);
            }
        }
    }

    /**
     * Rows that a document's move touches, at least 1.
     *
     * @param moves whether its own id changes
     * @param chunks rows of each kind of chunks that change: all of them if the document moves
     * @param chunkIds chunks of each kind whose own id changes
     */
    public int rows(boolean moves, int[] chunks, int[] chunkIds) {
        double rows = moves ? 1 : 0;
        for (int changed : chunks) {
            rows += changed;
        }
        for (double[] averages : perKey) {
            // A row that carries several ids is changed once.
            double most = moves ? averages[0] : 0;
            for (int space = 1; space < spaces; space++) {
                most = Math.max(most, averages[space] * chunkIds[space - 1]);
            }
            rows += most;
        }
        return (int) Math.max(1, Math.min(Integer.MAX_VALUE, Math.round(rows)));
    }

    /** The id columns and the chunks' documents: counted exactly, not on average. */
    private static boolean isCounted(CorpusSchema schema, RekeyedTable table, IdColumn idColumn) {
        TableName name = table.relation().name();
        return idColumn.origin() == IdColumn.Origin.ID
                || schema.chunks().stream()
                        .anyMatch(chunks -> chunks.table().equals(name)
                                && chunks.document()
                                        .name()
                                        .equals(idColumn.column().name()));
    }

    private static long rowsOf(CorpusSchema schema, int space) {
        TableName table = space == 0
                ? schema.documents().table()
                : schema.chunks().get(space - 1).table();
        return schema.table(table).relation().rows();
    }
}
