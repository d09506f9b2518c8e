// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.plan;

import io.truename.corpus.schema.CorpusSchema;
import io.truename.corpus.schema.IdColumn;
import io.truename.corpus.schema.IdType;
import io.truename.corpus.schema.TableName;
import io.truename.corpus.schema.TextForm;
import io.truename.postgres.SqlNames;
import java.util.Collection;
import java.util.Locale;
import java.util.UUID;

/** SQL expressions and bound values for a column that holds one id in each row, as uuid or as text. */
final class IdExpression {
    private final String name;
    private final String type;
    private final IdType idType;
    private final TextForm form;

    private IdExpression(IdColumn idColumn) {
        name = SqlNames.quoted(idColumn.column().name());
        type = idColumn.column().type();
        idType = idColumn.type();
        form = idColumn.form();
    }

    static IdExpression of(CorpusSchema schema, TableName table, String column) {
        return schema.table(table).idColumns().stream()
                .filter(idColumn -> idColumn.column().name().equals(column))
                .filter(idColumn -> idColumn.type() == IdType.UUID || idColumn.type() == IdType.TEXT)
                .findFirst()
                .map(IdExpression::new)
                .orElseThrow(() -> new IllegalArgumentException(table + "." + column + " holds no single id"));
    }

    /** Qualified column. */
    String of(String alias) {
        return alias + "." + name;
    }

    /** Value as text, as the corpus writes it. */
    String text(String alias) {
        return of(alias) + "::text";
    }

    /** Condition that the value is one of the ids bound at a place. */
    String isAnyOf(String alias, int place) {
        return of(alias) + " = ANY(" + (idType == IdType.UUID ? "$" + place : "CAST($" + place + " AS " + type + "[])")
                + ")";
    }

    /** Condition that the value comes after the text bound at a place. */
    String isAfter(String alias, int place) {
        return of(alias) + " > CAST($" + place + " AS " + type + ")";
    }

    /** Converts a uuid expression to the form of this column. */
    String written(String uuid) {
        if (idType == IdType.UUID) {
            return uuid;
        }
        String text = uuid + "::text";
        return "CAST(" + (form == TextForm.UPPER ? "upper(" + text + ")" : text) + " AS " + type + ")";
    }

    /** Converts ids to the value to bind. */
    Object bound(Collection<UUID> ids) {
        return idType == IdType.UUID
                ? ids.toArray(UUID[]::new)
                : ids.stream().map(this::written).toArray(String[]::new);
    }

    /** Writes an id as the corpus does. */
    String written(UUID id) {
        String text = id.toString();
        return idType == IdType.TEXT && form == TextForm.UPPER ? text.toUpperCase(Locale.ROOT) : text;
    }
}
