// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.schema;

import io.truename.corpus.mapping.ReferencePattern;
import io.truename.corpus.schema.Column;
import io.truename.corpus.schema.IdColumn;
import io.truename.corpus.schema.IdColumn.Origin;
import io.truename.corpus.schema.IdType;
import io.truename.corpus.schema.ImportedHashes;
import io.truename.corpus.schema.RekeyedTable;
import io.truename.corpus.schema.TextForm;
import io.truename.postgres.corpus.schema.IdColumnSearch.Ids;
import io.truename.postgres.corpus.schema.IdColumnSearch.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Builder of {@link IdColumn}: checks that a place can hold ids and be written to. */
final class IdColumns {
    private final TextForms forms;
    private final Findings findings;

    IdColumns(TextForms forms, Findings findings) {
        this.forms = forms;
        this.findings = findings;
    }

    RekeyedTable table(CatalogTable table, Map<Place, Ids> places) {
        List<IdColumn> idColumns = new ArrayList<>();
        places.forEach((place, ids) -> table.find(place.column())
                .flatMap(column -> idColumn(table, column, place, ids))
                .ifPresent(idColumns::add));
        return new RekeyedTable(table.relation(), idColumns, List.of());
    }

    private Optional<IdColumn> idColumn(CatalogTable table, Column column, Place place, Ids ids) {
        String subject = table.columnName(column.name());
        if (column.generated()) {
            findings.impossible(
                    "carrier.generated",
                    subject,
                    "It holds ids but is generated from other columns, so it cannot be set.",
                    "ALTER TABLE " + table.sql() + " ALTER COLUMN "
                            + io.truename.postgres.SqlNames.quoted(column.name()) + " DROP EXPRESSION;");
            return Optional.empty();
        }
        Optional<IdType> type = type(table, column, place, ids);
        if (type.isEmpty()) {
            return Optional.empty();
        }
        if (ids.origin() == Origin.ID && !uniquely(table, column.name())) {
            findings.impossible(
                    "id.not-unique",
                    subject,
                    "No unique index over this column alone says that an id stands for one row.",
                    table.relation().partitioned()
                            ? "Partition the table by this column, so that it can be unique."
                            : "CREATE UNIQUE INDEX CONCURRENTLY ON " + table.sql() + " ("
                                    + io.truename.postgres.SqlNames.quoted(column.name()) + ");");
            return Optional.empty();
        }
        IdColumn idColumn = new IdColumn(
                column,
                ids.space(),
                type.get(),
                form(table, column, place, ids, type.get()),
                ids.origin(),
                place.path(),
                pattern(place),
                false);
        return Optional.of(idColumn.indexed(IndexUse.findsIds(table, idColumn)));
    }

    private static Optional<ReferencePattern> pattern(Place place) {
        return place.text().map(IdColumnSearch.IdText::pattern);
    }

    private TextForm form(CatalogTable table, Column column, Place place, Ids ids, IdType type) {
        // Our own table has one form, and may be larger than is worth reading.
        return table.name().equals(ImportedHashes.TABLE)
                ? TextForm.LOWER
                : forms.form(table, column.name(), type, ids.origin(), place);
    }

    private Optional<IdType> type(CatalogTable table, Column column, Place place, Ids ids) {
        String subject = table.columnName(column.name());
        String base = table.baseType(column.name());
        if (pattern(place).filter(ReferencePattern::anywhere).isPresent()) {
            return within(subject, column, base);
        }
        if (place.path().isPresent()) {
            if (base.equals("jsonb")) {
                return Optional.of(IdType.JSONB);
            }
            findings.impossible(
                    "column.type",
                    subject,
                    "A path leads into values of type jsonb; this column is " + column.type() + ".",
                    base.equals("json")
                            ? "Replace path by pattern: '*{id}*', which changes ids anywhere in a value of json and keeps the"
                                    + " rest of its text as written."
                            : "Leave out path, or name a jsonb column.");
            return Optional.empty();
        }
        Optional<IdType> type = ColumnTypes.idType(base)
                .filter(found -> ids.origin() == Origin.DECLARED || found == IdType.UUID || found == IdType.TEXT);
        if (place.text().isPresent()) {
            return type.filter(found -> found == IdType.TEXT || found == IdType.TEXT_ARRAY)
                    .or(() -> {
                        findings.impossible(
                                "column.type",
                                subject,
                                "Text around one id is read in text, varchar and char, in arrays of these, and at a path of"
                                        + " jsonb; this column is " + column.type() + ".",
                                "Use the pattern '*"
                                        + pattern(place).orElseThrow().form().placeholder()
                                        + "*' for ids anywhere in a value, or correct the mapping.");
                        return Optional.empty();
                    });
        }
        if (type.isEmpty() || ColumnTypes.tooShort(column.type())) {
            findings.impossible(
                    "column.type",
                    subject,
                    "Ids are held as uuid, or as text of at least 36 characters"
                            + (ids.origin() == Origin.DECLARED ? ", or as arrays of these, or in jsonb" : "")
                            + "; this column is " + column.type() + ".",
                    base.equals("jsonb") || base.equals("json")
                            ? "Say with path where in the value the ids are, as $.document_id, or use pattern: '*{id}*'."
                            : "Correct the mapping, or change the column's type to uuid.");
            return Optional.empty();
        }
        return type;
    }

    private Optional<IdType> within(String subject, Column column, String base) {
        if (ColumnTypes.holdsText(column, base)) {
            return Optional.of(IdType.WITHIN);
        }
        findings.impossible(
                "column.type",
                subject,
                "Ids within longer text are replaced in text, varchar, char, citext, json, arrays of these, and jsonb; this"
                        + " column is " + column.type() + ".",
                "Leave out pattern if each value is an id, or change the column's type to text.");
        return Optional.empty();
    }

    /** Whether a unique index over the column alone covers every row. */
    static boolean uniquely(CatalogTable table, String column) {
        return table.relation().uniqueKeys().stream()
                .anyMatch(key -> !key.partial() && key.columns().equals(List.of(column)));
    }
}
