// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.merge;

import io.truename.corpus.schema.TableName;
import java.util.List;

/**
 * Difference that forbids a merge: a row that would be deleted differs from the row that would stay.
 *
 * @param code {@code document.differs}, {@code chunk.differs}, or {@code row.differs} for a row of any other table
 * @param columns columns that differ; empty if the row that should stay does not exist
 */
public record Difference(String code, TableName table, List<String> columns) {
    /** Code for a document. */
    public static final String DOCUMENT = "document.differs";

    /** Code for a chunk. */
    public static final String CHUNK = "chunk.differs";

    /** Code for a row that refers to a document or a chunk. */
    public static final String ROW = "row.differs";

    public Difference {
        columns = List.copyOf(columns);
    }

    /** Sentence for people, with names of columns and without values. */
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
