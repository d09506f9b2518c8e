// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.move;

import io.truename.corpus.schema.Column;
import io.truename.corpus.schema.CorpusSchema;
import io.truename.corpus.schema.RekeyedTable;
import io.truename.postgres.Session;
import io.truename.postgres.corpus.TableSql;
import io.truename.postgres.rekeying.batch.ContentHash;
import io.truename.postgres.rekeying.batch.IdColumnSql;
import io.truename.postgres.rekeying.batch.MapColumns;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Columns that a table's own triggers change on each update, found by comparing rows before and after a sample. */
final class TriggerModifiedColumns {
    private final CorpusSchema schema;
    private final int run;
    private final Long[] docs;
    private final List<String[]> before = new ArrayList<>();

    TriggerModifiedColumns(CorpusSchema schema, int run, Long[] docs) {
        this.schema = schema;
        this.run = run;
        this.docs = docs;
    }

    /** Schema without content to compare, so that the sample goes on although a trigger changes columns. */
    CorpusSchema ignoringContent() {
        return schema.withTables(schema.tables().stream()
                .map(table -> new RekeyedTable(
                        table.relation(),
                        table.idColumns(),
                        table.relation().columns().stream().map(Column::name).toList()))
                .toList());
    }

    void before(Session session) {
        schema.tables().forEach(table -> before.add(sums(session, table, MapColumns.FORWARD.from())));
    }

    /** Columns that have changed since {@link #before}, as {@code schema.table.column}. */
    List<String> changed(Session session) {
        List<String> changed = new ArrayList<>();
        for (int i = 0; i < schema.tables().size(); i++) {
            RekeyedTable table = schema.tables().get(i);
            List<Column> columns = ContentHash.columns(table);
            String[] then = before.get(i);
            String[] now = sums(session, table, MapColumns.FORWARD.to());
            IntStream.range(0, columns.size())
                    .filter(c -> !then[c].equals(now[c]))
                    .forEach(c -> changed.add(
                            table.relation().name() + "." + columns.get(c).name()));
        }
        return changed;
    }

    private String[] sums(Session session, RekeyedTable table, String ids) {
        List<Column> columns = ContentHash.columns(table);
        if (columns.isEmpty()) {
            return new String[0];
        }
        String sql = columns.stream()
                        .map(column -> "COALESCE(sum(" + ContentHash.of(column, "x") + "), 0)::text")
                        .collect(Collectors.joining(", ", "SELECT ARRAY[", "] AS sums FROM "))
                + TableSql.quoted(table.relation().name()) + " AS x WHERE "
                + table.idColumns().stream()
                        .map(idColumn -> IdColumnSql.holds(idColumn, "x", idsOf(idColumn.space(), ids)))
                        .collect(Collectors.joining(" OR "));
        return session.one(sql, row -> row.get("sums", String[].class), run, docs);
    }

    private static String idsOf(int space, String ids) {
        return space == 0
                ? "ARRAY(SELECT " + ids + " FROM truename.document_map WHERE run = $1 AND doc = ANY ($2))"
                : "ARRAY(SELECT " + ids + " FROM truename.chunk_map WHERE run = $1 AND doc = ANY ($2) AND source = "
                        + space + ")";
    }
}
