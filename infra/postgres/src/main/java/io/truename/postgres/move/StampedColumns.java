// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.move;

import io.truename.postgres.Session;
import io.truename.postgres.SqlNames;
import io.truename.rekeying.schema.CarrierTable;
import io.truename.rekeying.schema.Column;
import io.truename.rekeying.schema.CorpusSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Finds the columns that a table's own triggers change whenever a row is updated, by comparing each before and after. */
final class StampedColumns {
    private final CorpusSchema schema;
    private final int run;
    private final Long[] docs;
    private final List<String[]> before = new ArrayList<>();

    StampedColumns(CorpusSchema schema, int run, Long[] docs) {
        this.schema = schema;
        this.run = run;
        this.docs = docs;
    }

    /** The same schema with no content to compare, so that the sample goes on where a trigger changes something. */
    CorpusSchema ignoringContent() {
        return new CorpusSchema(
                schema.namespace(),
                schema.documents(),
                schema.chunks(),
                schema.tables().stream()
                        .map(table -> new CarrierTable(
                                table.relation(),
                                table.carriers(),
                                table.relation().columns().stream()
                                        .map(Column::name)
                                        .toList()))
                        .toList(),
                schema.foreignKeys());
    }

    void before(Session session) {
        schema.tables().forEach(table -> before.add(sums(session, table, Way.FORWARD.from())));
    }

    /** What has changed since {@link #before}, as {@code schema.table.column}. */
    List<String> changed(Session session) {
        List<String> changed = new ArrayList<>();
        for (int i = 0; i < schema.tables().size(); i++) {
            CarrierTable table = schema.tables().get(i);
            List<Column> columns = ContentHash.columns(table);
            String[] then = before.get(i);
            String[] now = sums(session, table, Way.FORWARD.to());
            IntStream.range(0, columns.size())
                    .filter(c -> !then[c].equals(now[c]))
                    .forEach(c -> changed.add(
                            table.relation().name() + "." + columns.get(c).name()));
        }
        return changed;
    }

    private String[] sums(Session session, CarrierTable table, String ids) {
        List<Column> columns = ContentHash.columns(table);
        if (columns.isEmpty()) {
            return new String[0];
        }
        String sql = columns.stream()
                        .map(column -> "COALESCE(sum(" + ContentHash.of(column, "x") + "), 0)::text")
                        .collect(Collectors.joining(", ", "SELECT ARRAY[", "] AS sums FROM "))
                + SqlNames.quoted(table.relation().name()) + " AS x WHERE "
                + table.carriers().stream()
                        .map(carrier -> CarrierSql.holds(carrier, "x", idsOf(carrier.space(), ids)))
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
