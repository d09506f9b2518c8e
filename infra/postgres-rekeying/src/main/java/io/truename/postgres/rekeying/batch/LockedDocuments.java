// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.batch;

import io.truename.corpus.schema.CorpusSchema;
import io.truename.corpus.schema.IdColumn;
import io.truename.corpus.schema.RekeyedTable;
import io.truename.identity.DocumentId;
import io.truename.identity.Namespace;
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
 * Locks a batch's documents, in a statement of its own: only so does the next statement see every child that was being
 * written. In the order of their ids, so that two workers never wait for each other.
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

    /** The carrier of a table that is its id column. */
    public static IdColumn idOf(CorpusSchema schema, RekeyedTable table, String column) {
        return table.idColumns().stream()
                .filter(idColumn -> idColumn.column().name().equals(column) && idColumn.origin() == IdColumn.Origin.ID)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(table.relation().name() + " has no id " + column
                        + " in a schema of " + schema.tables().size() + " tables"));
    }

    /** The ids before of a space, of the documents in {@code $2} and the run in {@code $1}. */
    private static String before(int space, MapColumns way) {
        String ids = "ARRAY(SELECT " + way.from() + " FROM truename.";
        return space == 0
                ? ids + "document_map WHERE run = $1 AND doc = ANY ($2))"
                : ids + "chunk_map WHERE run = $1 AND doc = ANY ($2) AND source = " + space + ")";
    }

    /**
     * The documents that are there and still the ones that were planned.
     *
     * @param present to be moved
     * @param gone deleted by the application
     * @param stale with another user or other content than when they were planned
     */
    public record Found(List<PlannedDocument> present, List<PlannedDocument> gone, List<PlannedDocument> stale) {}

    /** Locks them under the ids that they have before a move forward. */
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

    /** Locks them under the ids that they have after a move forward. */
    public Found moved(Session session, List<PlannedDocument> documents) {
        Map<UUID, @Nullable UUID> truth =
                lock(session, documents.stream().map(PlannedDocument::newId).toArray(UUID[]::new));
        Map<Boolean, List<PlannedDocument>> byPresence =
                documents.stream().collect(Collectors.partitioningBy(document -> truth.containsKey(document.newId())));
        return new Found(
                byPresence.getOrDefault(true, List.of()), byPresence.getOrDefault(false, List.of()), List.of());
    }

    /** Locks every row that will change, so that nobody can change it between the look and the move. */
    public void lockRows(Session session, int run, Long[] documents, MapColumns way) {
        for (String sql : rowLocks.getOrDefault(way, List.of())) {
            session.one(sql, row -> row.number("locked"), run, documents);
        }
    }

    /** Locks the rows of these ids; the true id of each that is there, null when its recipe has none. */
    public Map<UUID, @Nullable UUID> lock(Session session, UUID[] ids) {
        Namespace namespace = schema.namespace();
        Map<UUID, @Nullable UUID> truth = new HashMap<>();
        session.list(
                        lockSql,
                        row -> new Row(
                                UUID.fromString(row.text("id")),
                                row.find("owner", String.class).orElse(""),
                                row.find("hash", String.class).orElse("")),
                        (Object) ids)
                .forEach(row -> truth.put(row.id(), trueId(namespace, row)));
        return truth;
    }

    private static @Nullable UUID trueId(Namespace namespace, Row row) {
        try {
            DocumentId id = namespace.documentId(row.owner(), row.hash());
            return id.toUuid();
        } catch (RefusedException illegal) {
            return null;
        }
    }

    private record Row(UUID id, String owner, String hash) {}
}
