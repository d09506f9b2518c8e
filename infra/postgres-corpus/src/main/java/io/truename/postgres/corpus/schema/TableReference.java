// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.schema;

import io.truename.postgres.Session;
import java.util.List;

/**
 * Foreign key between whole tables, from the catalog; a partition counts as the root of its tree.
 *
 * @param partitionReferenced whether the key refers to one partition and not to the whole table
 */
record TableReference(
        String name,
        long child,
        List<String> columns,
        long parent,
        List<String> referencedColumns,
        boolean partitionReferenced,
        boolean validated,
        boolean deferrable,
        char onUpdate,
        char onDelete) {
    /** Excludes constraints with a parent, which are PostgreSQL's copies for a partition of either side. */
    private static final String ALL = """
            SELECT k.conname::text AS name,
                   coalesce(pg_partition_root(k.conrelid), k.conrelid)::oid::int8 AS child,
                   coalesce(pg_partition_root(k.confrelid), k.confrelid)::oid::int8 AS parent,
                   k.confrelid <> coalesce(pg_partition_root(k.confrelid), k.confrelid) AS partition,
                   ARRAY(SELECT a.attname::text FROM unnest(k.conkey) WITH ORDINALITY AS u (number, position)
                           JOIN pg_catalog.pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.number
                          ORDER BY u.position) AS columns,
                   ARRAY(SELECT a.attname::text FROM unnest(k.confkey) WITH ORDINALITY AS u (number, position)
                           JOIN pg_catalog.pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = u.number
                          ORDER BY u.position) AS referenced,
                   k.convalidated AS validated, k.condeferrable AS deferrable,
                   k.confupdtype::text AS on_update, k.confdeltype::text AS on_delete
              FROM pg_catalog.pg_constraint k
             WHERE k.contype = 'f' AND k.conparentid = 0
             ORDER BY k.conrelid::regclass::text, k.conname""";

    /** Reads all foreign keys of the database. */
    static List<TableReference> all(Session session) {
        return session.list(
                ALL,
                row -> new TableReference(
                        row.text("name"),
                        row.number("child"),
                        List.of(row.get("columns", String[].class)),
                        row.number("parent"),
                        List.of(row.get("referenced", String[].class)),
                        row.flag("partition"),
                        row.flag("validated"),
                        row.flag("deferrable"),
                        row.text("on_update").charAt(0),
                        row.text("on_delete").charAt(0)));
    }
}
