// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres;

/**
 * The blocks of a table, through which any table can be read in slices: it needs no index, no key and no statistics, and reads
 * each block once. Of a partitioned table a range is that range of every partition.
 *
 * <p>Slices are of several snapshots: a row that is updated meanwhile may move to a block before or behind the present one,
 * so that it is read twice or not at all. Read what must not be missed by its key.
 *
 * @param last blocks of the longest partition, which is where a reading ends; 0 of an empty table
 * @param pages blocks of all partitions together
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
     * Measures a table: asks the file system, reads no row.
     *
     * @param table quoted, with its schema
     */
    public static TableBlocks of(Session session, String table) {
        return session.one(MEASURE, row -> new TableBlocks(row.number("last"), row.number("pages")), table);
    }

    /**
     * About how many rows a table has, from a few of its blocks, whatever its statistics say.
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

    /** The condition that a row is in the range whose ends, as {@link #at} writes them, are bound at that place and the next. */
    public static String within(String alias, int place) {
        return alias + ".ctid >= CAST($" + place + " AS tid) AND " + alias + ".ctid < CAST($" + (place + 1)
                + " AS tid)";
    }

    /** The beginning of a block, to be bound. */
    public static String at(long block) {
        return "(" + block + ",0)";
    }
}
