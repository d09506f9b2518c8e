// SPDX-License-Identifier: Apache-2.0
package io.truename.edge.json;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;

/** Collector of all problems of one request; beyond {@link #MOST_LISTED} it only counts them. Not thread-safe. */
public final class FieldProblems {
    /**
     * The most that are listed. A batch of 10,000 items has at most eight fields each to get wrong, so every honest one is
     * listed whole; 8 MiB of {@code {"a":1,"a":1,...}} would otherwise fill the memory of an instance.
     */
    public static final int MOST_LISTED = 100_000;

    private static final int LONGEST_NAME_SHOWN = 64;

    private final List<FieldProblem> listed = new ArrayList<>();
    private int found;

    /** Adds one; {@code pointer} is only asked while there is room. */
    public void add(Supplier<String> pointer, String rule, String got) {
        found++;
        if (listed.size() < MOST_LISTED) {
            listed.add(new FieldProblem(pointer.get(), rule, got));
        }
    }

    /**
     * Adds a field that is not known, at its own place if its name can be shown there, else at the object that has it: half of
     * a surrogate pair is no text, so no UTF-8, and a control character would be a surprise on a terminal.
     *
     * @param pointer to the object
     * @param got the kind of its value
     */
    public void addUnknown(Supplier<String> pointer, String name, String got) {
        if (name.length() <= LONGEST_NAME_SHOWN && name.chars().noneMatch(FieldProblems::isUnwritable)) {
            add(() -> FieldProblem.below(pointer.get(), name), Rules.KNOWN, got);
        } else {
            add(pointer, Rules.KNOWN_FIELDS_ONLY, "a field with a name of " + Rules.length(name));
        }
    }

    /** Adds a field that is given more than once; {@code pointer} is to the field. */
    public void addRepeated(Supplier<String> pointer) {
        add(pointer, Rules.NOT_REPEATED, Rules.REPEATED);
    }

    private static boolean isUnwritable(int character) {
        return Character.isSurrogate((char) character) || Character.isISOControl(character);
    }

    /** Number of problems added. */
    public int found() {
        return found;
    }

    /** The first problems, at most {@link #MOST_LISTED}, in the order in which they were added. */
    public List<FieldProblem> listed() {
        return Collections.unmodifiableList(listed);
    }
}
