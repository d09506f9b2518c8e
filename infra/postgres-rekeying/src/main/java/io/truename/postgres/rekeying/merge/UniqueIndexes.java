// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.merge;

import io.truename.corpus.schema.CorpusSchema;
import io.truename.corpus.schema.RekeyedTable;
import io.truename.corpus.schema.TableName;
import io.truename.postgres.Session;
import io.truename.postgres.SqlNames;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Unique indexes that are partial or over expressions. A merge can predict such an index if neither its expressions nor its condition
 * read a column that the merge changes: they are then computed for each row as it is.
 */
public final class UniqueIndexes {
    private static final String INDEXES = """
            /* truename:collect */ SELECT n.nspname::text AS schema, t.relname::text AS table_name, c.relname::text AS name,
                   ARRAY(SELECT coalesce(a.attname::text, '') FROM generate_series(0, i.indnkeyatts - 1) AS k
                           LEFT JOIN pg_catalog.pg_attribute a
                                  ON a.attrelid = i.indrelid AND a.attnum = i.indkey[k] AND a.attnum > 0
                          ORDER BY k) AS columns,
                   ARRAY(SELECT pg_get_indexdef(i.indexrelid, k, false) FROM generate_series(1, i.indnkeyatts) AS k
                          ORDER BY k) AS keys,
                   coalesce(pg_get_expr(i.indpred, i.indrelid), '') AS condition
              FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class t ON t.oid = i.indrelid
              JOIN pg_catalog.pg_namespace n ON n.oid = t.relnamespace
              JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
             WHERE i.indisunique AND i.indisready AND (i.indpred IS NOT NULL OR i.indexprs IS NOT NULL)
               AND (n.nspname, t.relname) IN (SELECT * FROM unnest($1::text[], $2::text[]))
             ORDER BY 1, 2, 3""";

    private UniqueIndexes() {}

    /**
     * A partial or expression index.
     *
     * @param columns columns of each key, empty for an expression
     * @param keys keys as SQL
     * @param condition condition as SQL; empty unless the index is partial
     */
    record Index(TableName table, String name, List<String> columns, List<String> keys, String condition) {
        /** Whether an expression or the condition reads one of these columns, other than to test for null. */
        boolean reads(Set<String> changing) {
            StringBuilder read = new StringBuilder(condition);
            for (int i = 0; i < keys.size(); i++) {
                read.append(columns.get(i).isEmpty() ? " , " + keys.get(i) : "");
            }
            return changing.stream().anyMatch(column -> {
                String name = "(?<![\\w$\"])(?:" + Pattern.quote(column) + "|" + Pattern.quote(SqlNames.quoted(column))
                        + ")(?![\\w$\"])";
                return Pattern.compile(name)
                        .matcher(Pattern.compile(name + " IS NOT NULL")
                                .matcher(read)
                                .replaceAll(" "))
                        .find();
            });
        }
    }

    /** Reads the present indexes of the corpus's tables. */
    static List<Index> of(Session session, CorpusSchema schema) {
        List<TableName> tables =
                schema.tables().stream().map(table -> table.relation().name()).toList();
        return session.list(
                INDEXES,
                row -> new Index(
                        new TableName(row.text("schema"), row.text("table_name")),
                        row.text("name"),
                        List.of(row.get("columns", String[].class)),
                        List.of(row.get("keys", String[].class)),
                        row.text("condition")),
                tables.stream().map(TableName::schema).toArray(String[]::new),
                tables.stream().map(TableName::name).toArray(String[]::new));
    }

    /** Indexes that a merge cannot predict and may violate, as {@code schema.table index}. */
    public static List<String> unforeseen(Session session, CorpusSchema schema) {
        Stream<String> expressions = of(session, schema).stream()
                .filter(index -> index.reads(idColumns(schema.table(index.table()))))
                .map(index -> index.table() + " " + index.name());
        return Stream.concat(expressions, schema.tables().stream().flatMap(UniqueIndexes::overTexts))
                .toList();
    }

    /** Keys with columns that hold ids within text: whether two of their values become equal is only seen when they do. */
    private static Stream<String> overTexts(RekeyedTable table) {
        Set<String> texts = table.idColumns().stream()
                .filter(idColumn -> idColumn.pattern().isPresent())
                .map(idColumn -> idColumn.column().name())
                .collect(Collectors.toSet());
        return table.relation().uniqueKeys().stream()
                .filter(key -> key.columns().stream().anyMatch(texts::contains))
                .map(key -> table.relation().name() + " (" + String.join(", ", key.columns()) + ")");
    }

    private static Set<String> idColumns(RekeyedTable table) {
        return table.idColumns().stream()
                .map(idColumn -> idColumn.column().name())
                .collect(Collectors.toSet());
    }
}
