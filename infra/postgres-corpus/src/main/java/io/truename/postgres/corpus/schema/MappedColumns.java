// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.schema;

import io.truename.corpus.mapping.Mapping;
import io.truename.corpus.mapping.QualifiedName;
import io.truename.corpus.schema.Column;
import io.truename.corpus.schema.CorpusSchema.ChunkTable;
import io.truename.corpus.schema.CorpusSchema.DocumentTable;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds the columns that a mapping names, and checks their types. {@link IdColumns} checks those with ids. */
final class MappedColumns {
    private static final Set<String> ANY = Set.of();

    private final Findings findings;

    MappedColumns(Findings findings) {
        this.findings = findings;
    }

    DocumentTable documents(Mapping.Documents mapped, CatalogTable table, InputColumns inputs) {
        return new DocumentTable(
                table.name(),
                column(table, mapped.id(), ANY, ""),
                inputs.read(table, mapped.user(), ColumnTypes.USER, "A user is held as uuid, text or a whole number"),
                inputs.read(table, mapped.contentHash(), ColumnTypes.HASH, "A content hash is held as text or bytea"),
                mapped.algorithm(),
                column(table, mapped.bytes(), ColumnTypes.BYTES, "A size is held as a whole number"),
                column(
                        table,
                        mapped.createdAt(),
                        ColumnTypes.TIME,
                        "A time is held as timestamptz, timestamp or date, or as Unix time in integer or bigint"),
                column(table, mapped.status(), ANY, ""));
    }

    ChunkTable chunks(Mapping.Chunks mapped, CatalogTable table, InputColumns inputs) {
        return new ChunkTable(
                table.name(),
                column(table, mapped.id(), ANY, ""),
                column(table, mapped.document(), ANY, ""),
                inputs.read(table, mapped.chunker(), ColumnTypes.TEXT, "A chunker's name is held as text"),
                inputs.read(table, mapped.chunkerVersion(), ColumnTypes.TEXT, "A chunker's version is held as text"),
                inputs.read(table, mapped.ordinal(), ColumnTypes.ORDINAL, "An ordinal is held as a whole number"),
                column(table, mapped.embedding(), ANY, ""));
    }

    void softReference(Mapping.SoftReference mapped, CatalogTable table) {
        column(table, mapped.column(), ANY, "");
    }

    private Optional<Column> column(
            CatalogTable table, Optional<QualifiedName> name, Set<String> types, String expectation) {
        return name.map(present -> column(table, present, types, expectation));
    }

    Column bookkeeping(CatalogTable table, QualifiedName name) {
        return column(table, name, ANY, "");
    }

    Column column(CatalogTable table, QualifiedName name, Set<String> types, String expectation) {
        String wanted = name.parts().get(0);
        Column column = table.find(wanted).orElse(null);
        if (column == null) {
            List<String> near = table.relation().columns().stream()
                    .map(Column::name)
                    .filter(candidate ->
                            TableLookup.near(wanted, candidate).findAny().isPresent())
                    .limit(3)
                    .toList();
            findings.impossible(
                    "column.missing",
                    table.name() + " " + name,
                    "The table has no such column.",
                    near.isEmpty()
                            ? "Correct the name in the mapping."
                            : "Correct the name in the mapping; names near it: " + String.join(", ", near) + ".");
            // Never used: without its columns there is no schema.
            return new Column(wanted, "", true, false);
        }
        if (!types.isEmpty() && !types.contains(table.baseType(wanted))) {
            findings.impossible(
                    "column.type",
                    table.columnName(wanted),
                    expectation + "; this column is " + column.type() + ".",
                    "Correct the mapping, or change the column's type.");
        }
        return column;
    }
}
