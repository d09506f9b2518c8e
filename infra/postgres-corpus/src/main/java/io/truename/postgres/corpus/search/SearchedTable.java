// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.search;

import io.truename.corpus.schema.TableName;
import io.truename.postgres.Session;
import io.truename.postgres.corpus.TableSql;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Table of the database that may hold references.
 *
 * @param obstacle why it cannot be searched; empty if it can
 * @param inherits whether other tables inherit from it, so that a mapping cannot name it
 */
record SearchedTable(long oid, TableName name, boolean partitioned, boolean inherits, String obstacle) {
    /** Number of tables of a database that are searched at most. */
    static final int MOST = 20_000;

    /** Partitions are rows of their table. Reads pg_inherits, because pg_partition_tree waits for locks. */
    private static final String TABLES = """
            SELECT c.oid::int8 AS oid, n.nspname::text AS schema, c.relname::text AS name, c.relkind::text AS kind,
                   has_schema_privilege(n.oid, 'USAGE') AS may_use, has_table_privilege(c.oid, 'SELECT') AS may_select,
                   c.relrowsecurity AND NOT me.bypass AND NOT (pg_has_role(c.relowner, 'USAGE') AND NOT c.relforcerowsecurity)
                       AS hides_rows,
                   c.relkind = 'r' AND EXISTS (SELECT FROM pg_catalog.pg_inherits i WHERE i.inhparent = c.oid) AS inherits,
                   c.relkind = 'p' AND EXISTS (
                       WITH RECURSIVE part (id) AS (
                           SELECT i.inhrelid FROM pg_catalog.pg_inherits i WHERE i.inhparent = c.oid
                           UNION SELECT i.inhrelid FROM pg_catalog.pg_inherits i JOIN part p ON i.inhparent = p.id)
                       SELECT FROM part p JOIN pg_catalog.pg_class l ON l.oid = p.id WHERE l.relkind = 'f') AS remote
              FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace,
                   (SELECT rolsuper OR rolbypassrls AS bypass FROM pg_catalog.pg_roles WHERE rolname = current_user) me
             WHERE c.relkind IN ('r', 'p', 'f') AND NOT c.relispartition AND c.relpersistence <> 't'
               AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'truename') AND n.nspname NOT LIKE 'pg\\_%'
             ORDER BY n.nspname <> ALL (CAST($1 AS text[])), n.nspname COLLATE "C", c.relname COLLATE "C" LIMIT\s""" + (MOST + 1);

    /**
     * Reads the tables.
     *
     * @param first schemas whose tables come before those of others
     */
    static List<SearchedTable> all(Session session, Collection<String> first) {
        List<SearchedTable> all =
                new ArrayList<>(session.list(TABLES, SearchedTable::read, (Object) first.toArray(String[]::new)));
        if (all.size() > MOST) {
            all.set(
                    MOST,
                    all.get(MOST).not("This table and those after it were not searched: " + MOST + " come before."));
        }
        return all;
    }

    private SearchedTable not(String reason) {
        return new SearchedTable(oid, name, partitioned, inherits, reason);
    }

    private static SearchedTable read(Session.Fields row) {
        TableName name = new TableName(row.text("schema"), row.text("name"));
        String obstacle = "";
        if (row.text("kind").equals("f") || row.flag("remote")) {
            obstacle = "Its rows, or some of them, are on another server.";
        } else if (!row.flag("may_use") || !row.flag("may_select")) {
            obstacle = "The role may not read it. GRANT SELECT ON " + TableSql.quoted(name)
                    + " and USAGE on its schema, then assess again.";
        } else if (row.flag("hides_rows")) {
            obstacle = "Row-level security may hide rows from the role. Assess as the owner, or with BYPASSRLS.";
        }
        return new SearchedTable(row.number("oid"), name, row.text("kind").equals("p"), row.flag("inherits"), obstacle);
    }

    /** For FROM: rows of inheriting tables are read as rows of these. */
    String sql() {
        return (partitioned ? "" : "ONLY ") + TableSql.quoted(name);
    }
}
