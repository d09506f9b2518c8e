// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.rename;

import io.truename.postgres.Session;
import io.truename.rekeying.run.Direction;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/**
 * Store of the outbox. Pairs are read in the order of the transactions that wrote them, and only below the oldest transaction that is
 * still open: so no pair ever appears before one that was read. The pairs of one name come in the order of its moves, because a batch
 * locks what it moves before it writes.
 */
public final class RenameStore {
    private static final int DELETED_AT_ONCE = 10_000;

    /** Condition of a pair before which none can appear any more. */
    static final String COMPLETE = "r.writer < pg_snapshot_xmin(pg_current_snapshot())";

    /** Id above those of all transactions that this server has begun. */
    static final String BEGINS_NEXT = "pg_snapshot_xmax(pg_current_snapshot())";

    /**
     * Pair of names.
     *
     * @param from name before the move
     * @param to name after the move
     * @param run the run that moved it
     * @param merged whether two rows became one. Forward, {@code to} is the name of the row that is left, and may exist already. Back,
     *     {@code from} stays the name of that row, and {@code to} is a second one
     */
    public record Rename(
            RenameCursor cursor, String store, String from, String to, UUID run, Direction direction, boolean merged) {}

    /**
     * Pairs of a store that nobody has acknowledged.
     *
     * @param pairs their number, those of open transactions included
     */
    public record Pending(String store, long pairs) {}

    /**
     * Result of an acknowledgement.
     *
     * @param done whether all pairs up to the place are gone; otherwise a repetition goes on
     */
    public record Acknowledged(long pairs, boolean done) {}

    /** Pairs of a store after a place, in order. */
    public List<Rename> list(Session session, String store, RenameCursor after, int limit) {
        return session.list(
                "SELECT r.writer::text::bigint AS writer, r.position, r.store, r.from_name, r.to_name, r.direction, r.merged,"
                        + " (SELECT n.id FROM truename.run n WHERE n.number = r.run) AS run FROM truename.rename r"
                        + " WHERE r.store = $1 AND (r.writer, r.position) > (($2::bigint)::text::xid8, $3) AND "
                        + COMPLETE
                        + " ORDER BY r.writer, r.position LIMIT $4",
                row -> new Rename(
                        new RenameCursor(row.number("writer"), row.number("position")),
                        row.text("store"),
                        row.text("from_name"),
                        row.text("to_name"),
                        row.get("run", UUID.class),
                        Direction.valueOf(row.text("direction")),
                        row.flag("merged")),
                store,
                after.writer(),
                after.position(),
                limit);
    }

    /**
     * Whether a place is one of another server, from which this one was restored: no transaction of this server has its number yet, so pairs
     * that are written now come before it.
     */
    public boolean isOfAnotherServer(Session session, RenameCursor place) {
        return session.one(
                "SELECT ($1::bigint)::text::xid8 >= " + BEGINS_NEXT + " AS other",
                row -> row.flag("other"),
                place.writer());
    }

    /** Whether a store has pairs, or pairs of it were published. */
    public boolean isStore(Session session, String store) {
        return session.one(
                "SELECT EXISTS (SELECT FROM truename.rename WHERE store = $1)"
                        + " OR EXISTS (SELECT FROM truename.rename_publication WHERE store = $1) AS known",
                row -> row.flag("known"),
                store);
    }

    /** Stores with pairs. */
    public List<Pending> pending(Session session) {
        return session.list(
                "SELECT store, count(*) AS pairs FROM truename.rename GROUP BY store ORDER BY store",
                row -> new Pending(row.text("store"), row.number("pairs")));
    }

    /**
     * Deletes the pairs of a store up to a place, in short transactions. Because they go in order, the pair at the place is there as long as
     * one before it is: otherwise the place is one of another store, or of before a restore, and the store may not have seen the pairs.
     *
     * @param timeLeft checked between two transactions; at least one runs
     * @return empty if there are pairs up to the place, and none at it; nothing was deleted then
     */
    public Optional<Acknowledged> acknowledge(
            Session session, String store, RenameCursor until, BooleanSupplier timeLeft) {
        boolean known = session.one(
                "SELECT count(*) = 0 OR bool_or(r.place) AS known FROM ((SELECT false AS place FROM truename.rename WHERE store = $1"
                        + " AND (writer, position) <= (($2::bigint)::text::xid8, $3) ORDER BY writer, position LIMIT 1) UNION ALL"
                        + " SELECT true FROM truename.rename WHERE store = $1 AND writer = ($2::bigint)::text::xid8"
                        + " AND position = $3) AS r",
                row -> row.flag("known"),
                store,
                until.writer(),
                until.position());
        if (!known) {
            return Optional.empty();
        }
        long pairs = 0;
        long deleted;
        do {
            deleted = session.update(
                    "DELETE FROM truename.rename d WHERE d.store = $1 AND (d.writer, d.position) IN"
                            + " (SELECT r.writer, r.position FROM truename.rename r WHERE r.store = $1"
                            + " AND (r.writer, r.position) <= (($2::bigint)::text::xid8, $3) AND " + COMPLETE
                            + " ORDER BY r.writer, r.position LIMIT " + DELETED_AT_ONCE + ")",
                    store,
                    until.writer(),
                    until.position());
            pairs += deleted;
        } while (deleted == DELETED_AT_ONCE && timeLeft.getAsBoolean());
        return Optional.of(new Acknowledged(pairs, deleted < DELETED_AT_ONCE));
    }
}
