// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.schema;

import io.truename.corpus.mapping.JsonPath;
import io.truename.corpus.schema.IdColumn.Origin;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Follows ids through the foreign keys until nothing new is found: what refers to a column of ids is a column of ids, and may
 * be referred to itself.
 */
final class IdColumnSearch {
    /** A place for ids: a column, or a path in one. */
    record Place(long table, String column, Optional<JsonPath> path) {}

    /** What is there. */
    record Ids(int space, Origin origin) {}

    /** A place that two paths lead to with different ids. */
    record Conflict(Place place, int one, int other) {}

    private final List<TableReference> references;
    private final Map<Place, Ids> found = new LinkedHashMap<>();
    private final List<Conflict> conflicts = new java.util.ArrayList<>();

    IdColumnSearch(List<TableReference> references) {
        this.references = references;
    }

    /** A column where ids are known to be. Id columns must be named first: what is found by them depends on it. */
    void from(Place start, int space, Origin origin) {
        Deque<Place> open = new ArrayDeque<>();
        if (add(start, space, origin)) {
            open.add(start);
        }
        while (!open.isEmpty()) {
            Place place = open.remove();
            for (TableReference reference : references) {
                for (int i = 0; i < reference.columns().size(); i++) {
                    if (reference.parent() == place.table
                            && place.path.isEmpty()
                            && reference.referencedColumns().get(i).equals(place.column)) {
                        Place child =
                                new Place(reference.child(), reference.columns().get(i), Optional.empty());
                        if (add(child, space, Origin.FOREIGN_KEY)) {
                            open.add(child);
                        }
                    }
                }
            }
        }
    }

    private boolean add(Place place, int space, Origin origin) {
        Ids before = found.get(place);
        if (before == null) {
            found.put(place, new Ids(space, origin));
            return true;
        }
        if (before.space != space) {
            conflicts.add(new Conflict(place, before.space, space));
        }
        return false;
    }

    /** Every place, in the order of finding. */
    Map<Place, Ids> found() {
        return found;
    }

    /** What must be empty for a migration to make sense. */
    List<Conflict> conflicts() {
        return conflicts;
    }

    /** Foreign keys by which a column of ids refers to one that is none: moving would break them. */
    List<TableReference> leadingOut() {
        return references.stream()
                .filter(reference -> {
                    for (int i = 0; i < reference.columns().size(); i++) {
                        boolean carried =
                                has(reference.child(), reference.columns().get(i));
                        if (carried
                                && !has(
                                        reference.parent(),
                                        reference.referencedColumns().get(i))) {
                            return true;
                        }
                    }
                    return false;
                })
                .toList();
    }

    /** Foreign keys that hold ids. */
    List<TableReference> carrying() {
        return references.stream()
                .filter(reference -> reference.columns().stream().anyMatch(column -> has(reference.child(), column))
                        || reference.referencedColumns().stream().anyMatch(column -> has(reference.parent(), column)))
                .toList();
    }

    /** Foreign keys that hold ids, and those between tables that do: merging a row changes what refers to its own key. */
    List<TableReference> concerned() {
        return references.stream()
                .filter(reference ->
                        carrying().contains(reference) || (hasAny(reference.child()) && hasAny(reference.parent())))
                .toList();
    }

    /** Foreign keys onto tables of the corpus by which a deletion deletes or changes rows that a merge does not look at. */
    List<TableReference> unfollowed() {
        return references.stream()
                .filter(reference -> reference.onDelete() != 'a' && reference.onDelete() != 'r')
                .filter(reference -> hasAny(reference.parent()))
                .filter(reference -> reference.columns().stream().noneMatch(column -> has(reference.child(), column))
                        && (!hasAny(reference.child()) || reference.columns().size() > 1))
                .toList();
    }

    /** Whether a table has an id of its own of documents or chunks. */
    boolean holdsIds(long table) {
        return found.entrySet().stream()
                .anyMatch(entry -> entry.getKey().table == table && entry.getValue().origin == Origin.ID);
    }

    /** Whether a merge may change the column: it holds ids, or refers to a row of the corpus that may be merged. */
    boolean changesInMerges(long table, String column) {
        return has(table, column)
                || references.stream()
                        .anyMatch(reference -> reference.child() == table
                                && reference.columns().equals(List.of(column))
                                && hasAny(reference.parent()));
    }

    private boolean hasAny(long table) {
        return found.keySet().stream().anyMatch(place -> place.table == table);
    }

    boolean has(long table, String column) {
        return found.containsKey(new Place(table, column, Optional.empty()));
    }
}
