// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.truename.corpus.schema.CorpusSchema;
import io.truename.corpus.schema.Finding;
import io.truename.corpus.schema.Finding.Severity;
import io.truename.corpus.schema.IdColumn;
import io.truename.corpus.schema.IdType;
import io.truename.corpus.schema.RekeyedTable;
import io.truename.postgres.Session;
import io.truename.postgres.corpus.TableSql;
import io.truename.postgres.corpus.schema.CorpusInspector;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;

/** Check of the query plans for a batch: finds tables that a batch would read as a whole before one does. */
final class ReferencePlans {

    private static final int DOCUMENTS_OF_A_BATCH = 200;
    private static final int CHUNKS_OF_A_BATCH = 2_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final CorpusSchema schema;
    private final boolean acceptSlow;

    ReferencePlans(CorpusSchema schema, boolean acceptSlow) {
        this.schema = schema;
        this.acceptSlow = acceptSlow;
    }

    /** Checks the plans, within a transaction. */
    ArrayNode check(Session session, List<Finding> findings) {
        ArrayNode plans = JsonNodeFactory.instance.arrayNode();
        for (RekeyedTable table : schema.tables()) {
            for (IdColumn idColumn : table.idColumns()) {
                String how = scan(session, table, idColumn);
                String subject =
                        table.relation().name() + "." + idColumn.column().name();
                long rows = table.relation().rows();
                plans.addObject().put("column", subject).put("rows", rows).put("scan", how);
                // Where there is no index, the inspection has said so.
                if (how.equals("Seq Scan") && idColumn.indexed() && rows > CorpusInspector.MOST_ROWS_OF_A_SCAN) {
                    findings.add(finding(table, subject, rows));
                }
            }
        }
        return plans;
    }

    private Finding finding(RekeyedTable table, String subject, long rows) {
        return new Finding(
                acceptSlow ? Severity.WARNING : Severity.REFUSAL,
                Preflight.CODES + "reference.slow",
                subject,
                "Each batch would read the whole table, of about " + rows
                        + " rows, to find those of its ids: the server does not use the index that there is.",
                "ANALYZE " + TableSql.quoted(table.relation().name())
                        + "; -- then plan again, or with \"acceptSlowReferences\": true");
    }

    private String scan(Session session, RekeyedTable table, IdColumn idColumn) {
        boolean single = idColumn.type() == IdType.UUID || idColumn.type() == IdType.TEXT;
        if (!single) {
            return idColumn.indexed() ? "Index Scan" : "Seq Scan";
        }
        UUID[] keys = LongStream.range(0, idColumn.space() == 0 ? DOCUMENTS_OF_A_BATCH : CHUNKS_OF_A_BATCH)
                .mapToObj(ReferencePlans::anyId)
                .toArray(UUID[]::new);
        IdExpression column = IdExpression.of(
                schema, table.relation().name(), idColumn.column().name());
        String plan = session.one(
                "EXPLAIN (FORMAT JSON) SELECT 1 FROM "
                        + TableSql.quoted(table.relation().name()) + " c WHERE " + column.isAnyOf("c", 1),
                row -> row.get(0, String.class),
                column.bound(List.of(keys)));
        return scan(plan);
    }

    /** Unused id, distributed like random ids. */
    private static UUID anyId(long number) {
        return new UUID(((number * 0x9E3779B97F4A7C15L) & ~0xF000L) | 0x4000L, number | 0x8000_0000_0000_0000L);
    }

    private static String scan(String plan) {
        List<String> kinds = new ArrayList<>();
        try {
            for (JsonNode node : JSON.readTree(plan).findValues("Node Type")) {
                kinds.add(node.asText());
            }
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("EXPLAIN (FORMAT JSON) did not answer JSON", impossible);
        }
        return kinds.stream()
                .filter(kind -> kind.equals("Seq Scan"))
                .findFirst()
                .orElse(kinds.isEmpty() ? "" : kinds.get(kinds.size() - 1));
    }
}
