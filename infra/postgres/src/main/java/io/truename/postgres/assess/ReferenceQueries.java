// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.assess;

import io.truename.postgres.Session;
import io.truename.postgres.SqlNames;
import io.truename.rekeying.assess.Assessment.Reference;
import io.truename.rekeying.mapping.JsonPath;
import io.truename.rekeying.schema.Carrier;
import io.truename.rekeying.schema.CarrierTable;
import io.truename.rekeying.schema.Column;
import io.truename.rekeying.schema.CorpusSchema;
import io.truename.rekeying.schema.IdType;
import io.truename.rekeying.schema.TableName;
import java.util.ArrayList;
import java.util.List;

/** Counts values that refer to documents or chunks and lead nowhere; where a validated foreign key holds, there are none. */
final class ReferenceQueries {
    private final CorpusSchema schema;

    ReferenceQueries(CorpusSchema schema) {
        this.schema = schema;
    }

    List<Reference> read(Session session) {
        List<Reference> references = new ArrayList<>();
        for (CarrierTable table : schema.tables()) {
            for (Carrier carrier : table.carriers()) {
                if (carrier.origin() != Carrier.Origin.ID || isForeignKey(table, carrier)) {
                    references.add(read(session, table, carrier));
                }
            }
        }
        return references;
    }

    private Reference read(Session session, CarrierTable table, Carrier carrier) {
        boolean enforced = schema.foreignKeys().stream()
                .anyMatch(key -> key.validated()
                        && key.table().equals(table.relation().name())
                        && key.columns().contains(carrier.column().name()));
        return new Reference(
                table.relation().name() + "." + carrier.column().name(),
                targetTable(carrier.space()).toString(),
                enforced,
                enforced ? 0 : orphans(session, table.relation().name(), carrier),
                carrier.indexed());
    }

    private boolean isForeignKey(CarrierTable table, Carrier carrier) {
        return schema.foreignKeys().stream()
                .anyMatch(key -> key.table().equals(table.relation().name())
                        && key.columns().contains(carrier.column().name()));
    }

    private long orphans(Session session, TableName table, Carrier carrier) {
        Column target = targetColumn(carrier.space());
        String targetId = "target." + SqlNames.quoted(target.name());
        boolean sameType = carrier.type() == IdType.UUID && target.type().equals("uuid");
        String column = "source." + SqlNames.quoted(carrier.column().name());
        String values = switch (carrier.type()) {
            case UUID, TEXT -> "SELECT " + column + " AS id FROM " + SqlNames.quoted(table) + " source";
            case UUID_ARRAY, TEXT_ARRAY ->
                "SELECT unnest(" + column + ") AS id FROM " + SqlNames.quoted(table) + " source";
            case JSONB ->
                // Only a text can be an id; a migration leaves everything else alone.
                "SELECT found #>> '{}' AS id FROM " + SqlNames.quoted(table) + " source, jsonb_path_query(" + column
                        + ", $1::text::jsonpath, '{}', true) found WHERE jsonb_typeof(found) = 'string'";
        };
        String equal = sameType ? targetId + " = value.id" : "lower(" + targetId + "::text) = lower(value.id::text)";
        String sql = "SELECT count(*) AS orphans FROM (" + values + ") value WHERE value.id IS NOT NULL"
                + " AND NOT EXISTS (SELECT FROM " + SqlNames.quoted(targetTable(carrier.space())) + " target WHERE "
                + equal + ")";
        return carrier.type() == IdType.JSONB
                ? session.one(
                        sql,
                        row -> row.number("orphans"),
                        jsonPath(carrier.path().orElseThrow()))
                : session.one(sql, row -> row.number("orphans"));
    }

    static String jsonPath(JsonPath path) {
        StringBuilder text = new StringBuilder("$");
        for (JsonPath.Step step : path.steps()) {
            if (step instanceof JsonPath.Member member) {
                text.append(".\"")
                        .append(member.name().replace("\\", "\\\\").replace("\"", "\\\""))
                        .append('"');
            } else {
                text.append("[*]");
            }
        }
        return text.toString();
    }

    private TableName targetTable(int space) {
        return space == 0
                ? schema.documents().table()
                : schema.chunks().get(space - 1).table();
    }

    private Column targetColumn(int space) {
        return space == 0
                ? schema.documents().id()
                : schema.chunks().get(space - 1).id();
    }
}
