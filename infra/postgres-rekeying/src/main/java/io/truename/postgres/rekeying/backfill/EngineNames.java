// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.backfill;

import io.truename.corpus.schema.CorpusSchema;
import io.truename.identity.DocumentId;
import io.truename.identity.RefusedException;
import io.truename.postgres.Session;
import io.truename.postgres.rekeying.plan.ChunkRow;
import io.truename.postgres.rekeying.plan.DocumentRow;
import java.util.UUID;

/** Names of rows as {@code generate} makes them. */
record EngineNames(CorpusSchema corpus) implements RowNames {
    @Override
    public Named document(Session.Fields row) {
        try {
            return Named.of(DocumentRow.trueId(corpus, row).toUuid());
        } catch (RefusedException illegal) {
            return Named.refused(DocumentRow.reason(corpus, illegal));
        }
    }

    @Override
    public Named chunk(int source, ChunkRow chunk, UUID document) {
        try {
            return Named.of(chunk.trueId(corpus.namespace(), DocumentId.of(document)));
        } catch (RefusedException illegal) {
            return Named.refused(ChunkRow.reason(source, illegal));
        }
    }
}
