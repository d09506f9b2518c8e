// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.move;

import io.truename.corpus.schema.CorpusSchema;
import io.truename.corpus.schema.RekeyedTable;
import io.truename.postgres.Session;
import io.truename.postgres.rekeying.batch.MapColumns;
import io.truename.postgres.rekeying.batch.ValidationException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Executor of a batch's move statement: runs it and compares its counts and hashes of each table before and after. */
final class MoveExecutor {
    private final CorpusSchema schema;
    private final MapColumns way;
    private final MoveStatement statement;

    MoveExecutor(CorpusSchema schema, MapColumns way) {
        this.schema = schema;
        this.way = way;
        this.statement = new MoveStatement(schema, way);
    }

    /**
     * Moves the rows of documents.
     *
     * @param docs numbers of the documents that move
     * @param owned those documents and the ones merged into them
     * @return rows by {@code schema.table.column}, in the schema's order
     * @throws ValidationException if the rows of a table, or their content, are not the same as before
     */
    Result move(Session session, int run, Long[] docs, OwnedDocuments owned) {
        List<Object> values = new ArrayList<>(List.of(run, docs, owned.docs(), owned.owners()));
        for (int space : statement.lookedUpSpaces()) {
            Pairs pairs = pairs(session, run, space, space == 0 ? docs : owned.docs());
            values.add(pairs.before());
            values.add(pairs.json());
        }
        List<TableResult> tables = session.list(
                statement.sql(),
                row -> new TableResult(
                        row.get("place", Integer.class),
                        row.number("moved"),
                        row.text("after"),
                        row.number("found"),
                        row.text("before"),
                        row.get("counters", Long[].class)),
                values.toArray());
        Map<String, Long> byColumn = new LinkedHashMap<>();
        long rows = 0;
        for (TableResult result : tables) {
            RekeyedTable table = schema.tables().get(result.place());
            if (result.moved() != result.found()) {
                throw ValidationException.crossed("Of " + result.found() + " rows of "
                        + table.relation().name() + " " + result.moved() + " could be moved.");
            }
            if (!result.before().equals(result.after())) {
                throw ValidationException.crossed(
                        "Rows of " + table.relation().name() + " had other content after the move than before it.");
            }
            rows += result.moved();
            for (int i = 0; i < result.counters().length; i++) {
                byColumn.merge(
                        table.relation().name() + "."
                                + table.idColumns().get(i).column().name(),
                        result.counters()[i],
                        Long::sum);
            }
        }
        return new Result(rows, byColumn);
    }

    /**
     * Number of moved rows.
     *
     * @param rows rows in all tables
     */
    record Result(long rows, Map<String, Long> byColumn) {
        Result {
            byColumn = Map.copyOf(byColumn);
        }
    }

    private Pairs pairs(Session session, int run, int space, Long[] docs) {
        String sql = space == 0
                ? "/* truename:collect */ SELECT old_id, new_id FROM truename.document_map"
                        + " WHERE run = $1 AND doc = ANY ($2) AND old_id <> new_id"
                : "/* truename:collect */ SELECT old_id, new_id FROM truename.chunk_map"
                        + " WHERE run = $1 AND doc = ANY ($2) AND source = " + space + " AND NOT merged";
        List<UUID> before = new ArrayList<>();
        StringBuilder json = new StringBuilder("{");
        session.list(sql, row -> new UUID[] {row.get(way.from(), UUID.class), row.get(way.to(), UUID.class)}, run, docs)
                .forEach(pair -> {
                    before.add(pair[0]);
                    json.append(json.length() > 1 ? ",\"" : "\"")
                            .append(pair[0])
                            .append("\":\"")
                            .append(pair[1])
                            .append('"');
                });
        return new Pairs(before.toArray(UUID[]::new), json.append('}').toString());
    }

    @SuppressWarnings("ArrayRecordComponent") // compared by no one
    private record Pairs(UUID[] before, String json) {}

    @SuppressWarnings("ArrayRecordComponent") // compared by no one
    private record TableResult(int place, long moved, String after, long found, String before, Long[] counters) {}
}
