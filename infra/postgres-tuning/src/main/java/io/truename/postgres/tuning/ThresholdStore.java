// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.tuning;

import io.truename.postgres.Page;
import io.truename.postgres.Session;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Store of thresholds in force, and of those before, in {@code truename.tuned_threshold}. Call it within a transaction. */
public final class ThresholdStore {
    private static final String COLUMNS =
            "number, alert, condition, severity, hours, proposal, applied_at, ended_at, ended_by, replaced";

    /**
     * Threshold of a condition.
     *
     * @param severity critical, high or low
     * @param hours one for each hour of the week in UTC, from Monday, or one for all
     */
    public record Threshold(String alert, String condition, String severity, List<Double> hours) {
        public Threshold {
            hours = List.copyOf(hours);
            if (hours.size() != 1 && hours.size() != 168) {
                throw new IllegalArgumentException("hours: 1 or 168, got " + hours.size());
            }
        }
    }

    /** How a threshold ended. */
    public enum Ended {
        REPLACED,
        ROLLED_BACK
    }

    /**
     * Stored threshold.
     *
     * @param number of the order in which thresholds came into force
     * @param endedAt empty while it is in force
     */
    public record Stored(
            long number,
            Threshold threshold,
            UUID proposal,
            Instant appliedAt,
            Optional<Instant> endedAt,
            Optional<Ended> endedBy,
            Optional<Long> replaced) {}

    /** The thresholds in force, by alert, condition and severity. */
    public List<Stored> inForce(Session session) {
        return session.list(
                "SELECT " + COLUMNS
                        + " FROM truename.tuned_threshold WHERE ended_at IS NULL ORDER BY alert, condition, severity",
                ThresholdStore::stored);
    }

    /**
     * The thresholds that were in force at a time, by alert, condition and severity; none of those whose history does not reach so far
     * back, for the catalog's were in force then.
     */
    public List<Stored> inForceAt(Session session, Instant time) {
        return session.list(
                "SELECT " + COLUMNS + " FROM truename.tuned_threshold"
                        + " WHERE applied_at <= $1 AND (ended_at IS NULL OR ended_at > $1)"
                        + " ORDER BY alert, condition, severity",
                ThresholdStore::stored,
                at(time));
    }

    /** Puts thresholds into force in place of those before. To be called in a transaction: others that change thresholds wait for it. */
    public void apply(Session session, UUID proposal, List<Threshold> thresholds, Instant now) {
        serialise(session);
        for (Threshold threshold : thresholds) {
            Optional<Long> before = end(session, threshold, Ended.REPLACED, now);
            insert(session, threshold, proposal, before, now);
        }
    }

    /**
     * Takes the thresholds of an alert out of force, and puts those that they replaced into force again; those that were the first leave
     * the field to the catalog's. To be called in a transaction, as {@link #apply}.
     *
     * @return the thresholds that were taken out; none if none was in force
     */
    public List<Stored> rollBack(Session session, String alert, Instant now) {
        serialise(session);
        List<Stored> ended = new ArrayList<>();
        for (Stored current : inForce(session)) {
            if (current.threshold().alert().equals(alert)) {
                end(session, current.threshold(), Ended.ROLLED_BACK, now);
                ended.add(current);
                current.replaced()
                        .flatMap(number -> find(session, number))
                        .ifPresent(before ->
                                // It keeps what it replaced itself, so that the next roll back goes further.
                                insert(session, before.threshold(), before.proposal(), before.replaced(), now));
            }
        }
        return List.copyOf(ended);
    }

    /** Whether a threshold of one of these conditions came into force, or ended, after a time. To be called in a transaction. */
    public boolean changedSince(Session session, List<Threshold> thresholds, Instant time) {
        serialise(session);
        return session.one(
                "SELECT EXISTS (SELECT FROM truename.tuned_threshold JOIN unnest($1::text[], $2::text[])"
                        + " AS changed (alert, condition) USING (alert, condition)"
                        + " WHERE applied_at > $3 OR ended_at > $3) AS changed",
                row -> row.flag("changed"),
                thresholds.stream().map(Threshold::alert).toArray(String[]::new),
                thresholds.stream().map(Threshold::condition).toArray(String[]::new),
                at(time));
    }

    /** Locks the table, so that all that is read before a change is still so when the change is written. */
    private static void serialise(Session session) {
        session.execute("LOCK TABLE truename.tuned_threshold IN SHARE ROW EXCLUSIVE MODE");
    }

    private static Optional<Long> end(Session session, Threshold threshold, Ended how, Instant now) {
        return session.find(
                "UPDATE truename.tuned_threshold SET ended_at = $4, ended_by = $5"
                        + " WHERE alert = $1 AND condition = $2 AND severity = $3 AND ended_at IS NULL RETURNING number",
                row -> row.number("number"),
                threshold.alert(),
                threshold.condition(),
                threshold.severity(),
                at(now),
                how.name());
    }

    private static void insert(
            Session session, Threshold threshold, UUID proposal, Optional<Long> replaced, Instant now) {
        session.update(
                "INSERT INTO truename.tuned_threshold (alert, condition, severity, hours, proposal, applied_at, replaced)"
                        + " VALUES ($1, $2, $3, $4, $5, $6, $7)",
                threshold.alert(),
                threshold.condition(),
                threshold.severity(),
                threshold.hours().toArray(Double[]::new),
                proposal,
                at(now),
                replaced.<Object>map(number -> number).orElse(new Session.Null(Long.class)));
    }

    private static Optional<Stored> find(Session session, long number) {
        return session.find(
                "SELECT " + COLUMNS + " FROM truename.tuned_threshold WHERE number = $1",
                ThresholdStore::stored,
                number);
    }

    /** A page of the history of an alert, or of all, newest first. */
    public Page<Stored> history(Session session, Optional<String> alert, int limit, Optional<Long> after) {
        List<Stored> found = session.list(
                "SELECT " + COLUMNS + " FROM truename.tuned_threshold WHERE number < $1 AND ($2 = '' OR alert = $2)"
                        + " ORDER BY number DESC LIMIT $3",
                ThresholdStore::stored,
                after.orElse(Long.MAX_VALUE),
                alert.orElse(""),
                limit + 1);
        return Page.of(found, limit, last -> Long.toString(last.number()));
    }

    private static Stored stored(Session.Fields row) {
        return new Stored(
                row.number("number"),
                new Threshold(
                        row.text("alert"),
                        row.text("condition"),
                        row.text("severity"),
                        Arrays.asList(row.get("hours", Double[].class))),
                row.get("proposal", UUID.class),
                row.get("applied_at", OffsetDateTime.class).toInstant(),
                row.find("ended_at", OffsetDateTime.class).map(OffsetDateTime::toInstant),
                row.find("ended_by", String.class).map(Ended::valueOf),
                row.find("replaced", Long.class));
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
