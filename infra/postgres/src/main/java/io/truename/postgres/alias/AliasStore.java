// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.alias;

import io.truename.postgres.Session;
import io.truename.postgres.SqlException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Tells where a row is that a caller knows by an old id, with the rule of {@code truename.resolve}. Each look-up is counted for
 * its day (UTC) in {@code truename.alias_lookups}: when none are found any more, the aliases may go. An id counts as absent
 * when it is stored under itself, or nowhere: the maps do not tell these apart.
 */
public final class AliasStore {
    /** How many ids one call may ask for. */
    public static final int MOST_IDS = 10_000;

    private static final String RESOLVED =
            "SELECT asked.id, truename.resolve(asked.id) AS now FROM unnest($1::uuid[]) AS asked(id)";

    private static final String LOOK_UP = "SELECT id, now FROM (" + RESOLVED + ") answered WHERE now <> id";

    private static final String LOOK_UP_AND_COUNT = "WITH answered AS MATERIALIZED (" + RESOLVED + "), counted AS ("
            + "INSERT INTO truename.alias_lookups AS day (day, found, absent)"
            + " SELECT (clock_timestamp() AT TIME ZONE 'UTC')::date,"
            + " count(*) FILTER (WHERE now <> id), count(*) FILTER (WHERE now = id) FROM answered"
            + " ON CONFLICT (day) DO UPDATE SET found = day.found + excluded.found,"
            + " absent = day.absent + excluded.absent)"
            + " SELECT id, now FROM answered WHERE now <> id";

    /** Read-only server, a lock or a statement that took too long: a count is not worth a refused look-up. */
    private static final List<String> WITHOUT_COUNTING = List.of("25006", "55P03", "57014");

    /** The id under which the row is stored now; empty when it was never moved, or is stored under that very id. */
    public Optional<UUID> find(Session session, UUID oldId) {
        return Optional.ofNullable(findAll(session, List.of(oldId)).get(oldId));
    }

    /**
     * The ids under which the rows are stored now, in one round trip.
     *
     * @param oldIds at most {@link #MOST_IDS}; one that occurs twice is counted once
     * @return by old id, in no order; those that {@link #find} would answer with empty are absent
     */
    public Map<UUID, UUID> findAll(Session session, Collection<UUID> oldIds) {
        UUID[] asked = oldIds.stream().distinct().toArray(UUID[]::new);
        if (asked.length > MOST_IDS) {
            throw new IllegalArgumentException("oldIds: at most " + MOST_IDS + " at once");
        }
        if (asked.length == 0) {
            return Map.of();
        }
        List<Map.Entry<UUID, UUID>> found;
        try {
            found = session.list(LOOK_UP_AND_COUNT, AliasStore::entry, (Object) asked);
        } catch (SqlException notCounted) {
            if (!WITHOUT_COUNTING.contains(notCounted.sqlState())) {
                throw notCounted;
            }
            found = session.list(LOOK_UP, AliasStore::entry, (Object) asked);
        }
        Map<UUID, UUID> byOldId = new LinkedHashMap<>();
        found.forEach(entry -> byOldId.put(entry.getKey(), entry.getValue()));
        return byOldId;
    }

    /** Look-ups of the last days, counted from today; both 0 when there were none. */
    public Lookups lookups(Session session, int days) {
        return session.one(
                "SELECT coalesce(sum(found), 0)::bigint AS found, coalesce(sum(absent), 0)::bigint AS absent"
                        + " FROM truename.alias_lookups"
                        + " WHERE day > (clock_timestamp() AT TIME ZONE 'UTC')::date - $1::integer",
                row -> new Lookups(row.number("found"), row.number("absent")),
                days);
    }

    /**
     * How often old ids were asked for.
     *
     * @param found an alias answered: somebody still holds an old id
     * @param absent no alias was needed or known
     */
    public record Lookups(long found, long absent) {}

    private static Map.Entry<UUID, UUID> entry(Session.Fields row) {
        return Map.entry(row.get("id", UUID.class), row.get("now", UUID.class));
    }
}
