// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.truename.postgres.Session;
import io.truename.postgres.SqlNames;
import io.truename.rekeying.schema.Carrier;
import io.truename.rekeying.schema.CarrierTable;
import io.truename.rekeying.schema.CorpusSchema;
import io.truename.rekeying.schema.Finding;
import io.truename.rekeying.schema.Finding.Severity;
import io.truename.rekeying.schema.IdType;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;

/** Asks the database how it would find the rows of a batch in each table: one that it reads as a whole is found here, not in a hung batch. */
final class ReferencePlans {
    /** A table that may be read as a whole in each batch without being felt. */
    private static final long LARGE = 200_000;

    private static final int DOCUMENTS_OF_A_BATCH = 200;
    private static final int CHUNKS_OF_A_BATCH = 2_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final CorpusSchema schema;
    private final boolean acceptSlow;

    ReferencePlans(CorpusSchema schema, boolean acceptSlow) {
        this.schema = schema;
        this.acceptSlow = acceptSlow;
    }

    /** Within a transaction. */
    ArrayNode check(Session session, List<Finding> findings) {
        ArrayNode plans = JsonNodeFactory.instance.arrayNode();
        for (CarrierTable table : schema.tables()) {
            for (Carrier carrier : table.carriers()) {
                String how = scan(session, table, carrier);
                String subject =
                        table.relation().name() + "." + carrier.column().name();
                long rows = table.relation().rows();
                plans.addObject().put("column", subject).put("rows", rows).put("scan", how);
                if (how.equals("Seq Scan") && (rows > LARGE || !carrier.indexed())) {
                    findings.add(finding(table, carrier, subject, rows));
                }
            }
        }
        return plans;
    }

    private Finding finding(CarrierTable table, Carrier carrier, String subject, long rows) {
        boolean large = rows > LARGE;
        String index = (carrier.type() == IdType.UUID || carrier.type() == IdType.TEXT ? " (" : " USING gin (")
                + SqlNames.quoted(carrier.column().name()) + ")";
        return new Finding(
                large && !acceptSlow ? Severity.REFUSAL : Severity.WARNING,
                Preflight.CODES + "reference.slow",
                subject,
                "Each batch would read the whole table, of about " + rows + " rows, to find those of its ids"
                        + (large ? "." : "; it is small enough to bear."),
                "CREATE INDEX CONCURRENTLY ON "
                        + SqlNames.quoted(table.relation().name()) + index + "; ANALYZE "
                        + SqlNames.quoted(table.relation().name())
                        + (large ? "; or plan with \"acceptSlowReferences\": true." : ";"));
    }

    private String scan(Session session, CarrierTable table, Carrier carrier) {
        boolean single = carrier.type() == IdType.UUID || carrier.type() == IdType.TEXT;
        if (!single) {
            return carrier.indexed() ? "Index Scan" : "Seq Scan";
        }
        UUID[] keys = LongStream.range(0, carrier.space() == 0 ? DOCUMENTS_OF_A_BATCH : CHUNKS_OF_A_BATCH)
                .mapToObj(ReferencePlans::anyId)
                .toArray(UUID[]::new);
        IdColumn column =
                IdColumn.of(schema, table.relation().name(), carrier.column().name());
        String plan = session.one(
                "EXPLAIN (FORMAT JSON) SELECT 1 FROM "
                        + SqlNames.quoted(table.relation().name()) + " c WHERE " + column.isAnyOf("c", 1),
                row -> row.get(0, String.class),
                column.bound(List.of(keys)));
        return scan(plan);
    }

    /** An id that nobody has, spread as random ones are. */
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
