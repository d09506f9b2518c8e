// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.schema;

import io.truename.corpus.mapping.QualifiedName;
import io.truename.corpus.schema.BackfillTable;
import io.truename.corpus.schema.Column;
import io.truename.corpus.schema.CorpusSchema.ChunkTable;
import io.truename.corpus.schema.CorpusSchema.DocumentTable;
import io.truename.corpus.schema.IdColumn;
import io.truename.corpus.schema.IdColumn.Origin;
import io.truename.corpus.schema.IdType;
import io.truename.corpus.schema.RekeyedTable;
import io.truename.corpus.schema.TextForm;
import io.truename.postgres.SqlNames;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Rules on the columns of a backfill: keys that identify rows and stay, and columns beside them that can be written. */
final class TrueIdColumns {
    /** Types whose text identifies a value and is read back as the same one. */
    private static final Set<String> KEYS =
            Set.of("uuid", "text", "varchar", "bpchar", "citext", "int2", "int4", "int8", "numeric");

    private static final Set<String> WHOLE_NUMBERS = Set.of("int2", "int4", "int8");

    private final Findings findings;
    private final AccessRules access;

    TrueIdColumns(Findings findings, String role) {
        this.findings = findings;
        this.access = new AccessRules(findings, role);
    }

    /** Checked table: as the backfill reads it, and as a table of which it writes a column. */
    record Checked(BackfillTable table, RekeyedTable written) {}

    /**
     * Checks a table; empty if a finding says why it cannot be backfilled.
     *
     * @param mapped other columns of the table that the mapping names, besides inputs
     */
    Optional<Checked> table(
            CatalogTable table, Column key, Optional<QualifiedName> trueId, int source, Stream<Column> mapped) {
        key(table, key);
        if (trueId.isEmpty()) {
            access.check(table, List.of());
            return Optional.of(new Checked(
                    new BackfillTable(table.name(), key, Optional.empty()),
                    new RekeyedTable(table.relation(), List.of(), List.of())));
        }
        String wanted = trueId.get().parts().get(0);
        Optional<Column> found = table.find(wanted);
        if (found.isEmpty()) {
            findings.impossible(
                    "true-id.missing",
                    table.columnName(wanted),
                    "The table has no such column for the true id.",
                    "ALTER TABLE " + table.sql() + " ADD COLUMN " + SqlNames.quoted(wanted) + " uuid;");
            return Optional.empty();
        }
        Column column = found.get();
        if (mapped.anyMatch(column::equals)) {
            findings.impossible(
                    "true-id.mapped",
                    table.columnName(wanted),
                    "The mapping names this column for something else, too, which true ids would overwrite.",
                    "Name a column of its own: ALTER TABLE " + table.sql() + " ADD COLUMN \"true_id\" uuid;");
        }
        return type(table, column).map(type -> {
            access.check(table, List.of(column.name()));
            place(table, key, column, source);
            IdColumn idColumn = new IdColumn(column, source, type, TextForm.LOWER, Origin.ID, Optional.empty(), false);
            return new Checked(
                    new BackfillTable(table.name(), key, Optional.of(column)),
                    new RekeyedTable(
                            table.relation(),
                            List.of(idColumn.indexed(IndexUse.findsIds(table, idColumn))),
                            List.of()));
        });
    }

    private void key(CatalogTable table, Column key) {
        String subject = table.columnName(key.name());
        if (!KEYS.contains(table.baseType(key.name()))) {
            findings.impossible(
                    "column.type",
                    subject,
                    "A key is a uuid, text or a number; this column is " + key.type() + ".",
                    "Name another key of the table as id.");
        }
        if (!IdColumns.uniquely(table, key.name())) {
            findings.impossible(
                    "id.not-unique",
                    subject,
                    "No unique index over this column alone says that a key stands for one row.",
                    table.relation().partitioned()
                            ? "Name a key as id that is unique over all partitions."
                            : "CREATE UNIQUE INDEX CONCURRENTLY ON " + table.sql() + " (" + SqlNames.quoted(key.name())
                                    + ");");
        }
        if (key.nullable()) {
            findings.impossible(
                    "key.nullable",
                    subject,
                    "Rows without a key could not be told apart.",
                    "ALTER TABLE " + table.sql() + " ALTER COLUMN " + SqlNames.quoted(key.name()) + " SET NOT NULL;");
        }
    }

    private Optional<IdType> type(CatalogTable table, Column column) {
        Optional<IdType> type = ColumnTypes.idType(table.baseType(column.name()))
                .filter(found -> found == IdType.UUID || found == IdType.TEXT)
                .filter(found -> !ColumnTypes.tooShort(column.type()));
        if (type.isEmpty()) {
            findings.impossible(
                    "column.type",
                    table.columnName(column.name()),
                    "A true id is held as uuid, or as text of at least 36 characters; this column is " + column.type()
                            + ".",
                    "Name another column as trueId, or: ALTER TABLE " + table.sql() + " ADD COLUMN \"true_id\" uuid;");
        }
        if (column.generated()) {
            findings.impossible(
                    "carrier.generated",
                    table.columnName(column.name()),
                    "It is generated from other columns, so it cannot be written.",
                    "ALTER TABLE " + table.sql() + " ALTER COLUMN " + SqlNames.quoted(column.name())
                            + " DROP EXPRESSION;");
        }
        return type;
    }

    private void place(CatalogTable table, Column key, Column column, int source) {
        String subject = table.columnName(column.name());
        if (table.partitionKey().contains(column.name())) {
            findings.impossible(
                    "true-id.partition-key",
                    subject,
                    "The table is partitioned by it: rows would go to other partitions.",
                    "Name a column of its own as trueId.");
        }
        if (key.equals(column)) {
            if (source == 0) {
                findings.impossible(
                        "true-id.key",
                        subject,
                        "It is the documents' key, which chunks hold: it cannot change beside them.",
                        "Leave out trueId everywhere, so that keys and references change; or name a column of its own.");
            } else {
                findings.warn(
                        "true-id.key",
                        subject,
                        "The chunks' key itself becomes the true id. Columns without a foreign key that hold it keep the old"
                                + " one.",
                        "Nothing, if no other table or store holds it; else name a column of its own as trueId.");
            }
        } else if (!IdColumns.uniquely(table, column.name())) {
            findings.note(
                    "true-id.unindexed",
                    subject,
                    "No unique index finds rows by their true id, or keeps two rows from having the same.",
                    "CREATE UNIQUE INDEX " + (table.relation().partitioned() ? "" : "CONCURRENTLY ") + "ON "
                            + table.sql() + " (" + SqlNames.quoted(column.name()) + "); -- when the run has finished");
        }
    }

    /** Refuses foreign keys of the columns that are written. */
    void references(IdColumnSearch search, Map<Long, CatalogTable> tables) {
        for (TableReference reference : search.carrying()) {
            boolean refersToUs = tables.containsKey(reference.parent())
                    && reference.referencedColumns().stream()
                            .anyMatch(column -> search.has(reference.parent(), column));
            CatalogTable table = CorpusInspector.table(tables, refersToUs ? reference.parent() : reference.child());
            findings.impossible(
                    "true-id.foreign-key",
                    table.columnName(
                            String.join(", ", refersToUs ? reference.referencedColumns() : reference.columns())),
                    "The foreign key " + reference.name()
                            + " ties it to another table, so that it cannot be written alone.",
                    "Name a column of its own: ALTER TABLE " + table.sql() + " ADD COLUMN \"true_id\" uuid;");
        }
    }

    /** Refuses a column of chunks that cannot hold the documents' keys. */
    void document(DocumentTable documents, CatalogTable documentTable, ChunkTable chunks, CatalogTable chunkTable) {
        String key = family(documentTable.baseType(documents.id().name()));
        String held = family(chunkTable.baseType(chunks.document().name()));
        if (!key.equals(held)) {
            findings.impossible(
                    "column.type",
                    chunkTable.columnName(chunks.document().name()),
                    "It is to hold the documents' key " + documents.id().name() + ", which is "
                            + documents.id().type() + "; this column is "
                            + chunks.document().type() + ".",
                    "Name the column of chunks that holds this key, or the key that this column holds as documents.id.");
        }
    }

    private static String family(String baseType) {
        if (WHOLE_NUMBERS.contains(baseType)) {
            return "number";
        }
        return baseType.equals("varchar") || baseType.equals("bpchar") || baseType.equals("citext") ? "text" : baseType;
    }
}
