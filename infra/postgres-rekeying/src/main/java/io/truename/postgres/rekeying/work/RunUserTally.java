// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.work;

import io.truename.corpus.assess.Retrievability;
import io.truename.postgres.Session;
import io.truename.postgres.corpus.validate.UserTally;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Counts of users in a table of ours, for any number of users, which survive a kill of the instance. */
final class RunUserTally implements UserTally {
    private static final int FORGOTTEN_AT_ONCE = 20_000;

    private final int run;

    RunUserTally(int run) {
        this.run = run;
    }

    /** Deletes counts of any run, because only one run is under way. */
    @Override
    public boolean forget(Session session) {
        return session.update(
                        "DELETE FROM truename.user_tally WHERE ctid = ANY(ARRAY(SELECT ctid FROM truename.user_tally"
                                + " LIMIT $1))",
                        FORGOTTEN_AT_ONCE)
                < FORGOTTEN_AT_ONCE;
    }

    @Override
    public void add(Session session, Collection<Retrievability.User> users) {
        List<Retrievability.User> ordered = new ArrayList<>(users);
        ordered.sort(Comparator.comparing(Retrievability.User::user));
        session.update(
                "INSERT INTO truename.user_tally AS t (run, owner, documents, retrievable) SELECT $1, owner,"
                        + " documents, retrievable FROM unnest($2::text[], $3::bigint[], $4::bigint[]) AS given (owner,"
                        + " documents, retrievable) ON CONFLICT (run, owner) DO UPDATE SET documents = t.documents +"
                        + " excluded.documents, retrievable = t.retrievable + excluded.retrievable",
                run,
                ordered.stream().map(Retrievability.User::user).toArray(String[]::new),
                ordered.stream().map(Retrievability.User::documents).toArray(Long[]::new),
                ordered.stream().map(Retrievability.User::retrievable).toArray(Long[]::new));
    }

    @Override
    public List<Retrievability.User> take(Session session, Optional<String> after, int most) {
        String delete = "DELETE FROM truename.user_tally WHERE run = $1 AND owner = ANY(ARRAY(SELECT owner FROM"
                + " truename.user_tally WHERE run = $1" + (after.isEmpty() ? "" : " AND owner > $3")
                + " ORDER BY owner LIMIT $2)) RETURNING owner, documents, retrievable";
        Object[] values = Stream.concat(Stream.of(run, most), after.stream()).toArray();
        List<Retrievability.User> taken = new ArrayList<>(session.list(
                delete,
                row -> new Retrievability.User(row.text("owner"), row.number("documents"), row.number("retrievable")),
                values));
        // As UTF-8, which is how the table orders them: Java's own order differs beyond the first plane.
        taken.sort(Comparator.comparing(user -> user.user().codePoints().toArray(), java.util.Arrays::compare));
        return taken;
    }
}
