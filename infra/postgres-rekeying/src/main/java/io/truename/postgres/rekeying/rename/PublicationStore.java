// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.rename;

import io.truename.postgres.Session;
import io.truename.postgres.rekeying.rename.RenameStore.Rename;
import io.truename.rekeying.run.Direction;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Store of the published part of the outbox: a cursor for each store, which moves once the topic has taken the pairs, and the lease of
 * the publisher. The lease expires by the database's clock. A publisher that outlives it can publish pairs once more, and cannot move the
 * cursor.
 */
public final class PublicationStore {
    /** Tag of the statement that moves the cursor. */
    public static final String MOVED = "/* truename:published */";

    private static final String HELD = " WHERE store = $1 AND holder = $2";

    /**
     * Pair of names to publish.
     *
     * @param kind document or chunk; empty if a version that did not write it wrote the pair
     * @param table the row's, as schema.table; likewise
     * @param fromAfter position of the pair before that has the name {@code from}, among those not acknowledged; 0 if there is none
     * @param toAfter likewise of the name {@code to}
     */
    public record Entry(Rename rename, Optional<String> kind, Optional<String> table, long fromAfter, long toAfter) {}

    /** Stores with pairs, by one index access for each. */
    public List<String> stores(Session session) {
        return session.list(
                "WITH RECURSIVE s AS ((SELECT store FROM truename.rename ORDER BY store LIMIT 1) UNION ALL"
                        + " SELECT (SELECT r.store FROM truename.rename r WHERE r.store > s.store ORDER BY r.store LIMIT 1)"
                        + " FROM s WHERE s.store IS NOT NULL) SELECT store FROM s WHERE store IS NOT NULL",
                row -> row.text("store"));
    }

    /**
     * Whether a store has pairs, or its cursor is at one, that another server wrote, from which this one was restored. Such pairs are not
     * complete for a long time, and after such a cursor no pair comes.
     */
    public boolean isOfAnotherServer(Session session, String store) {
        String written = " WHERE store = $1 AND writer >= " + RenameStore.BEGINS_NEXT + ")";
        return session.one(
                "SELECT EXISTS (SELECT FROM truename.rename" + written
                        + " OR EXISTS (SELECT FROM truename.rename_publication" + written + " AS other",
                row -> row.flag("other"),
                store);
    }

    /** Takes the lease of a store; returns the cursor, or empty if another publisher holds the lease. */
    public Optional<RenameCursor> claim(Session session, String store, UUID holder, Duration length) {
        return session.find(
                "INSERT INTO truename.rename_publication AS p (store, holder, held_until) VALUES ($1, $2,"
                        + " clock_timestamp() + make_interval(secs => $3)) ON CONFLICT (store) DO UPDATE"
                        + " SET holder = excluded.holder, held_until = excluded.held_until"
                        + " WHERE p.holder IS NULL OR p.held_until < clock_timestamp()"
                        + " RETURNING p.writer::text::bigint AS writer, p.position",
                row -> new RenameCursor(row.number("writer"), row.number("position")),
                store,
                holder,
                length.toMillis() / 1e3);
    }

    /**
     * Moves the cursor and extends the lease; false if another publisher has taken it.
     *
     * @param published the last pair that the topic has taken
     */
    public boolean moved(Session session, String store, UUID holder, RenameCursor published, Duration length) {
        return session.update(
                        MOVED
                                + " UPDATE truename.rename_publication SET writer = ($3::bigint)::text::xid8, position = $4,"
                                + " held_until = clock_timestamp() + make_interval(secs => $5)" + HELD,
                        store,
                        holder,
                        published.writer(),
                        published.position(),
                        length.toMillis() / 1e3)
                == 1;
    }

    /** Releases the lease, if it is still held. */
    public void release(Session session, String store, UUID holder) {
        session.update("UPDATE truename.rename_publication SET holder = NULL, held_until = NULL" + HELD, store, holder);
    }

    /** Age of the oldest pair that is not published; zero if there is none. */
    public Duration oldest(Session session) {
        return session.find(
                        "SELECT extract(epoch FROM clock_timestamp() - min(o.written_at))::float8 AS seconds"
                                + " FROM unnest($1::text[]) AS s (store)"
                                + " LEFT JOIN truename.rename_publication p USING (store), LATERAL"
                                + " (SELECT r.written_at FROM truename.rename r WHERE r.store = s.store COLLATE \"C\""
                                + " AND (r.writer, r.position) > (coalesce(p.writer, '0'), coalesce(p.position, 0))"
                                + " ORDER BY r.writer, r.position LIMIT 1) AS o",
                        row -> row.find("seconds", Double.class),
                        (Object) stores(session).toArray(String[]::new))
                .flatMap(seconds -> seconds)
                .map(seconds -> Duration.ofMillis((long) (Math.max(0, seconds) * 1_000)))
                .orElse(Duration.ZERO);
    }

    /** Pairs of a store after a place, in the order in which they are published. */
    public List<Entry> list(Session session, String store, RenameCursor after, int limit) {
        return session.list(
                "SELECT r.writer::text::bigint AS writer, r.position, r.store, r.from_name, r.to_name, r.direction, r.merged,"
                        + " r.kind, r.source, (SELECT n.id FROM truename.run n WHERE n.number = r.run) AS run, "
                        + before("from_name") + " AS from_after, " + before("to_name") + " AS to_after"
                        + " FROM truename.rename r WHERE r.store = $1 AND (r.writer, r.position) > (($2::bigint)::text::xid8, $3)"
                        + " AND " + RenameStore.COMPLETE + " ORDER BY r.writer, r.position LIMIT $4",
                row -> new Entry(
                        new Rename(
                                new RenameCursor(row.number("writer"), row.number("position")),
                                row.text("store"),
                                row.text("from_name"),
                                row.text("to_name"),
                                row.get("run", UUID.class),
                                Direction.valueOf(row.text("direction")),
                                row.flag("merged")),
                        row.find("kind", String.class),
                        row.find("source", String.class),
                        row.number("from_after"),
                        row.number("to_after")),
                store,
                after.writer(),
                after.position(),
                limit);
    }

    /** Position of the pair before that has the name, on either side. */
    private static String before(String name) {
        String pairs =
                "(SELECT max(b.position) FROM truename.rename b WHERE b.store = r.store AND b.position < r.position AND b.";
        return "coalesce(greatest(" + pairs + "from_name = r." + name + "), " + pairs + "to_name = r." + name
                + ")), 0)";
    }
}
