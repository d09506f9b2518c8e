// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.probing.scan;

import io.truename.postgres.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Watermarks of incremental scans: the time up to which every document is known to have been seen. A document gets its time when its
 * transaction begins and shows when it commits, perhaps much later. So a time becomes the watermark only when every transaction
 * that was in flight then has ended: each scan notes its time with the first transaction id that was not given out yet, and the
 * newest note whose id no running transaction is below is safe. Any role may ask for these ids.
 *
 * <p>A transaction gets its id at its first write, and its time before. {@link #OVERLAP} covers what lies between, and clocks of
 * clients.
 *
 * <p>A standby shows the past: what committed after its last replayed commit is not there yet, however late it is. So that commit's
 * time is its present moment.
 */
final class Watermarks {
    static final Duration OVERLAP = Duration.ofMinutes(10);

    private Watermarks() {}

    /**
     * A time with the ids of transactions at that time.
     *
     * @param at empty on a standby that has replayed no commit since it started
     */
    record Moment(Optional<Instant> at, long xmin, long xmax) {}

    /** The present moment of the corpus; outside of a transaction, so that the ids are not older than the time. */
    static Moment now(Session corpus) {
        Optional<Instant> at = corpus.one(
                "SELECT CASE WHEN pg_catalog.pg_is_in_recovery() THEN pg_catalog.pg_last_xact_replay_timestamp()"
                        + " ELSE pg_catalog.clock_timestamp() END AS at WHERE $1",
                row -> row.find("at", Instant.class),
                true);
        return corpus.one(
                "SELECT CAST(CAST(pg_catalog.pg_snapshot_xmin(s) AS text) AS bigint) AS xmin,"
                        + " CAST(CAST(pg_catalog.pg_snapshot_xmax(s) AS text) AS bigint) AS xmax"
                        + " FROM pg_catalog.pg_current_snapshot() s WHERE $1",
                row -> new Moment(at, row.number("xmin"), row.number("xmax")),
                true);
    }

    /** Notes a moment; returns the newest noted time before which nothing can commit any more, or empty if there is none. */
    static Optional<Instant> note(Session session, Moment moment) {
        moment.at()
                .ifPresent(at -> session.update(
                        "INSERT INTO truename.scan_moment (at, next) VALUES ($1, $2) ON CONFLICT (at) DO NOTHING",
                        at,
                        moment.xmax()));
        return session.one(
                "SELECT max(at) AS at FROM truename.scan_moment WHERE next <= $1",
                row -> row.find("at", Instant.class),
                moment.xmin());
    }

    /** The watermark; empty before the first. */
    static Optional<Instant> current(Session session) {
        return session.find("SELECT at FROM truename.scan_watermark", row -> row.get("at", Instant.class));
    }

    /** Moves the watermark on, never back, and drops notes before it. */
    static void reach(Session session, Optional<String> time) {
        if (time.isEmpty()) {
            return;
        }
        Instant at = Instant.parse(time.get());
        session.update(
                "INSERT INTO truename.scan_watermark (at) VALUES ($1) ON CONFLICT (one)"
                        + " DO UPDATE SET at = greatest(truename.scan_watermark.at, excluded.at)",
                at);
        session.update("DELETE FROM truename.scan_moment WHERE at < $1", at);
    }
}
