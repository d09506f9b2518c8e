// SPDX-License-Identifier: Apache-2.0
package io.truename.probing.scan;

import io.truename.corpus.schema.CorpusSchema.ChunkTable;
import io.truename.corpus.schema.CorpusSchema.DocumentTable;
import io.truename.corpus.schema.RecipeInput;
import io.truename.identity.ChunkName;
import io.truename.identity.Refusal;
import io.truename.probing.finding.FindingKind;
import io.truename.probing.finding.Observations;

/** Reports inputs of the recipe that are absent or not legal: one cause for each column. */
final class IllegalInputs {
    /** Any document's id: that of a chunk is judged elsewhere. */
    private static final String SOME_DOCUMENT = "00000000-0000-0000-0000-000000000000";

    private final CorpusCauses causes;
    private final Observations observations;

    IllegalInputs(CorpusCauses causes, Observations observations) {
        this.causes = causes;
        this.observations = observations;
    }

    void of(DocumentRow row, DocumentTable table) {
        for (Refusal refusal : table.algorithm().check(row.user(), row.contentHash())) {
            RecipeInput input = refusal.field().equals("userId") ? table.user() : table.contentHash();
            observations.add(
                    causes.ofDocuments(FindingKind.INPUT_ILLEGAL, input.described(), detail(refusal)),
                    row.id().toString());
        }
    }

    void of(ChunkRow row, ChunkTable table) {
        for (Refusal refusal : ChunkName.check(SOME_DOCUMENT, row.chunker(), row.chunkerVersion(), row.ordinal())) {
            RecipeInput input = switch (refusal.field()) {
                case "chunker" -> table.chunker();
                case "chunkerVersion" -> table.chunkerVersion();
                default -> table.ordinal();
            };
            boolean absent = input.equals(table.ordinal()) && row.ordinal() == ChunkRow.NO_ORDINAL;
            observations.add(
                    causes.ofChunks(
                            FindingKind.INPUT_ILLEGAL,
                            row.table(),
                            input.described(),
                            absent ? "absent" : detail(refusal)),
                    row.id().toString());
        }
    }

    /** Whether a chunk's inputs are legal, apart from its document's id. */
    static boolean isLegal(ChunkRow row) {
        return ChunkName.check(SOME_DOCUMENT, row.chunker(), row.chunkerVersion(), row.ordinal())
                .isEmpty();
    }

    private static String detail(Refusal refusal) {
        return refusal.got().equals("nothing") ? "absent" : "illegal";
    }
}
