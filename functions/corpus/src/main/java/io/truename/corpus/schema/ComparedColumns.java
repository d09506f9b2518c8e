// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.schema;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Columns in which two rows must agree to be duplicates of each other: all but the row's own id or surrogate key, columns that
 * are generated from others, and bookkeeping. References to ids are among them, and are compared as they are after the merge.
 */
public final class ComparedColumns {
    /** Without underscores, in lower case; bookkeeping only if they hold a time. */
    private static final Set<String> USUAL = Set.of(
            "created",
            "createdat",
            "createdon",
            "createddate",
            "insertedat",
            "uploadedat",
            "updated",
            "updatedat",
            "updatedon",
            "updateddate",
            "modified",
            "modifiedat",
            "modifiedon",
            "lastmodified",
            "lastmodifiedat",
            "lastupdated",
            "lastupdatedat");

    private static final Set<String> NUMBERS_ROWS = Set.of("uuid", "smallint", "integer", "bigint");

    private ComparedColumns() {}

    /** The columns of a table, in its order. */
    public static List<Column> of(CorpusSchema schema, RekeyedTable table) {
        Set<String> left = new HashSet<>(bookkeeping(schema, table));
        table.idColumns().stream()
                .filter(idColumn -> idColumn.origin() == IdColumn.Origin.ID)
                .forEach(idColumn -> left.add(idColumn.column().name()));
        List<String> key = table.relation().primaryKey();
        if (key.size() == 1 && isSurrogate(table, key.get(0))) {
            left.add(key.get(0));
        }
        return table.relation().columns().stream()
                .filter(column -> !column.generated() && !left.contains(column.name()))
                .toList();
    }

    /** Whether a key only tells rows apart: a number or a UUID that is no id of a document or a chunk. */
    public static boolean isSurrogate(RekeyedTable table, String column) {
        return NUMBERS_ROWS.contains(table.relation().column(column).type())
                && table.idColumns().stream()
                        .noneMatch(idColumn -> idColumn.column().name().equals(column));
    }

    /** The columns in which duplicates may differ: those that the mapping names for the table, or else the usual ones. */
    public static Set<String> bookkeeping(CorpusSchema schema, RekeyedTable table) {
        Set<String> names = new HashSet<>();
        List<String> named = schema.bookkeeping().get(table.relation().name());
        if (named == null) {
            table.relation().columns().stream()
                    .filter(ComparedColumns::isUsual)
                    .forEach(column -> names.add(column.name()));
        } else {
            names.addAll(named);
        }
        if (table.relation().name().equals(schema.documents().table())) {
            schema.documents().createdAt().ifPresent(column -> names.add(column.name()));
            schema.documents().status().ifPresent(column -> names.add(column.name()));
        }
        // A chunk in another place of the order would get another number, or give one to others.
        schema.chunks().stream()
                .filter(chunks -> chunks.table().equals(table.relation().name()))
                .map(CorpusSchema.ChunkTable::ordinal)
                .filter(RecipeInput.Position.class::isInstance)
                .flatMap(position -> position.columns().stream())
                .forEach(column -> names.remove(column.name()));
        return names;
    }

    private static boolean isUsual(Column column) {
        return (column.type().startsWith("timestamp") || column.type().equals("date"))
                && USUAL.contains(column.name().replace("_", "").toLowerCase(Locale.ROOT));
    }
}
