// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.late;

import io.truename.corpus.schema.Column;
import io.truename.corpus.schema.CorpusSchema;
import io.truename.corpus.schema.IdColumn;
import io.truename.corpus.schema.IdType;
import io.truename.corpus.schema.RekeyedTable;
import io.truename.corpus.schema.TableName;
import io.truename.postgres.SqlNames;
import io.truename.postgres.TableBlocks;
import io.truename.postgres.corpus.IdIndexSql;
import io.truename.postgres.corpus.ReferencePatternSql;
import io.truename.postgres.corpus.TableSql;
import io.truename.postgres.rekeying.batch.ContentHash;
import io.truename.postgres.rekeying.batch.DocumentStateSql;
import io.truename.postgres.rekeying.batch.IdColumnSql;
import io.truename.postgres.rekeying.batch.LockedDocuments;
import io.truename.postgres.rekeying.batch.MapColumns;

/** Statements on references that were written after their targets had moved. */
public final class LateReferenceSql {
    private static final String UUID_PATTERN = "'^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'";

    private final CorpusSchema schema;
    private final MapColumns way;

    public LateReferenceSql(CorpusSchema schema, MapColumns way) {
        this.schema = schema;
        this.way = way;
    }

    /**
     * Selects ids in a column that run {@code $1} has moved away from and that no row has. Returns at most {@code $3} ids after
     * {@code $2}, in order, each with its target and whether the target's row exists. Reads the blocks from {@code $4} to {@code $5} and
     * finds related rows by index. An id whose row the application has deleted does not count, unless the row was moved again before.
     */
    public String find(RekeyedTable table, IdColumn idColumn) {
        boolean asUuid = idColumn.type() == IdType.UUID
                || idColumn.type() == IdType.UUID_ARRAY
                || idColumn.type() == IdType.WITHIN;
        int space = idColumn.space();
        String again = again(space);
        return "/* truename:late */ SELECT * FROM (SELECT DISTINCT ON (m.here) m.here, m.there, "
                + isThere(space, "m.there") + " AS alive" + (again.isEmpty() ? ", false" : ", " + again)
                + " AS again FROM (" + values(table, idColumn) + " OFFSET 0) AS r CROSS JOIN LATERAL ("
                + moved(space, asUuid ? "r.id" : "CASE WHEN r.id ~ " + UUID_PATTERN + " THEN r.id::uuid END")
                + " OFFSET 0) AS m WHERE m.here > $2 AND NOT " + isThere(space, "m.here")
                + " ORDER BY m.here, m.doc DESC) AS late WHERE alive OR again ORDER BY here LIMIT $3";
    }

    /**
     * Updates rows that hold one of the ids in {@code $1} to the ids in the JSON object {@code $2}, with its twin, in the blocks from
     * {@code $3} to {@code $4}.
     */
    static String change(RekeyedTable table, IdColumn idColumn) {
        String name = TableSql.quoted(table.relation().name());
        String column = IdColumnSql.column(idColumn, "x");
        String replaced = IdColumnSql.replaced(idColumn, column, IdColumnSql.map("$2"));
        // Ids in arrays of several dimensions are not replaced; such rows must not be written.
        String where = TableBlocks.within("x", 3) + " AND " + IdColumnSql.holds(idColumn, "x", "$1::uuid[]") + " AND ("
                + replaced + ")::text <> " + column + "::text";
        String hash = ContentHash.of(table, "x");
        return "/* truename:late */ WITH b AS (SELECT count(*) AS c, COALESCE(sum(" + hash + "), 0)::text AS s FROM "
                + name + " AS x WHERE " + where + "), u AS (UPDATE " + name + " AS x SET "
                + SqlNames.quoted(idColumn.column().name()) + " = " + replaced + " WHERE " + where + " RETURNING "
                + hash
                + " AS f) SELECT (SELECT count(*) FROM u) AS moved, (SELECT COALESCE(sum(f), 0)::text FROM u) AS after,"
                + " b.c AS found, b.s AS before FROM b";
    }

    /** Whether a row in the blocks from {@code $2} to {@code $3} holds one of the ids in {@code $1}. */
    static String left(RekeyedTable table, IdColumn idColumn) {
        return "/* truename:validate */ SELECT EXISTS (SELECT FROM "
                + TableSql.quoted(table.relation().name()) + " AS x WHERE " + TableBlocks.within("x", 2) + " AND "
                + IdColumnSql.holds(idColumn, "x", "$1::uuid[]") + ") AS left";
    }

    /** Locks the rows of the ids in {@code $1} against deletion and moves until the end of the transaction. */
    String lock(int space) {
        IdColumn id = idOf(space);
        String column = IdColumnSql.column(id, "k");
        return "/* truename:lock */ SELECT " + column + "::text AS id FROM " + TableSql.quoted(target(space))
                + " AS k WHERE " + IdColumnSql.holds(id, "k", "$1::uuid[]") + " ORDER BY " + column
                + " FOR KEY SHARE OF k";
    }

    private static String values(RekeyedTable table, IdColumn idColumn) {
        String from = " FROM " + TableSql.quoted(table.relation().name()) + " AS x";
        String where = " WHERE " + TableBlocks.within("x", 4);
        String column = IdColumnSql.column(idColumn, "x");
        return switch (idColumn.type()) {
            case UUID -> "SELECT " + column + " AS id" + from + where;
            case TEXT -> "SELECT " + text(idColumn, column + "::text") + " AS id" + from + where;
            case UUID_ARRAY -> "SELECT v AS id" + from + " CROSS JOIN LATERAL unnest(" + column + ") AS v" + where;
            case TEXT_ARRAY ->
                "SELECT " + text(idColumn, "v::text") + " AS id" + from + " CROSS JOIN LATERAL unnest(" + column
                        + ") AS v" + where;
            case WITHIN ->
                "SELECT v AS id" + from + " CROSS JOIN LATERAL unnest("
                        + IdIndexSql.expression(idColumn, column).orElseThrow() + ") AS v" + where;
            case JSONB ->
                "SELECT " + text(idColumn, "(leaf #>> '{}')") + " AS id" + from + " CROSS JOIN LATERAL "
                        + IdColumnSql.elements(
                                column, idColumn.path().orElseThrow().steps())
                        + " AND " + TableBlocks.within("x", 4);
        };
    }

    /** The id in a text, as lower-case text. */
    private static String text(IdColumn idColumn, String text) {
        return idColumn.pattern()
                .map(pattern -> "(" + ReferencePatternSql.id(pattern, text) + ")::text")
                .orElseGet(() -> "lower(" + text + ")");
    }

    /**
     * Selects rows that the run has moved from an id in this direction. A merged row has the new id of its survivor. The state of a
     * chunk's document is read for each chunk, because a join might read all moved rows for each id. An index that leads with the run
     * might do the same, so the run is not compared as a bare column.
     */
    private String moved(int space, String from) {
        String states = DocumentStateSql.of(
                way == MapColumns.FORWARD
                        ? "d.state IN ({MOVED}, {MERGED})"
                        : "d.state = {ROLLED_BACK} AND d.into_doc IS NULL");
        if (space == 0) {
            return "SELECT d." + way.from() + " AS here, d." + way.to()
                    + " AS there, d.doc FROM truename.document_map AS d WHERE d." + way.from() + " = " + from
                    + " AND d.run + 0 = $1 AND d.old_id <> d.new_id AND " + states;
        }
        return "SELECT c." + way.from() + " AS here, c." + way.to()
                + " AS there, c.doc FROM truename.chunk_map AS c WHERE c."
                + way.from() + " = " + from + " AND c.run + 0 = $1 AND c.source = " + space
                + " AND c.old_id <> c.new_id AND (SELECT d.state FROM truename.document_map AS d WHERE d.run = c.run"
                + " AND d.doc = c.doc)"
                + DocumentStateSql.of(
                        way == MapColumns.FORWARD ? " IN ({MOVED}, {MERGED})" : " = {ROLLED_BACK} AND NOT c.merged");
    }

    /** Whether a later pass moved the target of an id again; in a rollback, for documents only. */
    private String again(int space) {
        String later = way == MapColumns.FORWARD ? ">" : "<";
        return way == MapColumns.BACK && space != 0
                ? ""
                : "EXISTS (SELECT FROM (" + moved(space, "m.there") + " OFFSET 0) AS n WHERE n.doc " + later
                        + " m.doc OFFSET 0)";
    }

    private String isThere(int space, String uuid) {
        IdColumn id = idOf(space);
        return "EXISTS (SELECT FROM " + TableSql.quoted(target(space)) + " AS k WHERE " + IdColumnSql.column(id, "k")
                + " = " + IdColumnSql.written(id, uuid) + " OFFSET 0)";
    }

    private TableName target(int space) {
        return space == 0
                ? schema.documents().table()
                : schema.chunks().get(space - 1).table();
    }

    private IdColumn idOf(int space) {
        Column id = space == 0
                ? schema.documents().id()
                : schema.chunks().get(space - 1).id();
        return LockedDocuments.idOf(schema, schema.table(target(space)), id.name());
    }
}
