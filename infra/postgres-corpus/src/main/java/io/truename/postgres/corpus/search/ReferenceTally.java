// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.search;

import io.truename.corpus.reference.JsonPlace;
import io.truename.postgres.corpus.search.SearchState.Group;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Tally of the finds in a table, by column, place, form and kind of ids: each counts a row once. */
final class ReferenceTally {
    /** Number of groups above which members of JSON objects are no longer told apart. */
    private static final int MANY = 200;

    /** Number of groups above which further ones are not kept. */
    private static final int MOST = 400;

    /** Number of members at one place above which they count as data. */
    private static final int MOST_MEMBERS = 8;

    private static final int MOST_FOUND = 20;

    private record Form(SearchedColumn column, JsonPlace place, boolean key, List<Integer> spaces, String shape) {
        private static Form of(Group group, JsonPlace place) {
            return new Form(
                    group.column(),
                    place,
                    group.key(),
                    group.spaces(),
                    group.pattern().shape());
        }
    }

    private final Map<Form, Group> groups = new LinkedHashMap<>();
    private final Set<Form> ofThisRow = new HashSet<>();
    private long row = -1;

    ReferenceTally(List<Group> before) {
        before.forEach(group -> groups.put(Form.of(group, group.place()), group));
    }

    /**
     * Adds a find.
     *
     * @param ofRow number of the row, in order
     * @param find with a count of one row
     */
    void add(long ofRow, Group find) {
        if (ofRow != row) {
            ofThisRow.clear();
            row = ofRow;
        }
        Form form = Form.of(find, find.place());
        if (!groups.containsKey(form) && groups.size() >= MANY) {
            form = Form.of(find, find.place().shape());
        }
        if (ofThisRow.add(form) && (groups.containsKey(form) || groups.size() < MOST)) {
            groups.merge(form, find, ReferenceTally::merged);
        }
    }

    private static Group merged(Group one, Group other) {
        return new Group(
                one.column(),
                one.place().merged(other.place()),
                one.key(),
                one.spaces(),
                one.pattern().merged(other.pattern()),
                one.rows() + other.rows(),
                one.old() + other.old());
    }

    /** All groups, to go on from. */
    List<Group> groups() {
        return List.copyOf(groups.values());
    }

    /**
     * The largest groups of a table. Where very many members of a JSON object hold ids, their names are data: they are one place. Its
     * rows are then at most those of the table, since a row may have several of the members.
     */
    List<Group> largest(long rowsOfTheTable) {
        Map<Form, List<Group>> byShape = new LinkedHashMap<>();
        groups.values()
                .forEach(group -> byShape.computeIfAbsent(
                                Form.of(group, group.place().shape()), absent -> new ArrayList<>())
                        .add(group));
        List<Group> largest = new ArrayList<>();
        for (List<Group> alike : byShape.values()) {
            if (alike.size() <= MOST_MEMBERS) {
                largest.addAll(alike);
            } else {
                Group all = alike.stream().reduce(ReferenceTally::merged).orElseThrow();
                largest.add(new Group(
                        all.column(),
                        all.place(),
                        all.key(),
                        all.spaces(),
                        all.pattern(),
                        Math.min(all.rows(), rowsOfTheTable),
                        Math.min(all.old(), rowsOfTheTable)));
            }
        }
        return largest.stream()
                .sorted(Comparator.comparingLong(Group::rows).reversed())
                .limit(MOST_FOUND)
                .toList();
    }
}
