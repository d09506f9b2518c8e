// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.reporting;

import io.truename.postgres.Page;
import io.truename.postgres.Session;
import io.truename.postgres.Session.Null;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Store of reports in {@code truename.report}: which there are, and the state of those that are being made. Their content is in a bucket.
 * An instance claims a report for a time, and after a kill another one claims it again. Call it within a transaction.
 */
public final class ReportStore {
    /** Attempts at a report that may stop without a word; after the next it counts as failed. */
    public static final int MOST_ATTEMPTS = 3;

    /** Longer than a function's time-out. */
    static final Duration CLAIM = Duration.ofSeconds(130);

    static final String COLUMNS = "id, number, kind, from_time, until_time, options::text AS options, amends, state,"
            + " done, parts, created_at, made_at, title, lead, waiting, error, attempts";

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
     * @param waiting of a report that is being made: why the last attempt failed, for people
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
            Optional<String> waiting,
            Optional<String> error) {}

    /**
     * Report that this instance makes.
     *
     * @param token of the claim; another instance that claims the report gets a higher one
     */
    public record Claimed(Stored report, int token) {}

    /** Adds a report to be made; that of the same occasion, or that amends the same report, if there is one already. */
    public UUID begin(Session session, Order order, Instant now) {
        UUID id = UUID.randomUUID();
        long added = session.update(
                "INSERT INTO truename.report (id, kind, from_time, until_time, options, occasion, amends, created_at)"
                        + " VALUES ($1, $2, $3, $4, $5::jsonb, $6, $7, $8) ON CONFLICT DO NOTHING",
                id,
                order.kind().name(),
                Times.at(order.from()),
                Times.at(order.until()),
                order.options(),
                order.occasion().<Object>map(text -> text).orElse(new Null(String.class)),
                order.amends().<Object>map(report -> report).orElse(new Null(UUID.class)),
                Times.at(now));
        return added == 1
                ? id
                : session.one(
                        "SELECT id FROM truename.report WHERE occasion = $1 OR amends = $2",
                        row -> row.get("id", UUID.class),
                        order.occasion().<Object>map(text -> text).orElse(new Null(String.class)),
                        order.amends().<Object>map(report -> report).orElse(new Null(UUID.class)));
    }

    /** Ends reports that were begun before a time and are not ready: their obstacle would stay for ever. */
    public void giveUp(Session session, Instant begunBefore) {
        session.update(
                "UPDATE truename.report SET state = 'FAILED', claimed_until = NULL, error = 'It was not ready within a day. '"
                        + " || coalesce(waiting, 'The log of report says why.') || ' Begin the report again.'"
                        + " WHERE state = 'RUNNING' AND created_at < $1",
                Times.at(begunBefore));
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
                "UPDATE truename.report SET claimed_until = $2, attempts = attempts + 1, stops = stops + 1 WHERE id = $1 AND state = 'RUNNING'"
                        + " AND (claimed_until IS NULL OR claimed_until <= $3) RETURNING " + COLUMNS,
                row -> new Claimed(stored(row), row.get("attempts", Integer.class)),
                report,
                Times.at(now.plus(CLAIM)),
                Times.at(now));
    }

    /** Ends a report whose attempts stopped without a word: by a fault of ours, too little memory, or a time-out. */
    private static void giveUp(Session session, UUID report, Instant now) {
        session.update(
                "UPDATE truename.report SET state = 'FAILED', claimed_until = NULL, error = $4 WHERE id = $1"
                        + " AND state = 'RUNNING' AND stops >= $2 AND claimed_until <= $3",
                report,
                MOST_ATTEMPTS,
                Times.at(now),
                "Each of " + MOST_ATTEMPTS + " attempts stopped before its end. The function's log says why.");
    }

    /** Makes a report ready. False if another instance has claimed it since, or made it. */
    public boolean made(Session session, Claimed claimed, String title, String lead, Instant now) {
        return session.update(
                        "UPDATE truename.report SET state = 'READY', made_at = $3, title = $4, lead = $5,"
                                + " claimed_until = NULL, waiting = NULL WHERE id = $1 AND state = 'RUNNING' AND attempts = $2",
                        claimed.report().id(),
                        claimed.token(),
                        Times.at(now),
                        title,
                        lead)
                == 1;
    }

    /**
     * Stores that an attempt failed, and that another may succeed.
     *
     * @param reason for people
     */
    public void waits(Session session, Claimed claimed, String reason) {
        session.update(
                "UPDATE truename.report SET claimed_until = NULL, stops = 0, waiting = $3"
                        + " WHERE id = $1 AND state = 'RUNNING' AND attempts = $2",
                claimed.report().id(),
                claimed.token(),
                reason);
    }

    /**
     * Stores that a report cannot be made.
     *
     * @param error for people
     */
    public void failed(Session session, Claimed claimed, String error) {
        session.update(
                "UPDATE truename.report SET claimed_until = NULL, state = 'FAILED', error = $3, waiting = NULL"
                        + " WHERE id = $1 AND state = 'RUNNING' AND attempts = $2",
                claimed.report().id(),
                claimed.token(),
                error);
    }

    /** Reports of a kind that were made before a time, amend no other, and were not looked at for late data yet, oldest first. */
    public List<Stored> notChecked(Session session, Kind kind, Instant madeBefore, int limit) {
        return session.list(
                "SELECT " + COLUMNS
                        + " FROM truename.report WHERE kind = $1 AND state = 'READY' AND late_checked_at IS NULL"
                        + " AND amends IS NULL AND made_at <= $2 ORDER BY made_at LIMIT $3",
                ReportStore::stored,
                kind.name(),
                Times.at(madeBefore),
                limit);
    }

    /** Notes that a report was looked at for late data. */
    public void checked(Session session, UUID report, Instant now) {
        session.update("UPDATE truename.report SET late_checked_at = $2 WHERE id = $1", report, Times.at(now));
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
                Times.at(until));
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

    static Stored stored(Session.Fields row) {
        return new Stored(
                row.get("id", UUID.class),
                row.number("number"),
                new Order(
                        Kind.valueOf(row.text("kind")),
                        Times.of(row, "from_time"),
                        Times.of(row, "until_time"),
                        row.text("options"),
                        Optional.empty(),
                        row.find("amends", UUID.class)),
                State.valueOf(row.text("state")),
                row.number("done"),
                row.number("parts"),
                Times.of(row, "created_at"),
                row.find("made_at", OffsetDateTime.class).map(OffsetDateTime::toInstant),
                row.find("title", String.class),
                row.find("lead", String.class),
                row.find("waiting", String.class),
                row.find("error", String.class));
    }
}
