// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.move;

import io.truename.corpus.schema.CorpusSchema;
import io.truename.corpus.schema.CorpusSchema.ChunkTable;
import io.truename.corpus.schema.IdColumn;
import io.truename.corpus.schema.IdType;
import io.truename.corpus.schema.RekeyedTable;
import io.truename.postgres.SqlNames;
import io.truename.postgres.corpus.TableSql;
import io.truename.postgres.rekeying.batch.ContentHash;
import io.truename.postgres.rekeying.batch.IdColumnSql;
import io.truename.postgres.rekeying.batch.MapColumns;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Move statement of a batch, with one UPDATE for each table. Foreign keys are checked at its end, so no constraint has to be deferred or
 * dropped. Its text depends on the schema only. Each UPDATE has a twin that reads the same rows before the change; counts and content
 * hashes of the two must agree.
 *
 * <p>There are three forms of UPDATE; each rechecks a row that another session changed meanwhile:
 *
 * <ul>
 *   <li>one plain reference: joined with the map;
 *   <li>chunks, id and document: joined with the map of chunks, which holds every chunk of the batch's documents;
 *   <li>all others (several references, arrays, JSON): each value looked up in a bound JSON object.
 * </ul>
 *
 * <p>Bound: {@code $1} the run, {@code $2} the numbers of the documents that move, {@code $3} those and the ones merged into them,
 * {@code $4} the document that each of {@code $3} belongs to. Then, for each of {@link #lookedUpSpaces}, the ids before as an array and
 * a JSON object from the ids before to the ids after.
 */
final class MoveStatement {
    private final CorpusSchema schema;
    private final MapColumns way;
    private final List<Integer> lookedUpSpaces;
    private final String sql;

    MoveStatement(CorpusSchema schema, MapColumns way) {
        this.schema = schema;
        this.way = way;
        SortedSet<Integer> spaces = new TreeSet<>();
        for (RekeyedTable table : schema.tables()) {
            if (form(table) == Form.LOOKED_UP) {
                table.idColumns().forEach(idColumn -> spaces.add(idColumn.space()));
            }
        }
        this.lookedUpSpaces = List.copyOf(spaces);
        this.sql = build();
    }

    private enum Form {
        JOINED,
        CHUNKS,
        LOOKED_UP
    }

    /** SQL text of the statement. */
    String sql() {
        return sql;
    }

    /** Id spaces whose ids are bound, in order. */
    List<Integer> lookedUpSpaces() {
        return lookedUpSpaces;
    }

    private String build() {
        List<String> parts = new ArrayList<>();
        // Bound parameters must occur: a corpus without chunks has no other use for $3 and $4, and one without indexes
        // none for ids.
        parts.add("m0 AS MATERIALIZED (SELECT " + way.from() + " AS o, " + way.to()
                + " AS n FROM truename.document_map WHERE run = $1 AND doc = ANY ($2)"
                + " AND $3::bigint[] IS NOT NULL AND $4::bigint[] IS NOT NULL"
                + lookedUpSpaces.stream()
                        .map(space -> " AND " + ids(space) + " IS NOT NULL")
                        .collect(Collectors.joining())
                + ")");
        for (int space = 1; space <= schema.chunks().size(); space++) {
            parts.add("m" + space + " AS MATERIALIZED (SELECT c." + way.from() + " AS o, c." + way.to() + " AS n, m."
                    + way.from() + " AS document, m." + way.to()
                    + " AS new_document FROM unnest($3::bigint[], $4::bigint[]) AS d (doc, owner)"
                    + " JOIN truename.document_map AS m ON m.run = $1 AND m.doc = d.owner"
                    + " JOIN truename.chunk_map AS c ON c.run = $1 AND c.doc = d.doc AND c.source = " + space
                    + " AND NOT c.merged)");
        }
        List<String> results = new ArrayList<>();
        for (int i = 0; i < schema.tables().size(); i++) {
            RekeyedTable table = schema.tables().get(i);
            List<String> counters = switch (form(table)) {
                case JOINED -> joined(table, i, parts);
                case CHUNKS -> chunks(table, i, parts);
                case LOOKED_UP -> lookedUp(table, i, parts);
            };
            results.add("SELECT " + i + " AS place, (SELECT count(*) FROM u" + i
                    + ") AS moved, (SELECT COALESCE(sum(f), 0)::text FROM u"
                    + i + ") AS after, b.c AS found, b.s AS before, ARRAY[" + String.join(", ", counters)
                    + "]::bigint[] AS counters FROM b" + i + " AS b");
        }
        return "/* truename:move */ WITH " + String.join(",\n", parts) + "\n" + String.join("\nUNION ALL ", results);
    }

    private Form form(RekeyedTable table) {
        List<IdColumn> idColumns = table.idColumns();
        if (!idColumns.stream().allMatch(IdColumn::indexed)) {
            // One reading of the whole table, and not one for each id.
            return Form.LOOKED_UP;
        }
        if (idColumns.size() == 1 && IdColumnSql.isScalar(idColumns.get(0))) {
            return Form.JOINED;
        }
        return chunkTable(table)
                        .filter(chunks -> idColumns.size() == 2
                                && idColumns.stream().allMatch(idColumn -> idColumn.type() == IdType.UUID)
                                && idColumns.stream()
                                        .anyMatch(idColumn -> idColumn.column().equals(chunks.document())))
                        .isPresent()
                ? Form.CHUNKS
                : Form.LOOKED_UP;
    }

    private Optional<ChunkTable> chunkTable(RekeyedTable table) {
        return schema.chunks().stream()
                .filter(chunks -> chunks.table().equals(table.relation().name()))
                .findFirst();
    }

    private static List<String> joined(RekeyedTable table, int i, List<String> parts) {
        IdColumn idColumn = table.idColumns().get(0);
        String name = TableSql.quoted(table.relation().name());
        String on =
                IdColumnSql.column(idColumn, "x") + " = " + IdColumnSql.written(idColumn, "m.o") + " AND m.o <> m.n";
        parts.add("b" + i + " AS (SELECT count(*) AS c, COALESCE(sum(" + ContentHash.of(table, "x")
                + "), 0)::text AS s FROM m" + idColumn.space() + " AS m JOIN " + name + " AS x ON " + on + ")");
        parts.add("u" + i + " AS (UPDATE " + name + " AS x SET "
                + SqlNames.quoted(idColumn.column().name()) + " = " + IdColumnSql.written(idColumn, "m.n") + " FROM m"
                + idColumn.space() + " AS m WHERE " + on + " RETURNING " + ContentHash.of(table, "x") + " AS f)");
        return List.of("b.c");
    }

    private List<String> chunks(RekeyedTable table, int i, List<String> parts) {
        ChunkTable chunks = chunkTable(table).orElseThrow();
        String name = TableSql.quoted(table.relation().name());
        String id = SqlNames.quoted(chunks.id().name());
        String document = SqlNames.quoted(chunks.document().name());
        String map = "m" + (schema.chunks().indexOf(chunks) + 1);
        String on = "x." + id + " = m.o AND x." + document
                + " = m.document AND (m.o <> m.n OR m.document <> m.new_document)";
        parts.add("b" + i + " AS (SELECT count(*) AS c, COALESCE(sum(" + ContentHash.of(table, "x")
                + "), 0)::text AS s, count(*) FILTER (WHERE m.o <> m.n) AS ids,"
                + " count(*) FILTER (WHERE m.document <> m.new_document) AS documents FROM " + map + " AS m JOIN "
                + name + " AS x ON " + on + ")");
        parts.add("u" + i + " AS (UPDATE " + name + " AS x SET " + id + " = m.n, " + document
                + " = m.new_document FROM " + map + " AS m WHERE " + on + " RETURNING " + ContentHash.of(table, "x")
                + " AS f)");
        return table.idColumns().stream()
                .map(idColumn -> idColumn.column().equals(chunks.id()) ? "b.ids" : "b.documents")
                .toList();
    }

    private List<String> lookedUp(RekeyedTable table, int i, List<String> parts) {
        String name = TableSql.quoted(table.relation().name());
        // A table that is read whole would compare each row with every id.
        boolean byIndex = table.idColumns().stream().allMatch(IdColumn::indexed);
        String where = table.idColumns().stream()
                .map(idColumn -> byIndex
                        ? IdColumnSql.holds(idColumn, "x", ids(idColumn.space()))
                        : IdColumnSql.holdsKeyOf(idColumn, "x", map(idColumn.space())))
                .collect(Collectors.joining(" OR "));
        List<String> counters = new ArrayList<>();
        StringBuilder counts = new StringBuilder();
        for (int c = 0; c < table.idColumns().size(); c++) {
            IdColumn idColumn = table.idColumns().get(c);
            counts.append(", count(*) FILTER (WHERE ")
                    .append(IdColumnSql.holdsKeyOf(idColumn, "x", map(idColumn.space())))
                    .append(") AS c")
                    .append(c);
            counters.add("b.c" + c);
        }
        parts.add("b" + i + " AS (SELECT count(*) AS c, COALESCE(sum(" + ContentHash.of(table, "x") + "), 0)::text AS s"
                + counts + " FROM " + name + " AS x WHERE " + where + ")");
        // Two soft references may share a JSON column: each replacement then works on the one before.
        parts.add("u" + i + " AS (UPDATE " + name + " AS x SET " + assignments(table) + " WHERE " + where
                + " RETURNING " + ContentHash.of(table, "x") + " AS f)");
        return counters;
    }

    private String assignments(RekeyedTable table) {
        Map<String, String> values = new LinkedHashMap<>();
        for (IdColumn idColumn : table.idColumns()) {
            String before = values.getOrDefault(idColumn.column().name(), IdColumnSql.column(idColumn, "x"));
            values.put(idColumn.column().name(), IdColumnSql.replaced(idColumn, before, map(idColumn.space())));
        }
        return values.entrySet().stream()
                .map(value -> SqlNames.quoted(value.getKey()) + " = " + value.getValue())
                .collect(Collectors.joining(", "));
    }

    private String ids(int space) {
        return "$" + (5 + 2 * lookedUpSpaces.indexOf(space)) + "::uuid[]";
    }

    private String map(int space) {
        return IdColumnSql.map("$" + (6 + 2 * lookedUpSpaces.indexOf(space)));
    }
}
