// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.merge;

import io.truename.postgres.rekeying.batch.ValidationException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Transitive closure of a merge: rows that would violate a unique key are merged, which replaces further names, until nothing more
 * follows. No I/O: the caller adds the rows that hold the names, as long as new names come up.
 */
public final class MergeClosure {
    private final List<MergeTable> tables;
    private final Map<String, Map<String, String>> replacements = new LinkedHashMap<>();
    private final Map<String, Integer> order = new HashMap<>();
    private final Map<String, MergeRow> rows = new LinkedHashMap<>();
    private final Map<String, MergeRow> byName = new HashMap<>();
    private final Set<String> merged = new LinkedHashSet<>();
    private final Map<MergeRow, MergeRow> survivors = new LinkedHashMap<>();

    public MergeClosure(List<MergeTable> tables) {
        this.tables = List.copyOf(tables);
    }

    /**
     * Replaces a name; its own row will be deleted. Call in the order in which the merges are carried out: of two equal rows, that of
     * the earlier merge stays.
     */
    public void replace(String space, String from, String to) {
        order.putIfAbsent(space + " " + from, order.size() + 1);
        replacements.computeIfAbsent(space, absent -> new LinkedHashMap<>()).put(from, to);
    }

    /** Replacements of a space, from old to new name. */
    public Map<String, String> replacements(String space) {
        Map<String, String> known = replacements.getOrDefault(space, Map.of());
        Map<String, String> resolved = new LinkedHashMap<>();
        known.keySet().forEach(from -> resolved.put(from, resolved(space, from)));
        return resolved;
    }

    /** Spaces with replacements. */
    Collection<String> spaces() {
        return replacements.keySet();
    }

    /** Adds rows that hold a replaced or a replacing name, and returns whether any of them is new. */
    public boolean add(Collection<MergeRow> found) {
        boolean news = false;
        for (MergeRow row : found) {
            if (rows.putIfAbsent(row.table() + " " + row.place(), row) == null) {
                news = true;
                for (String key : tables.get(row.table()).keys().keySet()) {
                    byName.put(row.table() + " " + key + " " + name(row, key), row);
                }
            }
        }
        return news;
    }

    /** Merges equal rows, and returns whether that replaced further names. */
    boolean merge() {
        boolean news = false;
        for (int t = 0; t < tables.size(); t++) {
            news |= deleteReplaced(t);
            for (Set<String> unique : tables.get(t).uniques()) {
                news |= merge(t, unique);
            }
        }
        return news;
    }

    /** Rows of a table to delete. */
    public List<MergeRow> deleted(int table) {
        return rows.values().stream()
                .filter(row -> row.table() == table && isMerged(row))
                .toList();
    }

    /** Row that a deleted row is merged into; empty if it does not exist. */
    public Optional<MergeRow> survivor(MergeRow row) {
        MergeRow known = survivors.get(row);
        return known == null ? named(row) : Optional.of(known);
    }

    /** Row of the same table whose own name replaces the name of this row. */
    private Optional<MergeRow> named(MergeRow row) {
        for (Map.Entry<String, String> key : tables.get(row.table()).keys().entrySet()) {
            String name = name(row, key.getKey());
            String replacement = name == null ? null : resolved(key.getValue(), name);
            if (replacement != null && !replacement.equals(name)) {
                return Optional.ofNullable(byName.get(row.table() + " " + key.getKey() + " " + replacement));
            }
        }
        return Optional.empty();
    }

    /** Rows that stay with other names, except names in arrays and JSON. */
    List<MergeRow> staying(int table) {
        return rows.values().stream()
                .filter(row -> row.table() == table && !isMerged(row))
                .toList();
    }

    /** Rows that stay with another name in one of these columns. */
    List<MergeRow> changed(int table, Collection<String> columns) {
        return staying(table).stream()
                .filter(row -> columns.stream().anyMatch(column -> renames(row, column)))
                .toList();
    }

    private boolean isMerged(MergeRow row) {
        return merged.contains(row.table() + " " + row.place());
    }

    /** Deletes rows whose own name is replaced, because they are merged. */
    private boolean deleteReplaced(int t) {
        boolean news = false;
        for (MergeRow row : staying(t)) {
            for (Map.Entry<String, String> key : tables.get(t).keys().entrySet()) {
                String name = name(row, key.getKey());
                if (name != null
                        && replacements.getOrDefault(key.getValue(), Map.of()).containsKey(name)) {
                    news |= merged.add(row.table() + " " + row.place());
                }
            }
        }
        return news;
    }

    private boolean merge(int t, Set<String> unique) {
        Map<List<String>, List<MergeRow>> same = new HashMap<>();
        for (MergeRow row : staying(t)) {
            List<String> values = new ArrayList<>();
            for (String column : unique) {
                String value = after(row, column);
                if (value != null) {
                    values.add(value);
                }
            }
            // A null is never the same as another; where it is, PostgreSQL says so and the document is set aside.
            if (values.size() == unique.size()) {
                same.computeIfAbsent(values, absent -> new ArrayList<>()).add(row);
            }
        }
        boolean news = false;
        for (List<MergeRow> twins : same.values()) {
            if (twins.size() > 1) {
                twins.sort(Comparator.comparing(this::turn).thenComparing(MergeRow::place));
                for (MergeRow twin : twins.subList(1, twins.size())) {
                    mergeInto(twin, twins.get(0));
                    news = true;
                }
            }
        }
        return news;
    }

    private void mergeInto(MergeRow row, MergeRow survivor) {
        merged.add(row.table() + " " + row.place());
        survivors.put(row, survivor);
        tables.get(row.table()).keys().forEach((column, space) -> {
            String from = name(row, column);
            String to = name(survivor, column);
            if (from != null && to != null && !from.equals(to)) {
                replace(space, from, to);
            }
        });
    }

    /** Position of the last replacement in a row, 0 if there is none. The row with the least position survives. */
    private int turn(MergeRow row) {
        return tables.get(row.table()).spaces().entrySet().stream()
                .mapToInt(column -> order.getOrDefault(column.getValue() + " " + name(row, column.getKey()), 0))
                .max()
                .orElse(0);
    }

    private boolean renames(MergeRow row, String column) {
        return !java.util.Objects.equals(name(row, column), after(row, column));
    }

    private @Nullable String name(MergeRow row, String column) {
        String value = row.values().get(column);
        return value == null ? null : tables.get(row.table()).canonical(column, value);
    }

    private @Nullable String after(MergeRow row, String column) {
        String name = name(row, column);
        String space = tables.get(row.table()).spaces().get(column);
        return name == null || space == null ? name : resolved(space, name);
    }

    private String resolved(String space, String name) {
        Map<String, String> known = replacements.getOrDefault(space, Map.of());
        String current = name;
        for (int hop = 0; hop <= known.size(); hop++) {
            String next = known.get(current);
            if (next == null) {
                return current;
            }
            current = next;
        }
        throw ValidationException.broken("Duplicates would be merged into each other in a circle.");
    }
}
