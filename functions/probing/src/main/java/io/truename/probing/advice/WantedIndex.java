// SPDX-License-Identifier: Apache-2.0
package io.truename.probing.advice;

import io.truename.corpus.schema.TableName;
import java.util.List;

/**
 * Look-up that the functions or the pipeline make, for which an index should exist.
 *
 * @param purpose as a clause, such as "chunks are looked up by their document"
 * @param columns looked up by equality; compared with indexes unless {@code found} is known
 * @param found whether an index is known to serve it
 * @param statement that creates the index
 */
public record WantedIndex(
        TableName table, String purpose, List<String> columns, boolean found, long rows, String statement) {
    public WantedIndex {
        columns = List.copyOf(columns);
    }
}
