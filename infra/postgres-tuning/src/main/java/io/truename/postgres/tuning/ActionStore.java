// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.tuning;

import io.truename.postgres.Page;
import io.truename.postgres.Session;
import io.truename.postgres.Session.Null;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Store of automatic actions. {@link #serialise} lets one instance decide at a time; its transaction must end before anything is done. */
public final class ActionStore {
    private static final int MOST = 1_000;
    private static final String TAKEN = "number, action, subject, at, done_at, reversed_at, undone_at";

    /**
     * Action that was decided on.
     *
     * @param subject the run that was paused; empty for others
     * @param doneAt when it was carried out; empty if it is still to be
     * @param reversedAt when it was decided that it is taken back
     * @param undoneAt when it was taken back
     */
    public record Taken(
            long number,
            String action,
            String subject,
            Instant at,
            Optional<Instant> doneAt,
            Optional<Instant> reversedAt,
            Optional<Instant> undoneAt) {}

    /** A person's no; {@code until} is empty for good. */
    public record No(String action, String by, Instant at, Optional<Instant> until, String reason) {}

    /** Decision as it is recorded. */
    public record Decided(
            long number, String action, String outcome, String reason, Optional<String> incident, Instant at) {}

    /** Waits until no other instance decides; to be called in a transaction. */
    public void serialise(Session session) {
        session.execute("LOCK TABLE truename.action_taken IN SHARE ROW EXCLUSIVE MODE");
    }

    /** The newest actions, the oldest of them first. */
    public List<Taken> taken(Session session) {
        return session.list(
                "SELECT " + TAKEN + " FROM (SELECT * FROM truename.action_taken ORDER BY number DESC LIMIT $1) newest"
                        + " ORDER BY number",
                ActionStore::taken,
                MOST);
    }

    /** Actions that are decided, or to be taken back, and not carried out: after a kill others do it. */
    public List<Taken> due(Session session) {
        return session.list(
                "SELECT " + TAKEN + " FROM truename.action_taken WHERE (reversed_at IS NULL AND done_at IS NULL)"
                        + " OR (reversed_at IS NOT NULL AND undone_at IS NULL) ORDER BY number",
                ActionStore::taken);
    }

    /** Decides on an action. */
    public void act(Session session, String action, String subject, Instant now) {
        session.update(
                "INSERT INTO truename.action_taken (action, subject, at) VALUES ($1, $2, $3)",
                action,
                subject,
                at(now));
    }

    /** Decides that the action in effect is taken back. */
    public void reverse(Session session, String action, Instant now) {
        session.update(
                "UPDATE truename.action_taken SET reversed_at = $2 WHERE action = $1 AND reversed_at IS NULL",
                action,
                at(now));
    }

    /** An action was carried out. */
    public void done(Session session, Taken taken, Instant now) {
        session.update("UPDATE truename.action_taken SET done_at = $2 WHERE number = $1", taken.number(), at(now));
    }

    /** An action was taken back. */
    public void undone(Session session, Taken taken, Instant now) {
        session.update("UPDATE truename.action_taken SET undone_at = $2 WHERE number = $1", taken.number(), at(now));
    }

    /** Adds a person's no. */
    public void add(Session session, No no) {
        session.update(
                "INSERT INTO truename.action_no (action, by, at, until, reason) VALUES ($1, $2, $3, $4, $5)",
                no.action(),
                no.by(),
                at(no.at()),
                no.until().<Object>map(ActionStore::at).orElse(new Null(OffsetDateTime.class)),
                no.reason());
    }

    /** Ends the noes to an action. */
    public void withdraw(Session session, String action, Instant now) {
        session.update(
                "UPDATE truename.action_no SET until = $2 WHERE action = $1 AND (until IS NULL OR until > $2)",
                action,
                at(now));
    }

    /** The noes that hold. */
    public List<No> noes(Session session, Instant now) {
        return session.list(
                "SELECT action, by, at, until, reason FROM truename.action_no WHERE until IS NULL OR until > $1"
                        + " ORDER BY number DESC LIMIT $2",
                row -> new No(
                        row.text("action"),
                        row.text("by"),
                        instant(row, "at"),
                        row.find("until", OffsetDateTime.class).map(OffsetDateTime::toInstant),
                        row.text("reason")),
                at(now),
                MOST);
    }

    /** Records a decision, unless the newest one on the action says the same; whether it was recorded. */
    public boolean record(
            Session session, String action, String outcome, String reason, Optional<String> incident, Instant now) {
        boolean recorded = session.update(
                        """
                        INSERT INTO truename.action_decision (action, outcome, reason, incident, at)
                        SELECT $1, $2, $3, $4, $5 WHERE NOT EXISTS (
                            SELECT FROM truename.action_decision newest
                            WHERE number = (SELECT max(number) FROM truename.action_decision WHERE action = $1)
                              AND outcome = $2 AND reason = $3)""",
                        action,
                        outcome,
                        reason,
                        incident.<Object>map(text -> text).orElse(new Null(String.class)),
                        at(now))
                == 1;
        session.update(
                "DELETE FROM truename.action_decision WHERE number <="
                        + " (SELECT max(number) - $1 FROM truename.action_decision)",
                (long) MOST);
        return recorded;
    }

    /** A page of decisions, newest first. */
    public Page<Decided> decisions(Session session, int limit, Optional<Long> after) {
        List<Decided> found = session.list(
                "SELECT number, action, outcome, reason, incident, at FROM truename.action_decision WHERE number < $1"
                        + " ORDER BY number DESC LIMIT $2",
                row -> new Decided(
                        row.number("number"),
                        row.text("action"),
                        row.text("outcome"),
                        row.text("reason"),
                        row.find("incident", String.class),
                        instant(row, "at")),
                after.orElse(Long.MAX_VALUE),
                limit + 1);
        return Page.of(found, limit, last -> Long.toString(last.number()));
    }

    /** The migration run that moves or rolls back rows now. */
    public Optional<UUID> runningMigration(Session session) {
        return session
                .list(
                        "SELECT id FROM truename.run WHERE state IN ('RUNNING', 'ROLLING_BACK') ORDER BY number DESC LIMIT 1",
                        row -> row.get("id", UUID.class))
                .stream()
                .findFirst();
    }

    /** Whether a run is paused, and was for that reason the last time. */
    public boolean pausedFor(Session session, UUID run, String reason) {
        return session.one(
                "SELECT EXISTS (SELECT FROM truename.run WHERE id = $1 AND state = 'PAUSED' AND $2 = (SELECT t.reason"
                        + " FROM truename.transition t WHERE t.run = number AND t.to_state = 'PAUSED'"
                        + " ORDER BY t.at DESC LIMIT 1)) AS ours",
                row -> row.flag("ours"),
                run,
                reason);
    }

    private static Taken taken(Session.Fields row) {
        return new Taken(
                row.number("number"),
                row.text("action"),
                row.text("subject"),
                instant(row, "at"),
                find(row, "done_at"),
                find(row, "reversed_at"),
                find(row, "undone_at"));
    }

    private static Optional<Instant> find(Session.Fields row, String column) {
        return row.find(column, OffsetDateTime.class).map(OffsetDateTime::toInstant);
    }

    private static Instant instant(Session.Fields row, String column) {
        return row.get(column, OffsetDateTime.class).toInstant();
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
