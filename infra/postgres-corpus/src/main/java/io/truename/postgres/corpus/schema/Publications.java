// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.schema;

import io.truename.corpus.schema.TableName;
import io.truename.postgres.Session;
import io.truename.postgres.SqlNames;
import io.truename.postgres.corpus.TableSql;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Logical replication publications that make PostgreSQL refuse an update or a deletion of a published row. The server must identify
 * the row for subscribers by the table's replica identity.
 */
final class Publications {
    /**
     * Each leaf of a table with each publication that sends its rows, and with the effective entry: that of the leaf, or with
     * {@code publish_via_partition_root} that of its topmost published ancestor.
     */
    private static final String PUBLISHED = CatalogTables.FAMILY + """
            , leaf AS (
                SELECT f.root, c.oid, c.relreplident, n.nspname, c.relname,
                       (SELECT i.indexrelid FROM pg_catalog.pg_index i
                         WHERE i.indrelid = c.oid AND i.indimmediate AND i.indisvalid
                           AND CASE c.relreplident WHEN 'd' THEN i.indisprimary WHEN 'i' THEN i.indisreplident END) AS identity
                  FROM family f JOIN pg_catalog.pg_class c ON c.oid = f.member AND f.leaf AND c.relpersistence = 'p'
                  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace),
            line AS (
                SELECT l.oid, a.relid::oid AS member, a.depth
                  FROM leaf l CROSS JOIN LATERAL (
                       SELECT l.oid AS relid, 1 AS depth
                        UNION SELECT p.relid::oid, p.depth FROM pg_partition_ancestors(l.oid) WITH ORDINALITY AS p (relid, depth)) a),
            entry AS (
                SELECT n.oid, n.member, n.depth, r.prpubid AS pub, r.oid AS rel
                  FROM line n JOIN pg_catalog.pg_publication_rel r ON r.prrelid = n.member
                %s),
            sent AS (
                SELECT l.*, p.oid AS pub, p.pubname, p.pubupdate, p.pubdelete,
                       (SELECT e.rel FROM entry e WHERE e.oid = l.oid AND e.pub = p.oid AND (p.pubviaroot OR e.member = l.oid)
                         ORDER BY e.depth DESC LIMIT 1) AS rel
                  FROM leaf l CROSS JOIN pg_catalog.pg_publication p
                 WHERE p.puballtables OR EXISTS (SELECT FROM entry e WHERE e.oid = l.oid AND e.pub = p.oid))
            SELECT s.root::int8 AS root, s.nspname::text AS schema, s.relname::text AS name, s.pubname::text AS publication,
                   s.pubupdate AS updates, s.pubdelete AS deletes, s.relreplident = 'f' AS whole_row, s.identity IS NOT NULL AS identified,
                   rn.nspname::text AS entry_schema, rc.relname::text AS entry_name,
                   ARRAY(SELECT a.attname::text FROM pg_catalog.pg_index i
                           JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
                          WHERE i.indexrelid = s.identity ORDER BY a.attnum) AS identity,
                   %s
              FROM sent s LEFT JOIN pg_catalog.pg_publication_rel r ON r.oid = s.rel
              LEFT JOIN pg_catalog.pg_class rc ON rc.oid = r.prrelid
              LEFT JOIN pg_catalog.pg_namespace rn ON rn.oid = rc.relnamespace
             ORDER BY s.root::regclass::text, s.pubname, s.relname""";

    /** Schema publications; PostgreSQL 15 introduced them, together with column lists and row filters. */
    private static final String BY_SCHEMA = """
                UNION ALL
                SELECT n.oid, n.member, n.depth, s.pnpubid, NULL
                  FROM line n JOIN pg_catalog.pg_class c ON c.oid = n.member
                  JOIN pg_catalog.pg_publication_namespace s ON s.pnnspid = c.relnamespace""";

    private static final String LISTS = """
                   r.prattrs IS NOT NULL AS listed,
                   ARRAY(SELECT a.attname::text FROM pg_catalog.pg_attribute a
                          WHERE a.attrelid = r.prrelid AND a.attnum = ANY (r.prattrs::int2[]) ORDER BY a.attnum) AS columns,
                   ARRAY(SELECT DISTINCT a.attname::text FROM pg_catalog.pg_attribute a,
                                regexp_matches(r.prqual::text, ':varattno (\\d+)', 'g') AS used
                          WHERE a.attrelid = r.prrelid AND a.attnum = used[1]::integer ORDER BY 1) AS filter,
                   coalesce(pg_get_expr(r.prqual, r.prrelid), '') AS condition""";

    private static final String NO_LISTS =
            "false AS listed, '{}'::text[] AS columns, '{}'::text[] AS filter, '' AS condition";

    private static final int LISTS_SINCE = 150_000;

    private final Session session;
    private final Findings findings;
    private final int serverVersion;

    Publications(Session session, Findings findings, int serverVersion) {
        this.session = session;
        this.findings = findings;
        this.serverVersion = serverVersion;
    }

    /**
     * A published table.
     *
     * @param leaf the table itself, or one of its partitions
     * @param entry table that the publication names for the leaf; empty if it publishes all tables or a schema
     * @param wholeRow whether the replica identity is FULL
     * @param identity columns of the replica identity's index; empty if there is none
     * @param columns columns of the column list; empty without a list
     * @param filter columns that the row filter reads
     */
    private record Published(
            long root,
            TableName leaf,
            String publication,
            boolean updates,
            boolean deletes,
            boolean wholeRow,
            boolean identified,
            List<String> identity,
            Optional<TableName> entry,
            boolean listed,
            List<String> columns,
            List<String> filter,
            String condition) {
        String sends() {
            return updates ? "updates" : "deletions";
        }
    }

    void check(Map<Long, CatalogTable> tables) {
        boolean lists = serverVersion >= LISTS_SINCE;
        List<Published> all = session.list(
                PUBLISHED.formatted(lists ? BY_SCHEMA : "", lists ? LISTS : NO_LISTS), Publications::read, (Object)
                        tables.keySet().toArray(Long[]::new));
        all.stream()
                .collect(Collectors.groupingBy(
                        Published::publication,
                        java.util.TreeMap::new,
                        Collectors.mapping(
                                published -> CorpusInspector.table(tables, published.root())
                                        .name()
                                        .toString(),
                                Collectors.toCollection(java.util.TreeSet::new))))
                .forEach((publication, names) -> findings.note(
                        "replication.publication",
                        publication,
                        "The publication sends every moved row of " + String.join(", ", names)
                                + " to its subscribers, as an update of its key.",
                        "Tell the subscribers' owners before."));
        for (Published published : all) {
            if (published.updates() || published.deletes()) {
                check(published);
            }
        }
    }

    private static Published read(Session.Fields row) {
        return new Published(
                row.number("root"),
                new TableName(row.text("schema"), row.text("name")),
                row.text("publication"),
                row.flag("updates"),
                row.flag("deletes"),
                row.flag("whole_row"),
                row.flag("identified"),
                List.of(row.get("identity", String[].class)),
                row.find("entry_name", String.class).map(name -> new TableName(row.text("entry_schema"), name)),
                row.flag("listed"),
                List.of(row.get("columns", String[].class)),
                List.of(row.get("filter", String[].class)),
                row.text("condition"));
    }

    private void check(Published published) {
        String table = TableSql.quoted(published.leaf());
        if (!published.wholeRow() && !published.identified()) {
            found(
                    published,
                    "replication.identity",
                    "Its " + published.sends()
                            + " are published but it has no replica identity: PostgreSQL refuses every one.",
                    "ALTER TABLE " + table + " REPLICA IDENTITY FULL;");
        }
        Set<String> missing = new LinkedHashSet<>(published.identity());
        missing.removeAll(published.columns());
        if (published.listed() && (published.wholeRow() || !missing.isEmpty())) {
            found(
                    published,
                    "replication.columns",
                    "Its " + published.sends() + " are published by " + published.publication()
                            + " with a column list that leaves out "
                            + (published.wholeRow()
                                    ? "columns, and its replica identity is the whole row"
                                    : String.join(", ", missing) + " of its replica identity")
                            + ": PostgreSQL refuses every one.",
                    anew(published, missing));
        }
        Set<String> unknown = new LinkedHashSet<>(published.filter());
        unknown.removeAll(published.identity());
        if (!published.wholeRow() && !unknown.isEmpty()) {
            found(
                    published,
                    "replication.filter",
                    "Its " + published.sends() + " are published by " + published.publication() + " WHERE "
                            + published.condition() + ", which reads " + String.join(", ", unknown)
                            + " outside of its replica identity: PostgreSQL refuses every one.",
                    published.listed()
                            ? "Publish it without the condition: " + anew(published, missing)
                            : "ALTER TABLE " + table + " REPLICA IDENTITY FULL;");
        }
    }

    /** Statements that publish a table anew, with the columns missing from its list, or without a list. */
    private static String anew(Published published, Set<String> missing) {
        String publication = "ALTER PUBLICATION " + SqlNames.quoted(published.publication());
        String table = TableSql.quoted(published.entry().orElse(published.leaf()));
        List<String> columns = new ArrayList<>(missing);
        columns.addAll(published.columns());
        boolean filtered = !published.condition().isEmpty()
                && (published.wholeRow() || published.identity().containsAll(published.filter()));
        return publication + " DROP TABLE " + table + "; " + publication + " ADD TABLE " + table
                + (published.wholeRow()
                        ? ""
                        : " (" + columns.stream().map(SqlNames::quoted).collect(Collectors.joining(", ")) + ")")
                + (filtered ? " WHERE (" + published.condition() + ")" : "") + ";";
    }

    /** Adds a finding; a publication of deletions only is an obstacle to merges only. */
    private void found(Published published, String code, String reason, String remedy) {
        String subject = published.leaf().toString();
        if (published.updates()) {
            findings.refuse(code, subject, reason, remedy);
        } else {
            findings.warn(
                    code + ".merge",
                    subject,
                    reason + " Merging duplicates deletes rows.",
                    remedy + " -- or plan with \"onCollision\": \"skip\"");
        }
    }
}
