// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.tuning;

import io.truename.postgres.Page;
import io.truename.postgres.Session;
import io.truename.postgres.Session.Null;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Store of proposals in {@code truename.tuning_proposal}. A proposal has a part for each condition; an instance claims a part for a
 * time, and after a kill another one claims it again. Newest proposals stay, {@link #MOST} of them, and all that were applied.
 */
public final class ProposalStore {
    /** Proposals that are kept besides those that were applied. */
    public static final int MOST = 200;

    /** Attempts at a part, after which it counts as failed. */
    public static final int MOST_ATTEMPTS = 3;

    /** Longer than a function's time-out. */
    static final Duration CLAIM = Duration.ofSeconds(130);

    private static final String COLUMNS =
            "proposal.id, number, state, days, created_at, decided_at, reason," + " parts, made, failed, changed";

    /** Parts are counted in the query of the page: results are large, and not read for it. */
    private static final String COUNTED = " FROM truename.tuning_proposal proposal CROSS JOIN LATERAL"
            + " (SELECT count(*) AS parts,"
            + " count(*) FILTER (WHERE part.result IS NOT NULL OR part.error IS NOT NULL) AS made,"
            + " count(*) FILTER (WHERE part.error IS NOT NULL) AS failed,"
            + " count(*) FILTER (WHERE EXISTS (SELECT FROM truename.tuning_proposal_threshold threshold"
            + " WHERE (threshold.proposal, threshold.place) = (part.proposal, part.place))) AS changed"
            + " FROM truename.tuning_proposal_part part WHERE part.proposal = proposal.id) counted";

    /** State of a proposal. */
    public enum State {
        RUNNING,
        READY,
        APPLIED,
        REJECTED
    }

    /** Condition whose thresholds are proposed. */
    public record Subject(String alert, String condition) {}

    /**
     * Proposal.
     *
     * @param days of the past that it is made from
     * @param reason of a person's decision
     * @param counts of its parts
     */
    public record Stored(
            UUID id,
            long number,
            State state,
            int days,
            Instant createdAt,
            Optional<Instant> decidedAt,
            Optional<String> reason,
            Counts counts) {}

    /**
     * Numbers of parts.
     *
     * @param made of them that are made, or failed
     * @param failed of those that are made that could not be
     * @param changed of those that are made that have thresholds to apply, in place of those in force
     */
    public record Counts(long parts, long made, long failed, long changed) {}

    /**
     * Part of a proposal.
     *
     * @param result JSON object; empty until it is made
     * @param error why it could not be made, for people
     */
    public record Part(int place, Subject subject, Optional<String> result, Optional<String> error) {}

    /** Part that this instance works on. */
    public record Claimed(UUID proposal, int place, Subject subject, int days) {}

    /** Begins a proposal, and drops old ones. */
    public UUID begin(Session session, List<Subject> subjects, int days, Instant now) {
        UUID id = UUID.randomUUID();
        session.update(
                "INSERT INTO truename.tuning_proposal (id, days, created_at) VALUES ($1, $2, $3)", id, days, at(now));
        session.update(
                "INSERT INTO truename.tuning_proposal_part (proposal, place, alert, condition)"
                        + " SELECT $1, place, alert, condition FROM unnest($2::text[], $3::text[])"
                        + " WITH ORDINALITY AS subject (alert, condition, place)",
                id,
                subjects.stream().map(Subject::alert).toArray(String[]::new),
                subjects.stream().map(Subject::condition).toArray(String[]::new));
        session.update(
                "DELETE FROM truename.tuning_proposal WHERE state <> 'APPLIED' AND number <="
                        + " (SELECT max(number) - $1 FROM truename.tuning_proposal)",
                (long) MOST);
        return id;
    }

    /** Claims the next part to be made: of a proposal, or of any. Empty if there is none, or others work on them. */
    public Optional<Claimed> claim(Session session, Optional<UUID> proposal, Instant now) {
        giveUp(session, now);
        return session.find(
                """
                UPDATE truename.tuning_proposal_part part
                SET claimed_until = $2, attempts = attempts + 1
                FROM truename.tuning_proposal proposal
                WHERE proposal.id = part.proposal AND (part.proposal, part.place) = (
                    SELECT open.proposal, open.place
                    FROM truename.tuning_proposal_part open JOIN truename.tuning_proposal of ON of.id = open.proposal
                    WHERE of.state = 'RUNNING' AND ($1::uuid IS NULL OR of.id = $1)
                      AND open.result IS NULL AND open.error IS NULL
                      AND (open.claimed_until IS NULL OR open.claimed_until <= $3)
                    ORDER BY of.number, open.place LIMIT 1 FOR UPDATE OF open SKIP LOCKED)
                RETURNING part.proposal, part.place, part.alert, part.condition, proposal.days""",
                row -> new Claimed(
                        row.get("proposal", UUID.class),
                        row.get("place", Integer.class),
                        new Subject(row.text("alert"), row.text("condition")),
                        row.get("days", Integer.class)),
                proposal.<Object>map(id -> id).orElse(new Null(UUID.class)),
                at(now.plus(CLAIM)),
                at(now));
    }

    /** Ends parts whose attempts stopped without a word: by a fault of ours, too little memory, or a time-out. */
    private static void giveUp(Session session, Instant now) {
        session.list(
                        "SELECT DISTINCT part.proposal FROM truename.tuning_proposal_part part"
                                + " JOIN truename.tuning_proposal proposal ON proposal.id = part.proposal"
                                + " WHERE proposal.state = 'RUNNING' AND part.attempts >= $1 AND part.claimed_until <= $2"
                                + " AND part.result IS NULL AND part.error IS NULL ORDER BY part.proposal",
                        row -> row.get("proposal", UUID.class),
                        MOST_ATTEMPTS,
                        at(now))
                .forEach(proposal -> {
                    lock(session, proposal);
                    session.update(
                            "UPDATE truename.tuning_proposal_part SET claimed_until = NULL, error = $4"
                                    + " WHERE proposal = $1 AND attempts >= $2 AND claimed_until <= $3"
                                    + " AND result IS NULL AND error IS NULL",
                            proposal,
                            MOST_ATTEMPTS,
                            at(now),
                            "Each of " + MOST_ATTEMPTS
                                    + " attempts stopped before its end. The function's log says why.");
                    ready(session, proposal);
                });
    }

    /**
     * Stores the result of a part, and makes the proposal ready with the last one. A part that was made before stays as it is.
     *
     * @param thresholds of the part's condition that may be applied; none if the part keeps those in force
     */
    public void made(Session session, Claimed part, String result, List<ThresholdStore.Threshold> thresholds) {
        lock(session, part.proposal());
        long changed = session.update(
                "UPDATE truename.tuning_proposal_part SET result = $3::jsonb, claimed_until = NULL"
                        + " WHERE proposal = $1 AND place = $2 AND result IS NULL AND error IS NULL",
                part.proposal(),
                part.place(),
                result);
        if (changed == 0) {
            return;
        }
        for (ThresholdStore.Threshold threshold : thresholds) {
            session.update(
                    "INSERT INTO truename.tuning_proposal_threshold (proposal, place, severity, hours)"
                            + " VALUES ($1, $2, $3, $4)",
                    part.proposal(),
                    part.place(),
                    threshold.severity(),
                    threshold.hours().toArray(Double[]::new));
        }
        ready(session, part.proposal());
    }

    /** The thresholds that a proposal's parts may apply, in the order of the parts. */
    public List<ThresholdStore.Threshold> thresholds(Session session, UUID proposal) {
        return session.list(
                "SELECT alert, condition, severity, hours FROM truename.tuning_proposal_threshold"
                        + " JOIN truename.tuning_proposal_part USING (proposal, place) WHERE proposal = $1"
                        + " ORDER BY place, severity",
                row -> new ThresholdStore.Threshold(
                        row.text("alert"),
                        row.text("condition"),
                        row.text("severity"),
                        Arrays.asList(row.get("hours", Double[].class))),
                proposal);
    }

    /**
     * Stores that a part could not be made. It is tried again until {@link #MOST_ATTEMPTS}.
     *
     * @param error for people
     */
    public void failed(Session session, Claimed part, String error) {
        lock(session, part.proposal());
        session.update(
                "UPDATE truename.tuning_proposal_part SET claimed_until = NULL,"
                        + " error = CASE WHEN attempts >= $4 THEN $3 END"
                        + " WHERE proposal = $1 AND place = $2 AND result IS NULL AND error IS NULL",
                part.proposal(),
                part.place(),
                error,
                MOST_ATTEMPTS);
        ready(session, part.proposal());
    }

    /** Of two parts that end at the same time, the second must see the first, or neither is the last one. */
    private static void lock(Session session, UUID proposal) {
        session.list(
                "SELECT id FROM truename.tuning_proposal WHERE id = $1 FOR NO KEY UPDATE",
                row -> row.get("id", UUID.class),
                proposal);
    }

    private static void ready(Session session, UUID proposal) {
        session.update(
                "UPDATE truename.tuning_proposal SET state = 'READY' WHERE id = $1 AND state = 'RUNNING' AND NOT EXISTS"
                        + " (SELECT FROM truename.tuning_proposal_part WHERE proposal = $1 AND result IS NULL AND error IS NULL)",
                proposal);
    }

    /** Decides on a proposal that is ready; whether it was. Within a transaction, nobody else can decide on it before its end. */
    public boolean decide(Session session, UUID proposal, State decision, Optional<String> reason, Instant now) {
        return session.update(
                        "UPDATE truename.tuning_proposal SET state = $2, decided_at = $3, reason = $4"
                                + " WHERE id = $1 AND state = 'READY'",
                        proposal,
                        decision.name(),
                        at(now),
                        reason.<Object>map(text -> text).orElse(new Null(String.class)))
                == 1;
    }

    /** Finds a proposal. */
    public Optional<Stored> find(Session session, UUID id) {
        return session.find("SELECT " + COLUMNS + COUNTED + " WHERE proposal.id = $1", ProposalStore::stored, id);
    }

    /** The parts of a proposal in order. */
    public List<Part> parts(Session session, UUID proposal) {
        return session.list(
                "SELECT place, alert, condition, result::text AS result, error FROM truename.tuning_proposal_part"
                        + " WHERE proposal = $1 ORDER BY place",
                row -> new Part(
                        row.get("place", Integer.class),
                        new Subject(row.text("alert"), row.text("condition")),
                        row.find("result", String.class),
                        row.find("error", String.class)),
                proposal);
    }

    /** A page of proposals, newest first. */
    public Page<Stored> list(Session session, int limit, Optional<Long> after) {
        List<Stored> found = session.list(
                "SELECT " + COLUMNS + COUNTED + " WHERE number < $1 ORDER BY number DESC LIMIT $2",
                ProposalStore::stored,
                after.orElse(Long.MAX_VALUE),
                limit + 1);
        return Page.of(found, limit, last -> Long.toString(last.number()));
    }

    private static Stored stored(Session.Fields row) {
        return new Stored(
                row.get("id", UUID.class),
                row.number("number"),
                State.valueOf(row.text("state")),
                row.get("days", Integer.class),
                row.get("created_at", OffsetDateTime.class).toInstant(),
                row.find("decided_at", OffsetDateTime.class).map(OffsetDateTime::toInstant),
                row.find("reason", String.class),
                new Counts(row.number("parts"), row.number("made"), row.number("failed"), row.number("changed")));
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
