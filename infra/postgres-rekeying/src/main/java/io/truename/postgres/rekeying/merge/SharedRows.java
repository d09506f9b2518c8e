// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.merge;

import io.truename.corpus.schema.CorpusSchema;
import io.truename.corpus.schema.CorpusSchema.ChunkTable;
import io.truename.corpus.schema.IdColumn;
import io.truename.corpus.schema.RekeyedTable;
import io.truename.postgres.Session;
import io.truename.postgres.SqlNames;
import io.truename.postgres.corpus.TableSql;
import io.truename.postgres.rekeying.batch.DocumentStateSql;
import io.truename.postgres.rekeying.batch.IdColumnSql;
import io.truename.postgres.rekeying.batch.LockedDocuments;
import io.truename.postgres.rekeying.batch.PlannedDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Check whether merges archived rows that name other documents or chunks, such as an array of ids. Such rows can be restored only while
 * the others have the ids of that time.
 */
public final class SharedRows {
    private final String named;
    private final List<String> whetherThere = new ArrayList<>();
    private final boolean possible;

    public SharedRows(CorpusSchema schema) {
        List<String> tables = schema.tables().stream()
                .filter(table -> mayNameSeveral(schema, table))
                .map(table -> "(" + SqlNames.literal(table.relation().name().schema()) + ", "
                        + SqlNames.literal(table.relation().name().name()) + ")")
                .toList();
        this.possible = !tables.isEmpty();
        this.named =
                "/* truename:record */ WITH docs AS MATERIALIZED (SELECT d AS doc, d AS owner FROM unnest($2::bigint[]) AS d"
                        + DocumentStateSql.of(" UNION SELECT doc, into_doc FROM truename.document_map"
                                + " WHERE run = $1 AND into_doc = ANY ($2) AND state = {MERGED})")
                        + " SELECT d.owner, CAST(u.id[1] AS uuid) AS id FROM docs AS d"
                        + " JOIN truename.archive AS a ON a.run = $1 AND a.doc = d.doc CROSS JOIN LATERAL"
                        + " regexp_matches(concat(a.image, ' ', a.after_image), '[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}', 'gi') AS u (id)"
                        + " WHERE (a.table_schema, a.table_name) IN (" + String.join(", ", tables) + ")"
                        + " EXCEPT SELECT d.owner, unnest(ARRAY[m.old_id, m.new_id]) FROM docs AS d JOIN truename.document_map AS m"
                        + " ON m.run = $1 AND m.doc = d.doc"
                        + " EXCEPT SELECT d.owner, unnest(ARRAY[c.old_id, c.new_id]) FROM docs AS d JOIN truename.chunk_map AS c"
                        + " ON c.run = $1 AND c.doc = d.doc";
        whetherThere.add(whetherThere(
                schema, schema.tables().get(0), schema.documents().id().name()));
        for (ChunkTable chunks : schema.chunks()) {
            whetherThere.add(whetherThere(
                    schema, schema.table(chunks.table()), chunks.id().name()));
        }
    }

    /** Whether a row may name several documents or chunks, apart from a chunk's own id and its document. */
    private static boolean mayNameSeveral(CorpusSchema schema, RekeyedTable table) {
        List<IdColumn> idColumns = table.idColumns();
        boolean plainChunk = idColumns.size() == 2
                && schema.chunks().stream()
                        .anyMatch(
                                chunks -> chunks.table().equals(table.relation().name()))
                && idColumns.stream().allMatch(IdColumnSql::isScalar);
        boolean hangsOnOthers = schema.foreignKeys().stream()
                .filter(key -> key.table().equals(table.relation().name()))
                .anyMatch(key -> idColumns.stream()
                        .noneMatch(idColumn ->
                                key.columns().contains(idColumn.column().name())));
        return hangsOnOthers || (!plainChunk && (idColumns.size() > 1 || !IdColumnSql.isScalar(idColumns.get(0))));
    }

    private static String whetherThere(CorpusSchema schema, RekeyedTable table, String id) {
        return "/* truename:record */ SELECT 1 AS there FROM "
                + TableSql.quoted(table.relation().name()) + " AS x WHERE "
                + IdColumnSql.holds(LockedDocuments.idOf(schema, table, id), "x", "$1::uuid[]") + " LIMIT 1";
    }

    /** Whether merges into these documents archived rows that name others. */
    public boolean archived(Session session, int run, List<PlannedDocument> documents) {
        Long[] docs = documents.stream()
                .filter(PlannedDocument::merges)
                .map(PlannedDocument::doc)
                .toArray(Long[]::new);
        if (docs.length == 0 || !possible) {
            return false;
        }
        UUID[] others =
                session.list(named, row -> row.get("id", UUID.class), run, docs).toArray(UUID[]::new);
        return others.length > 0
                && whetherThere.stream()
                        .anyMatch(sql ->
                                session.find(sql, row -> true, (Object) others).isPresent());
    }
}
