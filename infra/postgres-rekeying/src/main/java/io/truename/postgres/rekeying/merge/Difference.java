// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.merge;

import io.truename.corpus.schema.TableName;
import java.util.List;

/**
 * A row that a merge would delete although it differs from the row that would stay.
 *
 * @param code {@code document.differs}, {@code chunk.differs}, or {@code row.differs} for a row of any other table
 * @param columns in which they differ; empty when the row that should stay is not there
 */
public record Difference(String code, TableName table, List<String> columns) {
    /** Of a document. */
    public static final String DOCUMENT = "document.differs";

    /** Of a chunk. */
    public static final String CHUNK = "chunk.differs";

    /** Of a row that refers to a document or a chunk. */
    public static final String ROW = "row.differs";

    public Difference {
        columns = List.copyOf(columns);
    }

    /** A sentence for people, with names of columns and no values. */
    public String reason() {
        String rows = switch (code) {
            case DOCUMENT -> "Two documents of one user with the same content";
            case CHUNK -> "Two chunks of " + table + " that have one true id";
            default -> "Two rows of " + table + " of which a unique index allows only one after the merge";
        };
        return columns.isEmpty()
                ? rows + " cannot be compared, because one of them is gone."
                : rows + " differ in " + String.join(", ", columns)
                        + ", which a merge would lose. Correct or delete one of them, or name the column"
                        + (columns.size() == 1 ? "" : "s")
                        + " under bookkeeping in the mapping if the difference does not matter.";
    }
}
