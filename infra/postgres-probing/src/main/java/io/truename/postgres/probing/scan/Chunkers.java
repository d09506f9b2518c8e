// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.probing.scan;

import java.util.ArrayList;
import java.util.List;

/**
 * Chunkers with their versions that a table of chunks is known to have. Most tables have few of them, so that a row needs only the
 * number of its own. Not thread-safe.
 */
final class Chunkers {
    /** Number of a row that has none of them. */
    static final int OTHER = 15;

    private final List<Chunker> known = new ArrayList<>();
    private boolean tooMany;

    /** A chunker and its version. */
    record Chunker(String name, String version) {}

    /** Known ones; their places are their numbers. */
    List<Chunker> known() {
        return List.copyOf(known);
    }

    /** Whether rows of the table cannot be numbered: it has more of them, or some that are no legal texts. */
    boolean tooMany() {
        return tooMany;
    }

    /** Learns those of a page; false if nothing is new, so that rows without a number have texts that are absent or too long. */
    boolean learn(List<Chunker> found) {
        boolean learned = false;
        for (Chunker chunker : found) {
            if (known.size() < OTHER && !known.contains(chunker)) {
                known.add(chunker);
                learned = true;
            }
        }
        return learned;
    }

    /** Says that rows of the table cannot be numbered. */
    void giveUp() {
        tooMany = true;
    }
}
