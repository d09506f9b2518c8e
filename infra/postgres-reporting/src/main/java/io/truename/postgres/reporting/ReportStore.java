// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.reporting;

import io.truename.postgres.Page;
import io.truename.postgres.Session;
import io.truename.postgres.Session.Null;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Store of reports in {@code truename.report}: which there are, and the state of those that are being made. Their content is in a bucket.
 * An instance claims a report for a time, and after a kill another one claims it again. Call it within a transaction.
 */
public final class ReportStore {
    /** Attempts at a report, after which it counts as failed. */
    public static final int MOST_ATTEMPTS = 3;

    /** Longer than a function's time-out. */
    static final Duration CLAIM = Duration.ofSeconds(130);

    private static final String COLUMNS =
            "id, number, kind, from_time, until_time, options::text AS options, amends, state,"
                    + " done, parts, created_at, made_at, title, lead, error, attempts";

    /** Kind of a report. */
    public enum Kind {
        SAVINGS,
        COST,
        WEEKLY,
        MIGRATION,
        FEEDBACK
    }

    /** State of a report. */
    public enum State {
        RUNNING,
        READY,
        FAILED
    }

    /** Readers that a report is announced to: each with the same snapshot in another order and depth. */
    public enum Audience {
        ANYBODY,
        ENGINEERING,
        LEADERSHIP,
        SUPPORT,
        PUBLIC
    }

    /**
     * Report to be made.
     *
     * @param until exclusive; equal to {@code from} for a state at one moment
     * @param options JSON object of the kind
     * @param occasion name of a scheduled report, of which only one is made; empty for one that somebody asked for
     * @param amends report that this one replaces, if any
     */
    public record Order(
            Kind kind, Instant from, Instant until, String options, Optional<String> occasion, Optional<UUID> amends) {
        public Order {
            if (until.isBefore(from)) {
                throw new IllegalArgumentException("until: not before from");
            }
        }
    }

    /**
     * Report.
     *
     * @param done parts of the work before the report can be made that are done
     * @param parts how many parts there are; 0 if that is not known yet
     * @param title of a report that is ready, as is {@code lead}
     * @param error why it could not be made, for people
     */
    public record Stored(
            UUID id,
            long number,
            Order order,
            State state,
            long done,
            long parts,
            Instant createdAt,
            Optional<Instant> madeAt,
            Optional<String> title,
            Optional<String> lead,
            Optional<String> error) {}

    /**
     * Report that this instance makes.
     *
     * @param token of the claim; another instance that claims the report gets a higher one
     */
    public record Claimed(Stored report, int token) {}

    /** Announcement that is due. */
    public record Announcement(Stored report, Audience audience) {}

    /** Adds a report to be made; that of the same occasion, or that amends the same report, if there is one already. */
    public UUID begin(Session session, Order order, Instant now) {
        UUID id = UUID.randomUUID();
        long added = session.update(
                "INSERT INTO truename.report (id, kind, from_time, until_time, options, occasion, amends, created_at)"
                        + " VALUES ($1, $2, $3, $4, $5::jsonb, $6, $7, $8) ON CONFLICT DO NOTHING",
                id,
                order.kind().name(),
                at(order.from()),
                at(order.until()),
                order.options(),
                order.occasion().<Object>map(text -> text).orElse(new Null(String.class)),
                order.amends().<Object>map(report -> report).orElse(new Null(UUID.class)),
                at(now));
        return added == 1
                ? id
                : session.one(
                        "SELECT id FROM truename.report WHERE occasion = $1 OR amends = $2",
                        row -> row.get("id", UUID.class),
                        order.occasion().<Object>map(text -> text).orElse(new Null(String.class)),
                        order.amends().<Object>map(report -> report).orElse(new Null(UUID.class)));
    }

    /** Ends reports that were begun before a time and are not ready: whatever keeps them from it would keep them for ever. */
    public void giveUp(Session session, Instant begunBefore) {
        session.update(
                "UPDATE truename.report SET state = 'FAILED', claimed_until = NULL, error = $2"
                        + " WHERE state = 'RUNNING' AND created_at < $1",
                at(begunBefore),
                "It was not ready within a day. The log of report says why; begin the report again.");
    }

    /** The reports that are being made, oldest first. */
    public List<Stored> running(Session session, int limit) {
        return session.list(
                "SELECT " + COLUMNS + " FROM truename.report WHERE state = 'RUNNING' ORDER BY number LIMIT $1",
                ReportStore::stored,
                limit);
    }

    /** Stores how far the work is that comes before a report. */
    public void progress(Session session, UUID report, long done, long parts) {
        session.update(
                "UPDATE truename.report SET done = $2, parts = $3 WHERE id = $1 AND state = 'RUNNING'"
                        + " AND (done, parts) IS DISTINCT FROM ($2, $3)",
                report,
                done,
                parts);
    }

    /** Claims a report to make it; empty if it is not running, or another instance makes it. */
    public Optional<Claimed> claim(Session session, UUID report, Instant now) {
        giveUp(session, report, now);
        return session.find(
                "UPDATE truename.report SET claimed_until = $2, attempts = attempts + 1 WHERE id = $1 AND state = 'RUNNING'"
                        + " AND (claimed_until IS NULL OR claimed_until <= $3) RETURNING " + COLUMNS,
                row -> new Claimed(stored(row), row.get("attempts", Integer.class)),
                report,
                at(now.plus(CLAIM)),
                at(now));
    }

    /** Ends a report whose attempts stopped without a word: by a fault of ours, too little memory, or a time-out. */
    private static void giveUp(Session session, UUID report, Instant now) {
        session.update(
                "UPDATE truename.report SET state = 'FAILED', claimed_until = NULL, error = $4 WHERE id = $1"
                        + " AND state = 'RUNNING' AND attempts >= $2 AND claimed_until <= $3",
                report,
                MOST_ATTEMPTS,
                at(now),
                "Each of " + MOST_ATTEMPTS + " attempts stopped before its end. The function's log says why.");
    }

    /**
     * Makes a report ready, and its announcements due. False if another instance has claimed it since, or made it.
     *
     * @param due time of the announcement to each audience
     */
    public boolean made(
            Session session, Claimed claimed, String title, String lead, Map<Audience, Instant> due, Instant now) {
        UUID id = claimed.report().id();
        long changed = session.update(
                "UPDATE truename.report SET state = 'READY', made_at = $3, title = $4, lead = $5, claimed_until = NULL"
                        + " WHERE id = $1 AND state = 'RUNNING' AND attempts = $2",
                id,
                claimed.token(),
                at(now),
                title,
                lead);
        if (changed == 1) {
            due.forEach((audience, time) -> session.update(
                    "INSERT INTO truename.report_announcement (report, audience, due_at) VALUES ($1, $2, $3)",
                    id,
                    audience.name(),
                    at(time)));
        }
        return changed == 1;
    }

    /**
     * Stores that a report could not be made now. It is tried again until {@link #MOST_ATTEMPTS}.
     *
     * @param error for people
     * @param forGood whether no other attempt can succeed
     */
    public void failed(Session session, Claimed claimed, String error, boolean forGood) {
        session.update(
                "UPDATE truename.report SET claimed_until = NULL,"
                        + " state = CASE WHEN $4 OR attempts >= $5 THEN 'FAILED' ELSE state END,"
                        + " error = CASE WHEN $4 OR attempts >= $5 THEN $3 END"
                        + " WHERE id = $1 AND state = 'RUNNING' AND attempts = $2",
                claimed.report().id(),
                claimed.token(),
                error,
                forGood,
                MOST_ATTEMPTS);
    }

    /** Announcements that are due and not published, oldest first. They are locked for the transaction; others skip them. */
    public List<Announcement> due(Session session, Instant now, int limit) {
        return session.list(
                "SELECT " + COLUMNS + ", audience FROM truename.report_announcement JOIN truename.report ON id = report"
                        + " WHERE announced_at IS NULL AND due_at <= $1 ORDER BY due_at, report, audience LIMIT $2"
                        + " FOR UPDATE OF report_announcement SKIP LOCKED",
                row -> new Announcement(stored(row), Audience.valueOf(row.text("audience"))),
                at(now),
                limit);
    }

    /** Notes that an announcement was published. */
    public void announced(Session session, Announcement announcement, Instant now) {
        session.update(
                "UPDATE truename.report_announcement SET announced_at = $3 WHERE report = $1 AND audience = $2",
                announcement.report().id(),
                announcement.audience().name(),
                at(now));
    }

    /** Reports of a kind that were made before a time, amend no other, and were not looked at for late data yet, oldest first. */
    public List<Stored> notChecked(Session session, Kind kind, Instant madeBefore, int limit) {
        return session.list(
                "SELECT " + COLUMNS
                        + " FROM truename.report WHERE kind = $1 AND state = 'READY' AND late_checked_at IS NULL"
                        + " AND amends IS NULL AND made_at <= $2 ORDER BY made_at LIMIT $3",
                ReportStore::stored,
                kind.name(),
                at(madeBefore),
                limit);
    }

    /** Notes that a report was looked at for late data. */
    public void checked(Session session, UUID report, Instant now) {
        session.update("UPDATE truename.report SET late_checked_at = $2 WHERE id = $1", report, at(now));
    }

    /** Finds a report. */
    public Optional<Stored> find(Session session, UUID id) {
        return session.find("SELECT " + COLUMNS + " FROM truename.report WHERE id = $1", ReportStore::stored, id);
    }

    /** The newest report of a kind that is ready and was made for a time that ends at or before another; empty if there is none. */
    public Optional<Stored> before(Session session, Kind kind, Instant until) {
        return session.find(
                "SELECT " + COLUMNS + " FROM truename.report WHERE kind = $1 AND state = 'READY' AND until_time <= $2"
                        + " ORDER BY until_time DESC, number DESC LIMIT 1",
                ReportStore::stored,
                kind.name(),
                at(until));
    }

    /** A page of reports, of one kind or of all, newest first. */
    public Page<Stored> list(Session session, Optional<Kind> kind, int limit, Optional<Long> after) {
        List<Stored> found = session.list(
                "SELECT " + COLUMNS + " FROM truename.report WHERE number < $1 AND ($2 = '' OR kind = $2)"
                        + " ORDER BY number DESC LIMIT $3",
                ReportStore::stored,
                after.orElse(Long.MAX_VALUE),
                kind.map(Kind::name).orElse(""),
                limit + 1);
        return Page.of(found, limit, last -> Long.toString(last.number()));
    }

    private static Stored stored(Session.Fields row) {
        return new Stored(
                row.get("id", UUID.class),
                row.number("number"),
                new Order(
                        Kind.valueOf(row.text("kind")),
                        row.get("from_time", OffsetDateTime.class).toInstant(),
                        row.get("until_time", OffsetDateTime.class).toInstant(),
                        row.text("options"),
                        Optional.empty(),
                        row.find("amends", UUID.class)),
                State.valueOf(row.text("state")),
                row.number("done"),
                row.number("parts"),
                row.get("created_at", OffsetDateTime.class).toInstant(),
                row.find("made_at", OffsetDateTime.class).map(OffsetDateTime::toInstant),
                row.find("title", String.class),
                row.find("lead", String.class),
                row.find("error", String.class));
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
