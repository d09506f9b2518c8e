// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.validate;

import io.truename.corpus.assess.Retrievability;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Users with the most documents, or a fixed list of users to follow. A merge removes documents, and a comparison must still see the
 * same users. Holds at most {@link Retrievability#MOST_USERS}.
 */
final class LargestUsers {
    private final List<Retrievability.User> kept = new ArrayList<>();
    private final Set<String> followed = new LinkedHashSet<>();

    /** Follows a user; from then on, only followed users are kept. */
    void follow(String user) {
        followed.add(user);
    }

    /** Followed users; empty if the largest are kept. */
    List<String> followed() {
        return List.copyOf(followed);
    }

    /** Offers a user, who is kept if followed or among the largest. */
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

    /** Users kept, in the order of {@link Retrievability#LARGEST_FIRST}. */
    List<Retrievability.User> kept() {
        return List.copyOf(kept);
    }
}
