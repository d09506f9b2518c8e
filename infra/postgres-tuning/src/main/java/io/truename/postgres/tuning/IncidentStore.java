// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.tuning;

import io.truename.postgres.Session;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;

/**
 * Store of notifications, verdicts and changes. What is older than {@link #KEPT} is dropped: as long as Cloud Monitoring keeps the points
 * that thresholds are made of.
 */
public final class IncidentStore {
    /** Time for which everything is kept. */
    public static final Duration KEPT = Duration.ofDays(42);

    /** The most notifications of one reading, the newest. */
    public static final int MOST = 10_000;

    /** Verdict of a person as it is stored. */
    public record StoredVerdict(String incident, boolean real, String by, Instant at, String reason) {}

    /**
     * Change of a component.
     *
     * @param kind DEPLOY, MIGRATION or SCHEDULE
     */
    public record StoredChange(String kind, String component, String name, Instant at) {}

    /**
     * Keeps a notification; whether it is new.
     *
     * @param message JSON of the fields that are read
     */
    public boolean keep(
            Session session, String incident, Instant startedAt, boolean closed, String message, Instant now) {
        session.update("DELETE FROM truename.incident_notification WHERE started_at < $1", at(now.minus(KEPT)));
        return session.update(
                        "INSERT INTO truename.incident_notification (incident, started_at, closed, message, received_at)"
                                + " VALUES ($1, $2, $3, $4::jsonb, $5) ON CONFLICT DO NOTHING",
                        incident,
                        at(startedAt),
                        closed,
                        message,
                        at(now))
                == 1;
    }

    /** The notifications of incidents that began after a time, as they came. */
    public List<String> since(Session session, Instant time) {
        return session.list(
                "SELECT message::text AS message FROM truename.incident_notification WHERE started_at > $1"
                        + " ORDER BY started_at DESC, incident, closed LIMIT $2",
                row -> row.text("message"),
                at(time),
                MOST);
    }

    /** Adds a verdict; the newest on an incident counts. */
    public void add(Session session, StoredVerdict verdict) {
        session.update(
                "INSERT INTO truename.incident_verdict (incident, real, by, at, reason) VALUES ($1, $2, $3, $4, $5)",
                verdict.incident(),
                verdict.real(),
                verdict.by(),
                at(verdict.at()),
                verdict.reason());
        session.update(
                "DELETE FROM truename.incident_verdict WHERE at < $1",
                at(verdict.at().minus(KEPT)));
    }

    /** All verdicts, the oldest first. */
    public List<StoredVerdict> verdicts(Session session) {
        return session.list(
                "SELECT incident, real, by, at, reason FROM truename.incident_verdict ORDER BY number DESC LIMIT $1",
                row -> new StoredVerdict(
                        row.text("incident"),
                        row.flag("real"),
                        row.text("by"),
                        row.get("at", OffsetDateTime.class).toInstant(),
                        row.text("reason")),
                MOST);
    }

    /** Keeps a change that was not known; one that was keeps its time. */
    public void keep(Session session, StoredChange change) {
        session.update(
                "INSERT INTO truename.component_change (kind, component, name, at) VALUES ($1, $2, $3, $4)"
                        + " ON CONFLICT DO NOTHING",
                change.kind(),
                change.component(),
                change.name(),
                at(change.at()));
        session.update(
                "DELETE FROM truename.component_change WHERE at < $1",
                at(change.at().minus(KEPT)));
    }

    /** Changes since a time that were kept, the newest first. {@link MigrationChanges} has those of migrations. */
    public List<StoredChange> changes(Session session, Instant since) {
        return session.list(
                "SELECT kind, component, name, at FROM truename.component_change WHERE at > $1 ORDER BY at DESC LIMIT $2",
                row -> new StoredChange(
                        row.text("kind"),
                        row.text("component"),
                        row.text("name"),
                        row.get("at", OffsetDateTime.class).toInstant()),
                at(since),
                MOST);
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
