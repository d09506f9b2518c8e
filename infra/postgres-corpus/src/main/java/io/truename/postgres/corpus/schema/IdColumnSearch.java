// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.schema;

import io.truename.corpus.mapping.JsonPath;
import io.truename.corpus.mapping.ReferencePattern;
import io.truename.corpus.schema.IdColumn.Origin;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Transitive search for id columns along foreign keys: a column that refers to an id column is an id column itself, and may be
 * referred to in turn.
 */
final class IdColumnSearch {
    /**
     * Place of ids: a column, or a JSON path in one.
     *
     * @param text text around the ids; a column may have ids of several kinds in texts
     */
    record Place(long table, String column, Optional<JsonPath> path, Optional<IdText> text) {
        Place(long table, String column, Optional<JsonPath> path) {
            this(table, column, path, Optional.empty());
        }
    }

    /** Pattern of texts that hold ids of one kind. */
    record IdText(ReferencePattern pattern, int space) {}

    /** Kind and origin of the ids at a place. */
    record Ids(int space, Origin origin) {}

    /** Conflict: two paths lead to one place with different kinds of ids. */
    record Conflict(Place place, int one, int other) {}

    private final List<TableReference> references;
    private final Map<Place, Ids> found = new LinkedHashMap<>();
    private final List<Conflict> conflicts = new java.util.ArrayList<>();

    IdColumnSearch(List<TableReference> references) {
        this.references = references;
    }

    /** Adds a known place of ids as a start. Id columns must be added first, because the result depends on it. */
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
                                new Place(reference.child(), reference.columns().get(i), Optional.empty(), place.text);
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

    /** All places in the order of discovery. */
    Map<Place, Ids> found() {
        return found;
    }

    /** Conflicts; a migration requires that there are none. */
    List<Conflict> conflicts() {
        return conflicts;
    }

    /** Foreign keys from an id column to a column that holds none; moving would break them. */
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

    /** Foreign keys that hold ids, and those between tables that do, because merging a row changes references to its own key. */
    List<TableReference> concerned() {
        return references.stream()
                .filter(reference ->
                        carrying().contains(reference) || (hasAny(reference.child()) && hasAny(reference.parent())))
                .toList();
    }

    /** Foreign keys onto tables of the corpus whose cascades would delete or change rows that a merge does not read. */
    List<TableReference> unfollowed() {
        return references.stream()
                .filter(reference -> reference.onDelete() != 'a' && reference.onDelete() != 'r')
                .filter(reference -> hasAny(reference.parent()))
                .filter(reference -> reference.columns().stream().noneMatch(column -> has(reference.child(), column))
                        && (!hasAny(reference.child()) || reference.columns().size() > 1))
                .toList();
    }

    /** Whether the rows of a table have an id of a document or chunk of their own. */
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
        return found.keySet().stream()
                .anyMatch(place -> place.table == table && place.column.equals(column) && place.path.isEmpty());
    }
}
