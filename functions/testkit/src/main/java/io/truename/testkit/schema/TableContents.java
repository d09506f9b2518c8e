// SPDX-License-Identifier: Apache-2.0
package io.truename.testkit.schema;

import io.truename.testkit.database.TestDatabase;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Hashes of an application's tables, to compare them before and after. */
public final class TableContents {
    private static final String TABLES = """
            SELECT n.nspname || '.' || c.relname, format('%%I.%%I', n.nspname, c.relname),
                   string_agg(format('t.%%I', a.attname), ', ' ORDER BY a.attnum)
                       FILTER (WHERE n.nspname || '.' || c.relname || '.' || a.attname <> ALL (ARRAY[%s]::text[]))
              FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
              JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
             WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition
               AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'truename', 'fixture')
               AND n.nspname NOT LIKE 'pg\\_%%' AND n.nspname || '.' || c.relname <> ALL (ARRAY[%s]::text[])
             GROUP BY n.nspname, c.relname ORDER BY 1""";

    private TableContents() {}

    /**
     * The number of rows and a hash over all of them, by {@code schema.table}.
     *
     * @param without columns as {@code schema.table.column}, and tables as {@code schema.table}, that do not count
     */
    public static Map<String, String> of(TestDatabase database, Set<String> without) {
        String names = without.stream()
                .sorted()
                .map(name -> "'" + name.replace("'", "''") + "'")
                .reduce((one, other) -> one + ", " + other)
                .orElse("");
        // One statement for all of them: a connection for each table would take longer than what it reads.
        String all = database.rows(TABLES.formatted(names, names)).stream()
                .map(table -> hashed(List.of(table.split("\t"))))
                .collect(Collectors.joining(" UNION ALL "));
        Map<String, String> contents = new TreeMap<>();
        if (!all.isEmpty()) {
            database.rows(all).forEach(row -> {
                int tab = row.indexOf('\t');
                contents.put(row.substring(0, tab), row.substring(tab + 1));
            });
        }
        return contents;
    }

    private static String hashed(List<String> nameAndRelationAndColumns) {
        String row = "ROW(" + nameAndRelationAndColumns.get(2) + ")::text COLLATE \"C\"";
        return "SELECT '" + nameAndRelationAndColumns.get(0).replace("'", "''")
                + "', count(*) || ' ' || coalesce(md5(string_agg(md5(" + row + "), '' ORDER BY md5(" + row
                + "))), '') FROM "
                + nameAndRelationAndColumns.get(1) + " t";
    }
}
