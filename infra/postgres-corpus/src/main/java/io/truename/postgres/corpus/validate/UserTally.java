// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.validate;

import io.truename.corpus.assess.Retrievability;
import io.truename.postgres.Session;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Counter of documents by user, for a scan in an order that is independent of users. */
public interface UserTally {
    /**
     * Deletes some of the earlier counts.
     *
     * @return whether no counts are left
     */
    boolean forget(Session session);

    /** Adds to the counts of users; each user occurs once. */
    void add(Session session, Collection<Retrievability.User> users);

    /**
     * Removes and returns users, in an order of the implementation.
     *
     * @param after last user of the previous call
     * @param most maximum number of users
     */
    List<Retrievability.User> take(Session session, Optional<String> after, int most);

    /** Creates a counter in memory. */
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

    /** Sum of two counts of one user. */
    static Retrievability.User sum(Retrievability.User one, Retrievability.User other) {
        return new Retrievability.User(
                one.user(), one.documents() + other.documents(), one.retrievable() + other.retrievable());
    }
}
