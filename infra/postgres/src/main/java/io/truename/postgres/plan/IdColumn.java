// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.plan;

import io.truename.postgres.SqlNames;
import io.truename.rekeying.schema.Carrier;
import io.truename.rekeying.schema.CorpusSchema;
import io.truename.rekeying.schema.IdType;
import io.truename.rekeying.schema.TableName;
import io.truename.rekeying.schema.TextForm;
import java.util.Collection;
import java.util.Locale;
import java.util.UUID;

/** A column that holds one id a row, as uuid or as text: how to write it in SQL and what to bind for it. */
final class IdColumn {
    private final String name;
    private final String type;
    private final IdType idType;
    private final TextForm form;

    private IdColumn(Carrier carrier) {
        name = SqlNames.quoted(carrier.column().name());
        type = carrier.column().type();
        idType = carrier.type();
        form = carrier.form();
    }

    static IdColumn of(CorpusSchema schema, TableName table, String column) {
        return schema.table(table).carriers().stream()
                .filter(carrier -> carrier.column().name().equals(column))
                .filter(carrier -> carrier.type() == IdType.UUID || carrier.type() == IdType.TEXT)
                .findFirst()
                .map(IdColumn::new)
                .orElseThrow(() -> new IllegalArgumentException(table + "." + column + " holds no single id"));
    }

    /** Of a row named so in the statement. */
    String of(String alias) {
        return alias + "." + name;
    }

    /** Its value as text, as the corpus writes it. */
    String text(String alias) {
        return of(alias) + "::text";
    }

    /** The condition that it is one of the ids bound at that place. */
    String isAnyOf(String alias, int place) {
        return of(alias) + " = ANY(" + (idType == IdType.UUID ? "$" + place : "CAST($" + place + " AS " + type + "[])")
                + ")";
    }

    /** The condition that it comes after the text bound at that place. */
    String isAfter(String alias, int place) {
        return of(alias) + " > CAST($" + place + " AS " + type + ")";
    }

    /** A uuid expression as this column would write it. */
    String written(String uuid) {
        if (idType == IdType.UUID) {
            return uuid;
        }
        String text = uuid + "::text";
        return "CAST(" + (form == TextForm.UPPER ? "upper(" + text + ")" : text) + " AS " + type + ")";
    }

    /** The ids as they are bound. */
    Object bound(Collection<UUID> ids) {
        return idType == IdType.UUID
                ? ids.toArray(UUID[]::new)
                : ids.stream().map(this::written).toArray(String[]::new);
    }

    /** An id as the corpus writes it. */
    String written(UUID id) {
        String text = id.toString();
        return idType == IdType.TEXT && form == TextForm.UPPER ? text.toUpperCase(Locale.ROOT) : text;
    }
}
