// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.assess;

import java.util.Comparator;
import java.util.List;

/**
 * Documents that users can retrieve at one moment. A document is retrievable if its id and the ids of all its chunks are true.
 *
 * @param users how many own a document
 * @param usersWithNone of these, how many can retrieve none of theirs
 * @param largest users with the most documents, at most {@link #MOST_USERS}, most first, then by name: the same users before
 *     and after a run
 */
public record Retrievability(long documents, long retrievable, long users, long usersWithNone, List<User> largest) {
    public static final int MOST_USERS = 20;

    /** The order of {@link #largest}. */
    public static final Comparator<User> LARGEST_FIRST =
            Comparator.comparingLong(User::documents).reversed().thenComparing(User::user);

    public Retrievability {
        if (retrievable > documents || usersWithNone > users) {
            throw new IllegalArgumentException("retrievable, usersWithNone: no more than there are");
        }
        largest = List.copyOf(largest);
        if (largest.size() > MOST_USERS) {
            throw new IllegalArgumentException("largest: at most " + MOST_USERS);
        }
    }

    /** A user's documents. */
    public record User(String user, long documents, long retrievable) {}
}
