// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.reporting;

import io.truename.postgres.Session;
import io.truename.postgres.reporting.ReportStore.Stored;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Store of announcements in {@code truename.report_announcement}, a transactional outbox: they are written in the transaction that makes a report
 * ready, and published afterwards. Call it within a transaction.
 */
public final class AnnouncementStore {
    /** Readers that a report is announced to: each with the same snapshot in another order and depth. */
    public enum Audience {
        ANYBODY,
        ENGINEERING,
        LEADERSHIP,
        SUPPORT,
        PUBLIC
    }

    /** Announcement that is due. */
    public record Announcement(Stored report, Audience audience) {}

    /**
     * Adds the announcements of a report.
     *
     * @param due time of the announcement to each audience
     */
    public void add(Session session, UUID report, Map<Audience, Instant> due) {
        due.forEach((audience, time) -> session.update(
                "INSERT INTO truename.report_announcement (report, audience, due_at) VALUES ($1, $2, $3)",
                report,
                audience.name(),
                Times.at(time)));
    }

    /** Announcements that are due and not published, oldest first. They are locked for the transaction; others skip them. */
    public List<Announcement> due(Session session, Instant now, int limit) {
        return session.list(
                "SELECT " + ReportStore.COLUMNS
                        + ", audience FROM truename.report_announcement JOIN truename.report ON id = report"
                        + " WHERE announced_at IS NULL AND due_at <= $1 ORDER BY due_at, report, audience LIMIT $2"
                        + " FOR UPDATE OF report_announcement SKIP LOCKED",
                row -> new Announcement(ReportStore.stored(row), Audience.valueOf(row.text("audience"))),
                Times.at(now),
                limit);
    }

    /** Notes that an announcement was published. */
    public void announced(Session session, Announcement announcement, Instant now) {
        session.update(
                "UPDATE truename.report_announcement SET announced_at = $3 WHERE report = $1 AND audience = $2",
                announcement.report().id(),
                announcement.audience().name(),
                Times.at(now));
    }
}
