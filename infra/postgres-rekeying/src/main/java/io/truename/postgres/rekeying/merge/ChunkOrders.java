// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.merge;

import io.truename.corpus.schema.Column;
import io.truename.corpus.schema.CorpusSchema;
import io.truename.corpus.schema.CorpusSchema.ChunkTable;
import io.truename.corpus.schema.IdColumn;
import io.truename.corpus.schema.RecipeInput;
import io.truename.postgres.Session;
import io.truename.postgres.SqlNames;
import io.truename.postgres.corpus.recipe.RecipeSql;
import io.truename.postgres.rekeying.batch.IdColumnSql;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Comparison of the orders of chunks that have positions, before two documents become one. Where both have a chunk of one number, its order
 * must be the same; then one may have more chunks at the end. Else the chunks of both would be counted among each other: two ways to cut
 * one text would be mixed, and every number would be another.
 */
final class ChunkOrders {
    private final Session session;
    private final CorpusSchema schema;
    private final List<ChunkTable> numbered;

    ChunkOrders(Session session, CorpusSchema schema) {
        this.session = session;
        this.schema = schema;
        this.numbered = schema.chunks().stream()
                .filter(chunks -> chunks.ordinal() instanceof RecipeInput.Position)
                .toList();
    }

    /** Differences of documents and those that they would be merged into, by the places in the lists. */
    Map<Integer, Difference> differences(List<UUID> gone, List<UUID> stayed) {
        Map<Integer, Difference> differences = new LinkedHashMap<>();
        for (ChunkTable chunks : gone.isEmpty() ? List.<ChunkTable>of() : numbered) {
            session.list(
                            sql(chunks),
                            row -> Map.entry(
                                    (int) row.number("pair") - 1,
                                    new Difference(
                                            Difference.CHUNK,
                                            chunks.table(),
                                            List.of(row.get("columns", String[].class)))),
                            gone.toArray(UUID[]::new),
                            stayed.toArray(UUID[]::new))
                    .forEach(found -> differences.putIfAbsent(found.getKey(), found.getValue()));
        }
        return differences;
    }

    /** Groups the chunks of both by their numbers; one without a number has no certain place in either. */
    private String sql(ChunkTable chunks) {
        List<Column> columns = chunks.ordinal().columns();
        List<String> differing = new ArrayList<>();
        List<String> named = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            String value = "v" + i;
            differing.add("n IS NULL OR min(" + value + ") <> max(" + value + ") OR count(" + value
                    + ") NOT IN (0, count(*)) AS d" + i);
            named.add("CASE WHEN bool_or(d" + i + ") THEN "
                    + SqlNames.literal(columns.get(i).name()) + " END");
        }
        return "/* truename:collect */ SELECT * FROM (SELECT pair, array_remove(ARRAY[" + String.join(", ", named)
                + "]::text[], NULL) AS columns FROM (SELECT pair, " + String.join(", ", differing) + " FROM ("
                + side(chunks, columns, "gone") + " UNION ALL " + side(chunks, columns, "stayed")
                + ") AS both_sides GROUP BY pair, chunker, version, n) AS places GROUP BY pair) AS pairs"
                + " WHERE cardinality(columns) > 0 ORDER BY pair";
    }

    private String side(ChunkTable chunks, List<Column> columns, String side) {
        IdColumn document = schema.table(chunks.table()).idColumns().stream()
                .filter(idColumn -> idColumn.column().equals(chunks.document()))
                .findFirst()
                .orElseThrow();
        String values = columns.stream()
                .map(column ->
                        ", " + RecipeSql.column(column, "x") + "::text COLLATE \"C\" AS v" + columns.indexOf(column))
                .collect(Collectors.joining());
        return "SELECT g.pair, " + RecipeSql.chunker(chunks, "x") + " AS chunker, "
                + RecipeSql.chunkerVersion(chunks, "x") + " AS version, " + RecipeSql.ordinal(chunks, "x") + " AS n"
                + values + " FROM unnest($1::uuid[], $2::uuid[]) WITH ORDINALITY AS g (gone, stayed, pair) "
                + RecipeSql.chunksOfEach(chunks, "x", IdColumnSql.written(document, "g." + side));
    }
}
