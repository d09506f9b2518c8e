// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.assess;

import io.truename.corpus.assess.Assessment.Reference;
import io.truename.corpus.mapping.JsonPath;
import io.truename.corpus.schema.Column;
import io.truename.corpus.schema.CorpusSchema;
import io.truename.corpus.schema.IdColumn;
import io.truename.corpus.schema.IdType;
import io.truename.corpus.schema.RekeyedTable;
import io.truename.corpus.schema.TableName;
import io.truename.postgres.Session;
import io.truename.postgres.SqlNames;
import io.truename.postgres.corpus.TableSql;
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
        for (RekeyedTable table : schema.tables()) {
            for (IdColumn idColumn : table.idColumns()) {
                if (idColumn.origin() != IdColumn.Origin.ID || isForeignKey(table, idColumn)) {
                    references.add(read(session, table, idColumn));
                }
            }
        }
        return references;
    }

    private Reference read(Session session, RekeyedTable table, IdColumn idColumn) {
        boolean enforced = schema.foreignKeys().stream()
                .anyMatch(key -> key.validated()
                        && key.table().equals(table.relation().name())
                        && key.columns().contains(idColumn.column().name()));
        return new Reference(
                table.relation().name() + "." + idColumn.column().name(),
                targetTable(idColumn.space()).toString(),
                enforced,
                enforced ? 0 : orphans(session, table.relation().name(), idColumn),
                idColumn.indexed());
    }

    private boolean isForeignKey(RekeyedTable table, IdColumn idColumn) {
        return schema.foreignKeys().stream()
                .anyMatch(key -> key.table().equals(table.relation().name())
                        && key.columns().contains(idColumn.column().name()));
    }

    private long orphans(Session session, TableName table, IdColumn idColumn) {
        Column target = targetColumn(idColumn.space());
        String targetId = "target." + SqlNames.quoted(target.name());
        boolean sameType = idColumn.type() == IdType.UUID && target.type().equals("uuid");
        String column = "source." + SqlNames.quoted(idColumn.column().name());
        String values = switch (idColumn.type()) {
            case UUID, TEXT -> "SELECT " + column + " AS id FROM " + TableSql.quoted(table) + " source";
            case UUID_ARRAY, TEXT_ARRAY ->
                "SELECT unnest(" + column + ") AS id FROM " + TableSql.quoted(table) + " source";
            case JSONB ->
                // Only a text can be an id; a migration leaves everything else alone.
                "SELECT found #>> '{}' AS id FROM " + TableSql.quoted(table) + " source, jsonb_path_query(" + column
                        + ", $1::text::jsonpath, '{}', true) found WHERE jsonb_typeof(found) = 'string'";
        };
        String equal = sameType ? targetId + " = value.id" : "lower(" + targetId + "::text) = lower(value.id::text)";
        String sql = "SELECT count(*) AS orphans FROM (" + values + ") value WHERE value.id IS NOT NULL"
                + " AND NOT EXISTS (SELECT FROM " + TableSql.quoted(targetTable(idColumn.space())) + " target WHERE "
                + equal + ")";
        return idColumn.type() == IdType.JSONB
                ? session.one(
                        sql,
                        row -> row.number("orphans"),
                        jsonPath(idColumn.path().orElseThrow()))
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
