// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.validate;

import io.truename.corpus.assess.Retrievability;
import io.truename.postgres.Session;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** The documents of each user, counted while documents are read in an order that has nothing to do with users. */
public interface UserTally {
    /**
     * Forgets some of what was counted before.
     *
     * @return whether nothing is left
     */
    boolean forget(Session session);

    /** Adds to what each user has; each user occurs once. */
    void add(Session session, Collection<Retrievability.User> users);

    /**
     * Takes users out, in an order of its own.
     *
     * @param after the last one taken before
     * @param most users at once
     */
    List<Retrievability.User> take(Session session, Optional<String> after, int most);

    /** In memory, for as long as the object lives. */
    static UserTally inMemory() {
        TreeMap<String, Retrievability.User> users = new TreeMap<>();
        return new UserTally() {
            @Override
            public boolean forget(Session session) {
                users.clear();
                return true;
            }

            @Override
            public void add(Session session, Collection<Retrievability.User> more) {
                more.forEach(user -> users.merge(user.user(), user, UserTally::sum));
            }

            @Override
            public List<Retrievability.User> take(Session session, Optional<String> after, int most) {
                return after.map(last -> users.tailMap(last, false)).orElse(users).values().stream()
                        .limit(most)
                        .toList();
            }
        };
    }

    /** The documents of one user, counted in two places. */
    static Retrievability.User sum(Retrievability.User one, Retrievability.User other) {
        return new Retrievability.User(
                one.user(), one.documents() + other.documents(), one.retrievable() + other.retrievable());
    }
}
