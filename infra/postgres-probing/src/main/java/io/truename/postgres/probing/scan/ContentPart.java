// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.probing.scan;

import io.truename.corpus.schema.CorpusSchema;
import io.truename.corpus.schema.CorpusSchema.DocumentTable;
import io.truename.postgres.PlannerSettings;
import io.truename.postgres.Session;
import io.truename.postgres.corpus.TableSql;
import io.truename.postgres.corpus.recipe.RecipeSql;
import io.truename.probing.finding.Cause;
import io.truename.probing.finding.FindingKind;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** The same content of the same user under two ids. One statement over all documents, because equal ones may be anywhere. */
final class ContentPart implements ScanPart {
    private final DocumentTable documents;
    private final Cause cause;

    ContentPart(CorpusSchema schema) {
        documents = schema.documents();
        cause = new Cause(
                FindingKind.CONTENT_TWICE,
                documents.table().toString(),
                documents.contentHash().described());
    }

    @Override
    public String name() {
        return "equal contents " + documents.table();
    }

    @Override
    public boolean covers(Cause other) {
        return cause.equals(other);
    }

    @Override
    public boolean read(Session session, ScanState state, Optional<LiveRun> run, BooleanSupplier timeIsUp) {
        session.execute(PlannerSettings.BY_HASH);
        String id = RecipeSql.column(documents.id(), "d") + "::text";
        session.one(
                "/* truename:scan */ SELECT coalesce(sum(members), 0)::bigint AS rows, (array_agg(id))[1:10] AS ids FROM ("
                        + "SELECT count(*) AS members, min(id COLLATE \"C\") AS id FROM (SELECT " + id + " AS id, "
                        + RecipeSql.canonicalUser(documents, "d") + " AS owner, "
                        + RecipeSql.contentHash(documents, "d") + " AS content FROM "
                        + TableSql.quoted(documents.table()) + " d"
                        + run.map(moving -> moving.withoutProgress(id)).orElse("")
                        + ") d WHERE owner IS NOT NULL AND content IS NOT NULL GROUP BY owner, content"
                        + " HAVING count(*) > 1) g WHERE $1",
                row -> {
                    state.observe(cause, row);
                    return true;
                },
                true);
        return true;
    }
}
