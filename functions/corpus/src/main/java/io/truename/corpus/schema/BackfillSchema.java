// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.schema;

import io.truename.corpus.schema.CorpusSchema.DocumentTable;
import java.util.List;
import java.util.Optional;

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

    /**
     * Documents with their true ids as ids, to be looked up by these. Their inputs are no plain columns, because a row that is found by its
     * inputs may have no true id; and there is no order of time, because the newest rows may have none.
     *
     * @return empty if documents store no true ids
     */
    public Optional<DocumentTable> documentsByTrueId() {
        DocumentTable documents = corpus.documents();
        return tables.get(0)
                .trueId()
                .map(trueId -> new DocumentTable(
                        documents.table(),
                        trueId,
                        new RecipeInput.FirstOf(List.of(documents.user())),
                        new RecipeInput.FirstOf(List.of(documents.contentHash())),
                        documents.algorithm(),
                        documents.bytes(),
                        Optional.empty(),
                        documents.status()));
    }
}
