// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.validate;

import io.truename.corpus.assess.Retrievability;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The users with the most documents, or those that are followed, whatever they have: a merge takes documents away, and still the
 * same users are to be compared. Never more than {@link Retrievability#MOST_USERS}.
 */
final class LargestUsers {
    private final List<Retrievability.User> kept = new ArrayList<>();
    private final Set<String> followed = new LinkedHashSet<>();

    /** From now on only the users given here are kept. */
    void follow(String user) {
        followed.add(user);
    }

    /** Who is followed; empty if the largest are kept. */
    List<String> followed() {
        return List.copyOf(followed);
    }

    /** Keeps a user, or not. */
    void take(Retrievability.User user) {
        if (!followed.isEmpty() && !followed.contains(user.user())) {
            return;
        }
        int at = kept.size();
        while (at > 0 && Retrievability.LARGEST_FIRST.compare(user, kept.get(at - 1)) < 0) {
            at--;
        }
        kept.add(at, user);
        if (kept.size() > Retrievability.MOST_USERS) {
            kept.remove(Retrievability.MOST_USERS);
        }
    }

    /** In the order of {@link Retrievability#LARGEST_FIRST}. */
    List<Retrievability.User> kept() {
        return List.copyOf(kept);
    }
}
