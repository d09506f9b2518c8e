// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.batch;

import io.truename.corpus.schema.CorpusSchema;
import io.truename.corpus.schema.IdColumn;
import io.truename.corpus.schema.RekeyedTable;
import io.truename.identity.DocumentId;
import io.truename.identity.RefusedException;
import io.truename.postgres.Session;
import io.truename.postgres.corpus.TableSql;
import io.truename.postgres.corpus.recipe.RecipeSql;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Lock on a batch's documents, taken in a statement of its own, so that the next statement sees all children that were being written.
 * Documents are locked in the order of their ids, so that two workers cannot deadlock.
 */
public final class LockedDocuments {
    private final CorpusSchema schema;
    private final String lockSql;
    private final Map<MapColumns, List<String>> rowLocks = new EnumMap<>(MapColumns.class);

    public LockedDocuments(CorpusSchema schema) {
        this.schema = schema;
        RekeyedTable documents = schema.tables().get(0);
        IdColumn id = idOf(schema, documents, schema.documents().id().name());
        String order = id.type() == io.truename.corpus.schema.IdType.TEXT ? " COLLATE \"C\"" : "";
        this.lockSql = "/* truename:lock */ SELECT " + IdColumnSql.column(id, "x") + "::text AS id, "
                + RecipeSql.user(schema.documents(), "x") + " AS owner, "
                + RecipeSql.contentHash(schema.documents(), "x")
                + " AS hash FROM " + TableSql.quoted(schema.documents().table()) + " AS x WHERE "
                + IdColumnSql.holds(id, "x", "$1::uuid[]") + " ORDER BY " + IdColumnSql.column(id, "x") + order
                + " FOR UPDATE OF x";
        for (MapColumns way : MapColumns.values()) {
            rowLocks.put(
                    way,
                    schema.tables().stream()
                            .skip(1)
                            .map(table -> "/* truename:lock */ SELECT count(*) AS locked FROM (SELECT FROM "
                                    + TableSql.quoted(table.relation().name()) + " AS x WHERE "
                                    + table.idColumns().stream()
                                            .map(idColumn ->
                                                    IdColumnSql.holds(idColumn, "x", before(idColumn.space(), way)))
                                            .collect(Collectors.joining(" OR "))
                                    + " FOR UPDATE OF x) AS locked")
                            .toList());
        }
    }

    /** Id column of a table by its name. */
    public static IdColumn idOf(CorpusSchema schema, RekeyedTable table, String column) {
        return table.idColumns().stream()
                .filter(idColumn -> idColumn.column().name().equals(column) && idColumn.origin() == IdColumn.Origin.ID)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(table.relation().name() + " has no id " + column
                        + " in a schema of " + schema.tables().size() + " tables"));
    }

    /** Ids before the batch, of one kind, of the documents in {@code $2} and the run in {@code $1}. */
    private static String before(int space, MapColumns way) {
        String ids = "ARRAY(SELECT " + way.from() + " FROM truename.";
        return space == 0
                ? ids + "document_map WHERE run = $1 AND doc = ANY ($2))"
                : ids + "chunk_map WHERE run = $1 AND doc = ANY ($2) AND source = " + space + ")";
    }

    /**
     * Locked documents, by their match with the plan.
     *
     * @param present documents that match the plan and are to be moved
     * @param gone documents that the application has deleted
     * @param stale documents whose user or content has changed since planning
     */
    public record Found(List<PlannedDocument> present, List<PlannedDocument> gone, List<PlannedDocument> stale) {}

    /** Locks documents under their ids before a move forward. */
    public Found planned(Session session, List<PlannedDocument> documents) {
        Map<UUID, @Nullable UUID> truth =
                lock(session, documents.stream().map(PlannedDocument::oldId).toArray(UUID[]::new));
        List<PlannedDocument> present = new ArrayList<>();
        List<PlannedDocument> gone = new ArrayList<>();
        List<PlannedDocument> stale = new ArrayList<>();
        for (PlannedDocument document : documents) {
            if (!truth.containsKey(document.oldId())) {
                gone.add(document);
            } else if (document.newId().equals(truth.get(document.oldId()))) {
                present.add(document);
            } else {
                stale.add(document);
            }
        }
        return new Found(present, gone, stale);
    }

    /** Locks documents under their ids after a move forward. */
    public Found moved(Session session, List<PlannedDocument> documents) {
        Map<UUID, @Nullable UUID> truth =
                lock(session, documents.stream().map(PlannedDocument::newId).toArray(UUID[]::new));
        Map<Boolean, List<PlannedDocument>> byPresence =
                documents.stream().collect(Collectors.partitioningBy(document -> truth.containsKey(document.newId())));
        return new Found(
                byPresence.getOrDefault(true, List.of()), byPresence.getOrDefault(false, List.of()), List.of());
    }

    /** Locks every row that will change, so that no other session changes it between the read and the move. */
    public void lockRows(Session session, int run, Long[] documents, MapColumns way) {
        for (String sql : rowLocks.getOrDefault(way, List.of())) {
            session.one(sql, row -> row.number("locked"), run, documents);
        }
    }

    /** Locks the rows of these ids, and returns the true id of each existing row; null if the recipe refuses its inputs. */
    public Map<UUID, @Nullable UUID> lock(Session session, UUID[] ids) {
        Map<UUID, @Nullable UUID> truth = new HashMap<>();
        session.list(
                        lockSql,
                        row -> new Row(
                                UUID.fromString(row.text("id")),
                                row.find("owner", String.class).orElse(""),
                                row.find("hash", String.class).orElse("")),
                        (Object) ids)
                .forEach(row -> truth.put(row.id(), trueId(row)));
        return truth;
    }

    private @Nullable UUID trueId(Row row) {
        try {
            DocumentId id = schema.documentId(row.owner(), row.hash());
            return id.toUuid();
        } catch (RefusedException illegal) {
            return null;
        }
    }

    private record Row(UUID id, String owner, String hash) {}
}
