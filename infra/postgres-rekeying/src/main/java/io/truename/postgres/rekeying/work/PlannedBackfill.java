// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.work;

import io.truename.corpus.mapping.MappingReader;
import io.truename.corpus.schema.BackfillSchema;
import io.truename.postgres.Session;
import io.truename.postgres.corpus.schema.BackfillInspection;
import io.truename.postgres.corpus.schema.BackfillInspector;
import io.truename.postgres.rekeying.run.RunView;
import java.util.Optional;

/** Schema for which a backfill was planned, read from the catalog anew and compared by its fingerprint. */
final class PlannedBackfill {
    private PlannedBackfill() {}

    /** Whether a run writes true ids beside the keys. */
    static boolean is(RunView run) {
        return MappingReader.read(run.mapping()).beside();
    }

    /** Reads the schema; empty if it no longer fits the plan. */
    static Optional<BackfillSchema> of(Session session, RunView run) {
        BackfillInspection inspection = BackfillInspector.inspectUnderWay(session, MappingReader.read(run.mapping()));
        return inspection.schema().filter(schema -> inspection.fingerprint().equals(run.schemaFingerprint()));
    }
}
