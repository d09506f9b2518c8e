// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.move;

import io.truename.postgres.SqlNames;
import io.truename.rekeying.schema.Carrier;
import io.truename.rekeying.schema.CarrierTable;
import io.truename.rekeying.schema.CorpusSchema;
import io.truename.rekeying.schema.CorpusSchema.ChunkTable;
import io.truename.rekeying.schema.ForeignKey;
import io.truename.rekeying.schema.UniqueKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A table as merges see it: columns whose values are replaced, and sets of columns that may have the same values only once.
 *
 * <p>A replaced column belongs to a space of names. Spaces of ids are called by their number; a foreign key from one table of
 * the corpus to another's own key, such as from events to jobs, makes a space called by the key's column.
 */
final class MergeTable {
    private final CarrierTable table;
    private final Map<String, String> spaces = new LinkedHashMap<>();
    private final List<Set<String>> uniques = new ArrayList<>();
    private final Map<String, String> keys = new LinkedHashMap<>();
    private final Map<String, String> loaded = new LinkedHashMap<>();

    MergeTable(CorpusSchema schema, CarrierTable table, List<ForeignKey> others, List<UniqueIndexes.Index> indexes) {
        this.table = table;
        for (Carrier carrier : scalars()) {
            spaces.put(carrier.column().name(), String.valueOf(carrier.space()));
            if (carrier.origin() == Carrier.Origin.ID) {
                keys.put(carrier.column().name(), String.valueOf(carrier.space()));
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
                // What the recipe reads: two such chunks would have one id.
                addUnique(List.of(
                        chunks.document().name(),
                        chunks.chunker().name(),
                        chunks.chunkerVersion().name(),
                        chunks.ordinal().name()));
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

    /** What such an index is over is loaded under names of its own; null where a row is not in it. */
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

    /** What the values of a foreign key to another table's own key are called. */
    static String space(ForeignKey other) {
        return other.referenced() + "." + other.referencedColumns().get(0);
    }

    private void addUnique(List<String> columns) {
        if (columns.stream().anyMatch(spaces::containsKey)) {
            uniques.add(new LinkedHashSet<>(columns));
        }
    }

    private List<Carrier> scalars() {
        return table.carriers().stream().filter(CarrierSql::isScalar).toList();
    }

    CarrierTable table() {
        return table;
    }

    String name() {
        return SqlNames.quoted(table.relation().name());
    }

    /** The space of each column that holds one name. */
    Map<String, String> spaces() {
        return spaces;
    }

    /** Sets of columns that may have the same values only once. */
    List<Set<String>> uniques() {
        return uniques;
    }

    /** Columns that other tables refer to, with the space that their values are in. */
    Map<String, String> keys() {
        return keys;
    }

    /** What is read, with the SQL that reads it from x. */
    Map<String, String> loaded() {
        return loaded;
    }

    /** Columns of a foreign key to another table's own key, which are no carriers. */
    List<String> otherReferences() {
        return spaces.keySet().stream()
                .filter(column -> carrier(column).isEmpty())
                .toList();
    }

    private Optional<Carrier> carrier(String column) {
        return scalars().stream()
                .filter(carrier -> carrier.column().name().equals(column))
                .findFirst();
    }

    /** A name in the form in which two columns that hold it can be compared: ids in lower case. */
    String canonical(String column, String value) {
        return carrier(column).isPresent() ? value.toLowerCase(java.util.Locale.ROOT) : value;
    }
}
