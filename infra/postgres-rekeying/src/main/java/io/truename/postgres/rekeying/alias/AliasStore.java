// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.alias;

import io.truename.postgres.Session;
import io.truename.postgres.SqlException;
import io.truename.postgres.rekeying.batch.DocumentStateSql;
import java.time.LocalDate;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Store of aliases: resolves an old id, or after a rollback the new id, to the present id of its row, by the rule of
 * {@code truename.resolve}. {@code truename.alias_lookups} counts look-ups by day (UTC); once none are found any more, the aliases may
 * be dropped. An id counts as absent if its row is stored under that id, or does not exist: the maps cannot distinguish these.
 */
public final class AliasStore {
    /** Maximum number of ids of a call. */
    public static final int MOST_IDS = 10_000;

    /** Reads each id once; checks only for found ids whether the run that moved the row has ended. */
    private static final String FOUND = DocumentStateSql.of("""
            WITH resolved AS MATERIALIZED (
              SELECT asked.id, truename.resolve(asked.id) AS now FROM unnest($1::uuid[]) AS asked(id)),
            found AS MATERIALIZED (
              SELECT known.id, known.now, ended.late IS NOT NULL AS late
                FROM resolved known LEFT JOIN LATERAL (
                  SELECT true AS late FROM (
                    SELECT m.run FROM truename.document_map m WHERE m.old_id = known.id AND m.state IN ({MOVED}, {MERGED})
                    UNION ALL
                    SELECT c.run FROM truename.chunk_map c
                      JOIN truename.document_map m ON m.run = c.run AND m.doc = c.doc AND m.state IN ({MOVED}, {MERGED})
                     WHERE c.old_id = known.id
                    UNION ALL
                    SELECT m.run FROM truename.document_map m WHERE m.new_id = known.id AND m.state = {ROLLED_BACK}
                    UNION ALL
                    SELECT c.run FROM truename.chunk_map c WHERE c.new_id = known.id AND
                      (SELECT m.state FROM truename.document_map m WHERE m.run = c.run AND m.doc = c.doc) = {ROLLED_BACK}) moved
                    JOIN truename.run r ON r.number = moved.run AND r.state IN ('FINISHED', 'ROLLED_BACK')
                   LIMIT 1) ended ON true
               WHERE known.now <> known.id)""");

    private static final String OF_THE_LAST_DAYS =
            " FROM truename.alias_lookups WHERE day > (clock_timestamp() AT TIME ZONE 'UTC')::date - $1::integer";

    private static final String ANSWER = " SELECT id, now, late FROM found";

    private static final String COUNTED = """
            , counted AS (
              INSERT INTO truename.alias_lookups AS day (day, found, absent, late)
              SELECT (clock_timestamp() AT TIME ZONE 'UTC')::date, (SELECT count(*) FROM found),
                     (SELECT count(*) FROM resolved WHERE now = id), (SELECT count(*) FROM found WHERE late)
              ON CONFLICT (day) DO UPDATE SET found = day.found + excluded.found,
                absent = day.absent + excluded.absent, late = day.late + excluded.late)""";

    /** SQLSTATEs of a read-only server, a lock time-out and a cancelled statement: the look-up goes on without counting. */
    private static final List<String> WITHOUT_COUNTING = List.of("25006", "55P03", "57014");

    /** Resolves an id to the present id of its row; empty if the row never moved, or is stored under that id. */
    public Optional<UUID> find(Session session, UUID oldId) {
        return Optional.ofNullable(findAll(session, List.of(oldId)).get(oldId));
    }

    /**
     * Resolves ids to the present ids of their rows, in one round trip.
     *
     * @param oldIds at most {@link #MOST_IDS}; duplicates are counted once
     * @return present ids by old id, unordered, without ids for which {@link #find} returns empty
     */
    public Map<UUID, UUID> findAll(Session session, Collection<UUID> oldIds) {
        return lookUp(session, oldIds).byOldId();
    }

    /**
     * Resolves ids like {@link #findAll}, and counts the late ones.
     *
     * @param oldIds at most {@link #MOST_IDS}; duplicates are counted once
     */
    public Found lookUp(Session session, Collection<UUID> oldIds) {
        UUID[] asked = oldIds.stream().distinct().toArray(UUID[]::new);
        if (asked.length > MOST_IDS) {
            throw new IllegalArgumentException("oldIds: at most " + MOST_IDS + " at once");
        }
        if (asked.length == 0) {
            return new Found(Map.of(), 0);
        }
        List<Row> found;
        try {
            found = session.list(FOUND + COUNTED + ANSWER, Row::read, (Object) asked);
        } catch (SqlException notCounted) {
            if (!WITHOUT_COUNTING.contains(notCounted.sqlState())) {
                throw notCounted;
            }
            found = session.list(FOUND + ANSWER, Row::read, (Object) asked);
        }
        Map<UUID, UUID> byOldId = new LinkedHashMap<>();
        found.forEach(row -> byOldId.put(row.id(), row.now()));
        return new Found(byOldId, (int) found.stream().filter(Row::late).count());
    }

    /** Sum of the look-ups of the last days, including today; all 0 if there were none. */
    public Lookups lookups(Session session, int days) {
        return session.one(
                "SELECT coalesce(sum(found), 0)::bigint AS found, coalesce(sum(absent), 0)::bigint AS absent,"
                        + " coalesce(sum(late), 0)::bigint AS late" + OF_THE_LAST_DAYS,
                AliasStore::lookups,
                days);
    }

    /** Look-ups by day, newest first, without days that had none. */
    public List<Day> lookupsByDay(Session session, int days) {
        return session.list(
                "SELECT day, found, absent, late" + OF_THE_LAST_DAYS + " ORDER BY day DESC",
                row -> new Day(row.get("day", LocalDate.class), lookups(row)),
                days);
    }

    private static Lookups lookups(Session.Fields row) {
        return new Lookups(row.number("found"), row.number("absent"), row.number("late"));
    }

    /**
     * Result of a look-up.
     *
     * @param byOldId present ids of the rows, by old id
     * @param late number of found ids whose run has ended
     */
    public record Found(Map<UUID, UUID> byOldId, int late) {
        public Found {
            byOldId = Map.copyOf(byOldId);
        }
    }

    /**
     * Numbers of look-ups of old ids.
     *
     * @param found look-ups that an alias resolved: a caller still holds an old id
     * @param absent look-ups for which no alias was needed or known
     * @param late found look-ups whose alias belongs to a run that had ended
     */
    public record Lookups(long found, long absent, long late) {}

    /** Look-ups of one day, in UTC. */
    public record Day(LocalDate day, Lookups lookups) {}

    private record Row(UUID id, UUID now, boolean late) {
        static Row read(Session.Fields row) {
            return new Row(row.get("id", UUID.class), row.get("now", UUID.class), row.flag("late"));
        }
    }
}
