// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.move;

import io.truename.corpus.schema.CorpusSchema;
import io.truename.corpus.schema.IdColumn;
import io.truename.identity.RefusedException;
import io.truename.postgres.Session;
import io.truename.postgres.corpus.TableSql;
import io.truename.postgres.corpus.recipe.RecipeSql;
import io.truename.postgres.rekeying.batch.IdColumnSql;
import io.truename.postgres.rekeying.batch.LockedDocuments;
import io.truename.postgres.rekeying.batch.PlannedDocument;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Temporary plan of a few documents, within a transaction that is rolled back. */
final class UnplannedSample {
    private static final int LOOKED_AT = 1_000;

    /** Size of the sample: large enough to outweigh a batch's fixed cost, small enough to keep locks short. */
    private static final int MOST_DOCUMENTS = 200;

    private final Session session;
    private final CorpusSchema schema;
    private final int run;

    UnplannedSample(Session session, CorpusSchema schema) {
        this.session = session;
        this.schema = schema;
        this.run = session.one(
                "INSERT INTO truename.run (id, state, settings, mapping) VALUES (gen_random_uuid(), 'FAILED', '{}', '')"
                        + " RETURNING number",
                row -> row.get("number", Integer.class));
    }

    int run() {
        return run;
    }

    /** Plans some of the first untrue documents whose true id no other document has. */
    List<PlannedDocument> write() {
        IdColumn id = LockedDocuments.idOf(
                schema, schema.tables().get(0), schema.documents().id().name());
        String documents = TableSql.quoted(schema.documents().table());
        List<PlannedDocument> found = new ArrayList<>();
        session.list(
                        "SELECT " + IdColumnSql.column(id, "x") + "::text AS id, "
                                + RecipeSql.user(schema.documents(), "x") + " AS owner, "
                                + RecipeSql.contentHash(schema.documents(), "x") + " AS hash FROM " + documents
                                + " AS x LIMIT " + LOOKED_AT,
                        row -> new String[] {
                            row.text("id"),
                            row.find("owner", String.class).orElse(""),
                            row.find("hash", String.class).orElse("")
                        })
                .forEach(row -> add(found, row));
        Set<UUID> taken = new HashSet<>(session.list(
                "SELECT " + IdColumnSql.column(id, "x") + "::text AS id FROM " + documents + " AS x WHERE "
                        + IdColumnSql.holds(id, "x", "$1::uuid[]"),
                row -> UUID.fromString(row.text("id")),
                (Object) found.stream().map(PlannedDocument::newId).toArray(UUID[]::new)));
        List<PlannedDocument> free = found.stream()
                .filter(document -> taken.add(document.newId()))
                .limit(MOST_DOCUMENTS)
                .toList();
        session.update(
                "INSERT INTO truename.document_map (run, doc, rank, old_id, new_id, rows, chunks, state)"
                        + " SELECT $1, doc, 0, old_id, new_id, 1, 0, 0 FROM unnest($2::bigint[], $3::uuid[], $4::uuid[])"
                        + " AS given (doc, old_id, new_id)",
                run,
                free.stream().map(PlannedDocument::doc).toArray(Long[]::new),
                free.stream().map(PlannedDocument::oldId).toArray(UUID[]::new),
                free.stream().map(PlannedDocument::newId).toArray(UUID[]::new));
        return free;
    }

    private void add(List<PlannedDocument> found, String[] row) {
        try {
            UUID old = UUID.fromString(row[0]);
            UUID trueId = schema.documentId(row[1], row[2]).toUuid();
            if (!trueId.equals(old)) {
                found.add(new PlannedDocument(found.size(), 0, old, trueId, 1, 0, false));
            }
        } catch (RefusedException illegal) {
            // The assessment counts it; it is no sample.
        }
    }
}
