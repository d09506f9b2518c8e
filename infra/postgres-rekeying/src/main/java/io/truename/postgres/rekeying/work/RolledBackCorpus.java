// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.work;

import io.truename.corpus.schema.Column;
import io.truename.corpus.schema.CorpusSchema;
import io.truename.corpus.schema.TableName;
import io.truename.postgres.Session;
import io.truename.postgres.SqlNames;
import io.truename.postgres.corpus.TableSql;
import io.truename.postgres.rekeying.batch.DocumentStateSql;
import java.util.List;
import java.util.stream.Stream;

/**
 * Comparison of a rolled-back run's maps with the tables: finds rows that are not under their old ids. It does not rely on the run's own
 * record. Read-only: reads the maps in slices of documents and the tables by index, so that the time is linear in rows and no statement
 * depends on statistics.
 */
public final class RolledBackCorpus {
    private static final String DOCUMENTS = "truename.document_map m WHERE m.run = $1 AND m.doc >= $2 AND m.doc < $3";

    private final CorpusSchema schema;
    private final int run;

    /** Creates a comparison for a run. */
    public RolledBackCorpus(CorpusSchema schema, int run) {
        this.schema = schema;
        this.run = run;
    }

    /**
     * Findings on the rows of one table that were moved back.
     *
     * @param looked number of rows that should exist
     * @param kept rows still under the new id, and not under the old one
     * @param lost rows that a merge had deleted and that were not restored
     * @param deleted rows under neither id, which only the application can have deleted
     * @param unmoved documents that were moved and not moved back
     * @param examples five old ids of kept or lost rows
     */
    public record Found(
            TableName table, long looked, long kept, long lost, long deleted, long unmoved, List<String> examples) {
        private static final int MOST_EXAMPLES = 5;

        public Found {
            examples = List.copyOf(examples);
        }

        /** Findings before the first slice. */
        public static Found none(TableName table) {
            return new Found(table, 0, 0, 0, 0, 0, List.of());
        }

        /** Whether the run itself may be at fault. */
        public boolean isDoubtful() {
            return kept + lost > 0;
        }

        /** Sum of the findings of two slices of one table. */
        public Found plus(Found other) {
            return new Found(
                    table,
                    looked + other.looked,
                    kept + other.kept,
                    lost + other.lost,
                    deleted + other.deleted,
                    unmoved + other.unmoved,
                    Stream.concat(examples.stream(), other.examples.stream())
                            .distinct()
                            .limit(MOST_EXAMPLES)
                            .toList());
        }
    }

    /** Tables to compare: documents first, then chunks in order. */
    public List<TableName> tables() {
        return Stream.concat(
                        Stream.of(schema.documents().table()),
                        schema.chunks().stream().map(CorpusSchema.ChunkTable::table))
                .toList();
    }

    /** Number of the last document of the plan; -1 for an empty plan. */
    public long last(Session session) {
        return session.one(
                "SELECT coalesce(max(doc), -1) AS last FROM truename.document_map WHERE run = $1",
                row -> row.number("last"),
                run);
    }

    /**
     * Compares the rows of a range of documents.
     *
     * @param session in a transaction with {@link io.truename.postgres.PlannerSettings#BY_INDEX}
     * @param table index in {@link #tables}
     * @param from number of the first document in the plan
     * @param until number after the last one
     */
    public Found look(Session session, int table, long from, long until) {
        return session.one(
                sql(table),
                row -> new Found(
                        tables().get(table),
                        row.number("looked"),
                        row.number("kept"),
                        row.number("lost"),
                        row.number("deleted"),
                        row.number("unmoved"),
                        row.find("examples", String[].class)
                                .map(ids -> List.of(ids))
                                .orElse(List.of())),
                run,
                from,
                until);
    }

    /** Statement on the documents from $2 to before $3 of run $1. */
    String sql(int table) {
        if (table == 0) {
            return sql(
                    schema.documents().table(),
                    schema.documents().id(),
                    "SELECT m.old_id, m.new_id, m.into_doc IS NOT NULL AS merged FROM " + DOCUMENTS
                            + " AND m.state = {ROLLED_BACK} AND m.old_id <> m.new_id",
                    "SELECT FROM truename.document_map n WHERE n.run + 0 = $1 AND n.new_id = m.old_id AND n.state = {ROLLED_BACK}"
                            + " AND n.old_id <> n.new_id",
                    "SELECT count(*) FROM " + DOCUMENTS + " AND m.state IN ({MOVED}, {MERGED})");
        }
        CorpusSchema.ChunkTable chunks = schema.chunks().get(table - 1);
        return sql(
                chunks.table(),
                chunks.id(),
                "SELECT c.old_id, c.new_id, c.merged FROM (SELECT m.doc FROM " + DOCUMENTS
                        + " AND m.state = {ROLLED_BACK} OFFSET 0) d CROSS JOIN LATERAL (SELECT * FROM truename.chunk_map c WHERE"
                        + " c.run = $1 AND c.doc = d.doc AND"
                        + " c.source"
                        + " = " + table + " AND c.old_id <> c.new_id OFFSET 0) c",
                "SELECT FROM truename.chunk_map n WHERE n.run + 0 = $1 AND n.new_id = m.old_id AND n.source = " + table
                        + " AND n.old_id <> n.new_id AND (SELECT d.state FROM truename.document_map d WHERE d.run ="
                        + " n.run AND d.doc = n.doc) = {ROLLED_BACK}",
                "0::bigint");
    }

    private static String sql(TableName table, Column id, String moved, String movedOn, String unmoved) {
        String there = "EXISTS (SELECT FROM " + TableSql.quoted(table) + " k WHERE k." + SqlNames.quoted(id.name());
        // No bare column where the id is to be looked up: an index that leads with the run might be read as a whole,
        // for each id.
        // A row that a later pass moved again is back under the oldest of its ids.
        return "/* truename:validate */ WITH moved AS MATERIALIZED (" + DocumentStateSql.of(moved)
                + "), judged AS MATERIALIZED (SELECT m.old_id, m.merged, NOT m.merged AND " + there
                + is(id, "m.new_id") + " OFFSET 0) AS there FROM moved m WHERE NOT " + there + is(id, "m.old_id")
                + " OFFSET 0) AND NOT EXISTS (" + DocumentStateSql.of(movedOn)
                + " OFFSET 0)) SELECT (SELECT count(*) FROM moved) AS"
                + " looked, count(*) FILTER (WHERE there) AS kept, count(*)"
                + " FILTER (WHERE merged) AS lost, count(*) FILTER (WHERE"
                + " NOT there AND NOT merged) AS deleted, ("
                + DocumentStateSql.of(unmoved) + ") AS unmoved,"
                + " (array_agg(DISTINCT old_id::text) FILTER (WHERE there OR merged))[1:5] AS examples FROM judged";
    }

    /** Condition that a column has an id of the maps, in both letter cases if it is text, so that its index applies. */
    private static String is(Column id, String uuid) {
        return id.type().equals("uuid")
                ? " = " + uuid
                : " = ANY(CAST(ARRAY[" + uuid + "::text, upper(" + uuid + "::text)] AS " + id.type() + "[]))";
    }
}
