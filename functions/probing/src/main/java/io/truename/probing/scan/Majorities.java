// SPDX-License-Identifier: Apache-2.0
package io.truename.probing.scan;

import io.truename.probing.finding.Observation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts rows that differ from others of their group. Which of two ways is right, no mapping says; the majority of the group
 * does, once all have passed by. The number of groups is bounded.
 */
public final class Majorities {
    /** Maximum number of groups. Rows of further ones are not judged. */
    static final int MOST_GROUPS = 240;

    private final Map<String, Group> groups = new LinkedHashMap<>();

    Majorities(Collection<Group> sofar) {
        sofar.forEach(group -> groups.put(group.name(), group));
    }

    /**
     * Group of rows.
     *
     * @param odd of the rows, those that differ
     * @param samples ids of odd rows, at most {@link Observation#MOST_SAMPLES}
     */
    public record Group(String name, long rows, long odd, List<String> samples) {
        public Group {
            samples = List.copyOf(samples);
        }
    }

    void add(String name, long rows, long odd, List<String> samples) {
        Group before = groups.get(name);
        if (before == null) {
            if (groups.size() < MOST_GROUPS && rows > 0) {
                groups.put(name, new Group(name, rows, odd, first(List.of(), samples)));
            }
            return;
        }
        List<String> kept = samples.isEmpty() ? before.samples() : first(before.samples(), samples);
        groups.put(name, new Group(name, before.rows() + rows, before.odd() + odd, kept));
    }

    List<Group> list() {
        return List.copyOf(groups.values());
    }

    /**
     * Whether the odd rows of a group are fewer than half of it.
     *
     * @param prior groups of an earlier pass, which count for the decision
     */
    static boolean oddIsWrong(Group group, List<Group> prior) {
        Group with = with(group, prior);
        return group.odd() > 0 && 2 * with.odd() < with.rows();
    }

    /** A group with the rows of the same group of an earlier pass. */
    static Group with(Group group, List<Group> prior) {
        long rows = group.rows();
        long odd = group.odd();
        for (Group before : prior) {
            if (before.name().equals(group.name())) {
                rows += before.rows();
                odd += before.odd();
            }
        }
        return new Group(group.name(), rows, odd, group.samples());
    }

    private static List<String> first(List<String> before, List<String> samples) {
        List<String> all = new ArrayList<>(before);
        samples.stream().limit(Observation.MOST_SAMPLES - before.size()).forEach(all::add);
        return all;
    }
}
