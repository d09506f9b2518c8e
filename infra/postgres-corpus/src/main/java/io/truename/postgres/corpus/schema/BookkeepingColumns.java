// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.schema;

import io.truename.corpus.mapping.Mapping;
import io.truename.corpus.mapping.QualifiedName;
import io.truename.corpus.schema.CorpusSchema.ChunkTable;
import io.truename.corpus.schema.CorpusSchema.DocumentTable;
import io.truename.corpus.schema.TableName;
import io.truename.postgres.corpus.recipe.RecipeSql;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/** Bookkeeping columns of a mapping: finds them in the catalog, and refuses those that belong to a row's identity. */
final class BookkeepingColumns {
    private final Findings findings;
    private final MappedColumns columns;

    BookkeepingColumns(Findings findings, MappedColumns columns) {
        this.findings = findings;
        this.columns = columns;
    }

    /** Reads the columns by table; joins both lists of a table that is named twice. */
    Map<TableName, List<String>> read(
            List<Mapping.Bookkeeping> entries,
            List<OptionalLong> named,
            Map<Long, CatalogTable> tables,
            IdColumnSearch search,
            DocumentTable documents,
            List<ChunkTable> chunks) {
        Map<Long, Set<String>> deciding = deciding(search);
        Map<TableName, List<String>> recipe = recipe(documents, chunks);
        Map<TableName, List<String>> read = new LinkedHashMap<>();
        for (int i = 0; i < named.size(); i++) {
            Mapping.Bookkeeping entry = entries.get(i);
            long oid = named.get(i).getAsLong();
            CatalogTable table = tables.get(oid);
            if (table == null || !deciding.containsKey(oid)) {
                findings.impossible(
                        "bookkeeping.table",
                        "bookkeeping[" + i + "]",
                        "This table holds no ids of documents or chunks, so none of its rows is ever merged.",
                        "Remove the entry, or correct the table's name.");
                continue;
            }
            List<String> names = read.computeIfAbsent(table.name(), absent -> new ArrayList<>());
            for (QualifiedName column : entry.columns()) {
                String name = columns.bookkeeping(table, column).name();
                if (deciding.get(oid).contains(name)
                        || recipe.getOrDefault(table.name(), List.of()).contains(name)) {
                    findings.impossible(
                            "bookkeeping.recipe",
                            table.columnName(name),
                            "It is an id, a reference to one, or read by the recipe: rows that differ in it are not"
                                    + " duplicates.",
                            "Remove the column from bookkeeping.");
                }
                names.add(name);
            }
        }
        return read;
    }

    /** Columns with ids of each table of the corpus. */
    private static Map<Long, Set<String>> deciding(IdColumnSearch search) {
        Map<Long, Set<String>> deciding = new HashMap<>();
        search.found().keySet().forEach(place -> {
            Set<String> names = deciding.computeIfAbsent(place.table(), absent -> new HashSet<>());
            // Beside a path there may be anything else in the value.
            if (place.path().isEmpty()) {
                names.add(place.column());
            }
        });
        return deciding;
    }

    /** Columns of each table that the recipe reads. */
    private static Map<TableName, List<String>> recipe(DocumentTable documents, List<ChunkTable> chunks) {
        Map<TableName, List<String>> recipe = new HashMap<>();
        recipe.put(documents.table(), RecipeSql.columns(documents));
        chunks.forEach(table -> recipe.put(table.table(), RecipeSql.columns(table)));
        return recipe;
    }
}
