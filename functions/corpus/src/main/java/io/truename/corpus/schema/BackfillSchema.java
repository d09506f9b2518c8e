// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.schema;

import java.util.List;

/**
 * Schema of a backfill: true ids are written into columns beside the keys, which stay as they are.
 *
 * @param corpus documents and chunks with their keys as ids; the id columns of its tables are those for true ids
 * @param tables documents first, then chunks in the mapping's order; the place in this list is a row's source
 */
public record BackfillSchema(CorpusSchema corpus, List<BackfillTable> tables) {
    public BackfillSchema {
        tables = List.copyOf(tables);
    }
}
