// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.reporting;

import io.truename.postgres.Session;
import java.time.Instant;
import java.util.List;

/** Reader of the quality of ids, of their adoption and of incidents in a time, from the tables of {@code probe} and {@code tune}. */
public final class QualityReader {
    /** The most notifications of one reading, the newest. */
    private static final int MOST = 10_000;

    /**
     * Quality of a time.
     *
     * @param scanned whether the probe looked for findings: if not, the numbers of findings say nothing
     * @param opened findings that were seen for the first time
     * @param resolved findings that were no longer there
     * @param reopened findings that came back
     * @param open findings that are not resolved at the time of reading
     * @param checks self-checks, which compare ids of all implementations
     * @param differing of them those that found a difference
     */
    public record Quality(
            boolean scanned, long opened, long resolved, long reopened, long open, long checks, long differing) {}

    /**
     * Use of ids and of documents in a time.
     *
     * @param told whether stages ever told of a document or a retrieval
     * @param documents that stages told of for the first time
     * @param agreeing of them those that every stage named as the recipe does
     * @param users with a retrieval, of those that are named
     * @param affected users with a retrieval that found nothing
     * @param found retrievals that found their document
     * @param missed retrievals that did not
     */
    public record Adoption(
            boolean told, long documents, long agreeing, long users, long affected, long found, long missed) {}

    /** Reads the quality between two times. Of scans only the newest are kept: one before the oldest may have been there. */
    public Quality quality(Session session, Instant from, Instant until) {
        return session.one(
                """
                SELECT (SELECT coalesce(bool_or(created_at < $2 AND (ended_at IS NULL OR ended_at >= $1)), false)
                          OR coalesce(min(number) > 1 AND min(created_at) > $1, false) FROM truename.scan)
                         OR count(*) > 0 AS scanned,
                       count(*) FILTER (WHERE event = 'SEEN') AS opened,
                       count(*) FILTER (WHERE event = 'RESOLVED') AS resolved,
                       count(*) FILTER (WHERE event = 'REOPENED') AS reopened,
                       (SELECT count(*) FROM truename.finding WHERE state <> 'RESOLVED') AS open,
                       (SELECT count(*) FROM truename.self_check
                        WHERE (result->>'at')::timestamptz >= $1 AND (result->>'at')::timestamptz < $2) AS checks,
                       (SELECT count(*) FROM truename.self_check
                        WHERE (result->>'at')::timestamptz >= $1 AND (result->>'at')::timestamptz < $2
                          AND result->>'outcome' = 'disagreed') AS differing
                FROM truename.finding_history WHERE at >= $1 AND at < $2""",
                row -> new Quality(
                        row.flag("scanned"),
                        row.number("opened"),
                        row.number("resolved"),
                        row.number("reopened"),
                        row.number("open"),
                        row.number("checks"),
                        row.number("differing")),
                Times.at(from),
                Times.at(until));
    }

    /** Reads the adoption between two times. */
    public Adoption adoption(Session session, Instant from, Instant until) {
        return session.one(
                """
                SELECT EXISTS (SELECT FROM truename.stage_document) OR EXISTS (SELECT FROM truename.retrieval_hour) AS told,
                  documents.*, users.* FROM
                  (SELECT count(*) AS documents,
                          count(*) FILTER (WHERE (uploaded_id = id) IS NOT FALSE AND (parsed_id = id) IS NOT FALSE
                            AND (chunked_id = id) IS NOT FALSE AND (embedded_id = id) IS NOT FALSE
                            AND (retrieved_id = id) IS NOT FALSE) AS agreeing
                   FROM truename.stage_document WHERE known AND first_at >= $1 AND first_at < $2) documents,
                  (SELECT count(*) FILTER (WHERE owner <> '') AS users,
                          count(*) FILTER (WHERE owner <> '' AND missed > 0) AS affected,
                          coalesce(sum(found), 0)::bigint AS found, coalesce(sum(missed), 0)::bigint AS missed
                   FROM (SELECT owner, sum(found) AS found, sum(missed) AS missed FROM truename.retrieval_hour
                         WHERE hour >= $1 AND hour < $2 GROUP BY owner) of_user) users""",
                row -> new Adoption(
                        row.flag("told"),
                        row.number("documents"),
                        row.number("agreeing"),
                        row.number("users"),
                        row.number("affected"),
                        row.number("found"),
                        row.number("missed")),
                Times.at(from),
                Times.at(until));
    }

    /** Notifications of the incidents that began between two times, as they came. */
    public List<String> notifications(Session session, Instant from, Instant until) {
        return session.list(
                "SELECT message::text AS message FROM truename.incident_notification WHERE started_at >= $1"
                        + " AND started_at < $2 ORDER BY started_at DESC, incident, closed LIMIT $3",
                row -> row.text("message"),
                Times.at(from),
                Times.at(until),
                MOST);
    }
}
