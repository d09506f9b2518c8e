// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.merge;

import io.truename.corpus.schema.CorpusSchema;
import io.truename.corpus.schema.CorpusSchema.ChunkTable;
import io.truename.corpus.schema.ForeignKey;
import io.truename.corpus.schema.IdColumn;
import io.truename.corpus.schema.RekeyedTable;
import io.truename.corpus.schema.TableName;
import io.truename.corpus.schema.UniqueKey;
import io.truename.postgres.Session;
import io.truename.postgres.SqlNames;
import io.truename.postgres.corpus.TableSql;
import io.truename.postgres.corpus.recipe.RecipeSql;
import io.truename.postgres.rekeying.batch.IdColumnSql;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Table as merges see it: columns whose values are replaced, and unique keys.
 *
 * <p>A replaced column belongs to a name space. The number of an id space is its name. A foreign key from one table of the corpus to the
 * own key of another, such as from events to jobs, makes a space with the name of the key's column.
 */
public final class MergeTable {
    private final RekeyedTable table;
    private final Map<String, String> spaces = new LinkedHashMap<>();
    private final List<Set<String>> uniques = new ArrayList<>();
    private final Map<String, String> keys = new LinkedHashMap<>();
    private final Map<String, String> loaded = new LinkedHashMap<>();

    MergeTable(CorpusSchema schema, RekeyedTable table, List<ForeignKey> others, List<UniqueIndexes.Index> indexes) {
        this.table = table;
        for (IdColumn idColumn : scalars()) {
            spaces.put(idColumn.column().name(), String.valueOf(idColumn.space()));
            if (idColumn.origin() == IdColumn.Origin.ID) {
                keys.put(idColumn.column().name(), String.valueOf(idColumn.space()));
            }
        }
        for (ForeignKey other : others) {
            String space = space(other);
            if (other.table().equals(table.relation().name())) {
                spaces.put(other.columns().get(0), space);
            }
            if (other.referenced().equals(table.relation().name())) {
                keys.put(other.referencedColumns().get(0), space);
            }
        }
        for (UniqueKey unique : table.relation().uniqueKeys()) {
            addUnique(unique.partial() ? List.of() : unique.columns());
        }
        addUnique(table.relation().primaryKey());
        for (ChunkTable chunks : schema.chunks()) {
            if (chunks.table().equals(table.relation().name())) {
                // The recipe's inputs are unique, because two chunks with the same inputs would have one id.
                List<String> inputs = new ArrayList<>(RecipeSql.columns(chunks));
                inputs.add(0, chunks.document().name());
                addUnique(inputs);
            }
        }
        Set<String> columns = new TreeSet<>(spaces.keySet());
        columns.addAll(keys.keySet());
        columns.addAll(table.relation().primaryKey());
        uniques.forEach(columns::addAll);
        columns.forEach(column -> loaded.put(column, "x." + SqlNames.quoted(column)));
        indexes.stream()
                .filter(index -> index.table().equals(table.relation().name()))
                .filter(index -> !index.reads(spaces.keySet()))
                .forEach(this::addUnique);
    }

    /** Reads the tables of a corpus with their present unique indexes. */
    public static List<MergeTable> all(Session session, CorpusSchema schema) {
        List<ForeignKey> others = others(schema);
        List<UniqueIndexes.Index> indexes = UniqueIndexes.of(session, schema);
        return schema.tables().stream()
                .map(table -> new MergeTable(schema, table, others, indexes))
                .toList();
    }

    /** Foreign keys between tables of the corpus by a column that carries no id of a document or chunk. */
    private static List<ForeignKey> others(CorpusSchema schema) {
        return schema.foreignKeys().stream()
                .filter(key -> key.columns().size() == 1
                        && isOurs(schema, key.table())
                        && isOurs(schema, key.referenced())
                        && schema.table(key.table()).idColumns().stream()
                                .noneMatch(idColumn -> idColumn.column()
                                        .name()
                                        .equals(key.columns().get(0))))
                .toList();
    }

    private static boolean isOurs(CorpusSchema schema, TableName name) {
        return schema.tables().stream()
                .anyMatch(table -> table.relation().name().equals(name));
    }

    /** Adds a unique index over expressions; its keys are loaded under generated names, null for rows outside of the index. */
    private void addUnique(UniqueIndexes.Index index) {
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < index.keys().size(); i++) {
            String column = index.columns().get(i);
            values.put(
                    column.isEmpty() ? index.name() + " key " + i : column,
                    column.isEmpty() ? "(" + index.keys().get(i) + ")" : "x." + SqlNames.quoted(column));
        }
        if (!index.condition().isEmpty()) {
            values.put(index.name() + " condition", "(CASE WHEN " + index.condition() + " THEN 1 END)");
        }
        if (values.keySet().stream().anyMatch(spaces::containsKey)) {
            uniques.add(new LinkedHashSet<>(values.keySet()));
            loaded.putAll(values);
        }
    }

    /** Name of the space of a foreign key to another table's own key. */
    static String space(ForeignKey other) {
        return other.referenced() + "." + other.referencedColumns().get(0);
    }

    private void addUnique(List<String> columns) {
        if (columns.stream().anyMatch(spaces::containsKey)) {
            uniques.add(new LinkedHashSet<>(columns));
        }
    }

    private List<IdColumn> scalars() {
        return table.idColumns().stream().filter(IdColumnSql::isScalar).toList();
    }

    public RekeyedTable table() {
        return table;
    }

    public String name() {
        return TableSql.quoted(table.relation().name());
    }

    /** Spaces of the columns that hold one name. */
    public Map<String, String> spaces() {
        return spaces;
    }

    /** Unique keys as sets of columns. */
    List<Set<String>> uniques() {
        return uniques;
    }

    /** Columns that other tables refer to, with the space of their values. */
    public Map<String, String> keys() {
        return keys;
    }

    /** Values to read, by name, as SQL expressions over x. */
    public Map<String, String> loaded() {
        return loaded;
    }

    /** Columns of foreign keys to another table's own key, which hold no ids of documents or chunks. */
    public List<String> otherReferences() {
        return spaces.keySet().stream()
                .filter(column -> idColumn(column).isEmpty())
                .toList();
    }

    private Optional<IdColumn> idColumn(String column) {
        return scalars().stream()
                .filter(idColumn -> idColumn.column().name().equals(column))
                .findFirst();
    }

    /** Canonical form of a name for comparisons between columns: ids in lower case. */
    String canonical(String column, String value) {
        return idColumn(column).isPresent() ? value.toLowerCase(java.util.Locale.ROOT) : value;
    }
}
