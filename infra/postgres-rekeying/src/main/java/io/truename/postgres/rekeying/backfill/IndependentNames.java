// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.backfill;

import io.truename.corpus.schema.CorpusSchema;
import io.truename.postgres.Session;
import io.truename.postgres.corpus.recipe.IndependentRecipe;
import io.truename.postgres.rekeying.plan.ChunkRow;
import java.util.UUID;

/** Names of rows by the second implementation of the recipe, for validation. */
final class IndependentNames implements RowNames {
    private static final Named NONE = Named.refused("An input is not legal.");

    private final IndependentRecipe recipe;

    IndependentNames(CorpusSchema corpus) {
        this.recipe =
                new IndependentRecipe(corpus.namespace(), corpus.documents().algorithm());
    }

    @Override
    public Named document(Session.Fields row) {
        return recipe.document(
                        row.find("owner", String.class).orElse(null),
                        row.find("hash", String.class).orElse(null))
                .map(Named::of)
                .orElse(NONE);
    }

    @Override
    public Named chunk(int source, ChunkRow chunk, UUID document) {
        return recipe.chunk(
                        document,
                        chunk.chunker().orElse(null),
                        chunk.version().orElse(null),
                        chunk.ordinal()
                                .filter(text -> text.matches("0|[1-9][0-9]{0,9}"))
                                .map(Long::valueOf)
                                .orElse(null))
                .map(Named::of)
                .orElse(NONE);
    }
}
