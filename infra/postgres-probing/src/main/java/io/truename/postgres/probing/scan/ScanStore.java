// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.probing.scan;

import io.truename.postgres.Page;
import io.truename.postgres.Session;
import io.truename.postgres.Session.Null;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Store of scans in {@code truename.scan}. An instance that works on a scan holds its lease, and writes only under the lease's token:
 * after a kill another instance takes over from the last stored slice.
 */
public final class ScanStore {
    private static final Duration LEASE = Duration.ofSeconds(90);
    private static final String COLUMNS =
            "id, number, kind, state, settings::text AS settings, summary::text AS summary, waiting, error, created_at, ended_at";

    /** State of a scan. */
    public enum State {
        RUNNING,
        DONE,
        FAILED
    }

    /**
     * A scan as it is shown.
     *
     * @param number of the order in which scans began
     * @param settings JSON object
     * @param summary JSON object of what it counted; empty before the first slice
     * @param waiting why it waits, for people
     * @param error why it failed, for people
     */
    public record Stored(
            UUID id,
            long number,
            ScanKind kind,
            State state,
            String settings,
            Optional<String> summary,
            Optional<String> waiting,
            Optional<String> error,
            Instant createdAt,
            Optional<Instant> endedAt) {}

    /**
     * A scan that this instance may work on.
     *
     * @param progress of the last stored slice; empty before the first
     */
    record Claimed(UUID id, ScanKind kind, String settings, long token, Optional<String> progress, Instant createdAt) {}

    /** Begins a scan; empty if one of the kind is under way. */
    public Optional<UUID> begin(Session session, ScanKind kind, String settings) {
        return session.find(
                "INSERT INTO truename.scan (id, kind, settings) VALUES ($1, $2, $3::jsonb)"
                        + " ON CONFLICT (kind) WHERE state = 'RUNNING' DO NOTHING RETURNING id",
                row -> row.get("id", UUID.class),
                UUID.randomUUID(),
                kind.code(),
                settings);
    }

    /** Finds the scan of a kind that is under way. */
    public Optional<UUID> underWay(Session session, ScanKind kind) {
        return session.find(
                "SELECT id FROM truename.scan WHERE kind = $1 AND state = 'RUNNING'",
                row -> row.get("id", UUID.class),
                kind.code());
    }

    /** Finds a scan. */
    public Optional<Stored> find(Session session, UUID id) {
        return session.find("SELECT " + COLUMNS + " FROM truename.scan WHERE id = $1", ScanStore::stored, id);
    }

    /** A page of scans, the latest first. */
    public Page<Stored> list(Session session, int limit, Optional<Long> after) {
        return Page.of(
                session.list(
                        "SELECT " + COLUMNS + " FROM truename.scan WHERE number < $1 ORDER BY number DESC LIMIT $2",
                        ScanStore::stored,
                        after.orElse(Long.MAX_VALUE),
                        limit + 1),
                limit,
                stored -> Long.toString(stored.number()));
    }

    /** When each part of the corpus was last passed over whole. */
    public record PartSeen(String part, Instant lastSeen, long rows) {}

    /** All parts, those longest ago first. */
    public List<PartSeen> parts(Session session) {
        return session.list(
                "SELECT part, last_seen, rows FROM truename.scan_part ORDER BY last_seen, part LIMIT 500",
                row -> new PartSeen(row.text("part"), row.get("last_seen", Instant.class), row.number("rows")));
    }

    /** When the last full scan was done; empty if none was. */
    public Optional<Instant> lastFullPass(Session session) {
        return session.one(
                "SELECT max(ended_at) AS at FROM truename.scan WHERE kind = 'full' AND state = 'DONE'",
                row -> row.find("at", Instant.class));
    }

    /** When the last other full scan that is done began; empty if none is. */
    Optional<Instant> lastFullPassBegan(Session session, UUID otherThan) {
        return session.find(
                "SELECT created_at FROM truename.scan WHERE kind = 'full' AND state = 'DONE' AND id <> $1"
                        + " ORDER BY number DESC LIMIT 1",
                row -> row.get("created_at", Instant.class),
                otherThan);
    }

    /** Takes the lease; empty if another instance holds it, the scan waits, or it has ended. */
    Optional<Claimed> claim(Session session, UUID id, UUID holder) {
        return session.find(
                "UPDATE truename.scan SET token = token + 1, holder = $2, expires_at = clock_timestamp() + make_interval(secs => $3)"
                        + " WHERE id = $1 AND state = 'RUNNING' AND (expires_at IS NULL OR expires_at < clock_timestamp())"
                        + " AND (not_before IS NULL OR not_before <= clock_timestamp())"
                        + " RETURNING kind, settings::text AS settings, token, progress::text AS progress, created_at",
                row -> new Claimed(
                        id,
                        ScanKind.find(row.text("kind")).orElseThrow(),
                        row.text("settings"),
                        row.number("token"),
                        row.find("progress", String.class),
                        row.get("created_at", Instant.class)),
                id,
                holder,
                (double) LEASE.toSeconds());
    }

    /** Stores a slice and extends the lease; false if another instance has taken it over, or the scan has ended. */
    boolean advance(Session session, Claimed scan, String progress, String summary) {
        return session.update(
                        "UPDATE truename.scan SET progress = $3::jsonb, summary = $4::jsonb, waiting = NULL, not_before = NULL,"
                                + " expires_at = clock_timestamp() + make_interval(secs => $5)"
                                + " WHERE id = $1 AND token = $2 AND state = 'RUNNING'",
                        scan.id(),
                        scan.token(),
                        progress,
                        summary,
                        (double) LEASE.toSeconds())
                == 1;
    }

    /** Releases the lease; {@code waiting} and {@code notBefore} say that it must not go on at once, and why. */
    void release(Session session, Claimed scan, Optional<String> waiting, Optional<Instant> notBefore) {
        session.update(
                "UPDATE truename.scan SET holder = NULL, expires_at = NULL, waiting = $3, not_before = $4"
                        + " WHERE id = $1 AND token = $2 AND state = 'RUNNING'",
                scan.id(),
                scan.token(),
                waiting.<Object>map(text -> text).orElse(new Null(String.class)),
                notBefore.<Object>map(time -> time).orElse(new Null(Instant.class)));
    }

    /** Lets a scan that waits for a time go on. */
    public void wake(Session session, UUID id) {
        session.update(
                "UPDATE truename.scan SET waiting = NULL, not_before = NULL WHERE id = $1 AND state = 'RUNNING'", id);
    }

    /** Ends a scan; false if another instance has taken it over. The place is dropped. */
    boolean finish(Session session, Claimed scan, String summary) {
        return session.update(
                        "UPDATE truename.scan SET state = 'DONE', progress = NULL, summary = $3::jsonb, waiting = NULL,"
                                + " holder = NULL, expires_at = NULL, ended_at = clock_timestamp()"
                                + " WHERE id = $1 AND token = $2 AND state = 'RUNNING'",
                        scan.id(),
                        scan.token(),
                        summary)
                == 1;
    }

    /** Ends a scan with an explanation for people; false if another instance has taken it over. */
    boolean fail(Session session, Claimed scan, String error) {
        return session.update(
                        "UPDATE truename.scan SET state = 'FAILED', progress = NULL, error = $3, waiting = NULL, holder = NULL,"
                                + " expires_at = NULL, ended_at = clock_timestamp()"
                                + " WHERE id = $1 AND token = $2 AND state = 'RUNNING'",
                        scan.id(),
                        scan.token(),
                        error)
                == 1;
    }

    /** Ends a scan that nobody works on and that cannot go on, with an explanation for people. */
    public boolean abandon(Session session, UUID id, String error) {
        return session.update(
                        "UPDATE truename.scan SET state = 'FAILED', progress = NULL, error = $2, waiting = NULL,"
                                + " ended_at = clock_timestamp() WHERE id = $1 AND state = 'RUNNING'"
                                + " AND (expires_at IS NULL OR expires_at < clock_timestamp())",
                        id,
                        error)
                == 1;
    }

    /** Stores that a part was passed over whole. */
    void covered(Session session, String part, long rows, UUID scan, Instant at) {
        session.update(
                "INSERT INTO truename.scan_part (part, last_seen, rows, scan) VALUES ($1, $2, $3, $4) ON CONFLICT (part)"
                        + " DO UPDATE SET last_seen = excluded.last_seen, rows = excluded.rows, scan = excluded.scan",
                part,
                at,
                rows,
                scan);
    }

    /** JSON of the state of the last whole pass. */
    Optional<String> memory(Session session) {
        return session.find("SELECT checks::text AS checks FROM truename.scan_memory", row -> row.text("checks"));
    }

    /** Stores the state of a whole pass. */
    void remember(Session session, String checks) {
        session.update(
                "INSERT INTO truename.scan_memory (checks, at) VALUES ($1::jsonb, clock_timestamp())"
                        + " ON CONFLICT (one) DO UPDATE SET checks = excluded.checks, at = excluded.at",
                checks);
    }

    /** Deletes ended scans but the latest thousand. */
    void forget(Session session) {
        session.update(
                "DELETE FROM truename.scan WHERE state <> 'RUNNING' AND number <= (SELECT max(number) - 1000 FROM truename.scan)");
    }

    private static Stored stored(Session.Fields row) {
        return new Stored(
                row.get("id", UUID.class),
                row.number("number"),
                ScanKind.find(row.text("kind")).orElseThrow(),
                State.valueOf(row.text("state")),
                row.text("settings"),
                row.find("summary", String.class),
                row.find("waiting", String.class),
                row.find("error", String.class),
                row.get("created_at", Instant.class),
                row.find("ended_at", Instant.class));
    }
}
