// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.validate;

import io.truename.rekeying.report.Impact;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The users with the most documents, or those that are followed, whatever they have: a merge takes documents away, and still the
 * same users are to be compared. Never more than {@link Impact#MOST_USERS}.
 */
final class LargestUsers {
    private final List<Impact.User> kept = new ArrayList<>();
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
    void take(Impact.User user) {
        if (!followed.isEmpty() && !followed.contains(user.user())) {
            return;
        }
        int at = kept.size();
        while (at > 0 && Impact.LARGEST_FIRST.compare(user, kept.get(at - 1)) < 0) {
            at--;
        }
        kept.add(at, user);
        if (kept.size() > Impact.MOST_USERS) {
            kept.remove(Impact.MOST_USERS);
        }
    }

    /** In the order of {@link Impact#LARGEST_FIRST}. */
    List<Impact.User> kept() {
        return List.copyOf(kept);
    }
}
