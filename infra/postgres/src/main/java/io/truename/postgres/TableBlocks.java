// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres;

/**
 * Block range of a table, for reading any table in slices. It needs no index, key or statistics, and reads each block once. In a
 * partitioned table, a range covers the same blocks of every partition.
 *
 * <p>Slices have different snapshots. A row that is updated between two slices may move to another block and be read twice or not at
 * all. Read rows that must not be missed by their key instead.
 *
 * @param last blocks of the longest partition, at which a scan ends; 0 for an empty table
 * @param pages blocks of all partitions
 */
public record TableBlocks(long last, long pages) {
    private static final String MEASURE =
            "WITH RECURSIVE part (id) AS (SELECT CAST(CAST($1 AS text) AS regclass)::oid UNION SELECT i.inhrelid FROM"
                    + " pg_inherits AS i JOIN part AS p ON i.inhparent = p.id) SELECT coalesce(max(b), 0)::bigint AS last,"
                    + " coalesce(sum(b), 0)::bigint AS pages FROM (SELECT pg_relation_size(c.oid) /"
                    + " current_setting('block_size')::bigint AS b FROM pg_class AS c JOIN part AS p ON p.id = c.oid WHERE"
                    + " c.relkind = 'r') AS sizes";

    private static final int SAMPLED = 32;

    /**
     * Measures a table by its file size, without reading rows.
     *
     * @param table quoted, with its schema
     */
    public static TableBlocks of(Session session, String table) {
        return session.one(MEASURE, row -> new TableBlocks(row.number("last"), row.number("pages")), table);
    }

    /**
     * Estimates the number of rows from a few blocks, independent of statistics.
     *
     * @param table quoted, with its schema
     */
    public static long estimatedRows(Session session, String table) {
        TableBlocks blocks = of(session, table);
        long rows = 0;
        long read = 0;
        long step = Math.max(1, blocks.last / SAMPLED);
        for (long block = 0; block < blocks.last && read < SAMPLED; block += step) {
            rows += session.one(
                    "SELECT count(*) AS rows FROM " + table + " AS x WHERE " + within("x", 1),
                    row -> row.number("rows"),
                    at(block),
                    at(block + 1));
            read++;
        }
        return read == 0 ? 0 : Math.round((double) rows / read * blocks.last);
    }

    /** Condition for rows of a range; its two ends, from {@link #at}, are bound at {@code place} and the next parameter. */
    public static String within(String alias, int place) {
        return alias + ".ctid >= CAST($" + place + " AS tid) AND " + alias + ".ctid < CAST($" + (place + 1)
                + " AS tid)";
    }

    /** Start of a block, as a value to bind. */
    public static String at(long block) {
        return "(" + block + ",0)";
    }
}
