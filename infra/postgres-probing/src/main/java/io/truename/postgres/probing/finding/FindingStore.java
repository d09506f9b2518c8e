// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.probing.finding;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.truename.postgres.Page;
import io.truename.postgres.Session;
import io.truename.postgres.Session.Null;
import io.truename.probing.finding.Acknowledgement;
import io.truename.probing.finding.Cause;
import io.truename.probing.finding.Finding;
import io.truename.probing.finding.FindingKind;
import io.truename.probing.finding.FindingRules;
import io.truename.probing.finding.FindingRules.Change;
import io.truename.probing.finding.FindingState;
import io.truename.probing.finding.HistoryEntry;
import io.truename.probing.finding.Observation;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Store of findings with their histories. {@link FindingRules} decides; the store locks the row of a finding first, in the order of
 * fingerprints, so that passes at the same time neither lose a change nor wait for each other forever.
 *
 * <p>Long, because its statements stand beside their calls.
 */
public final class FindingStore {
    /** Maximum number of history entries that are read. */
    public static final int MOST_HISTORY = 200;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String COLUMNS =
            "fingerprint, number, kind, table_name, column_name, detail, state, count, first_seen, last_seen,"
                    + " samples::text AS samples, reason, until";

    /**
     * A stored finding.
     *
     * @param number of the order in which findings were first seen
     */
    public record Stored(String fingerprint, long number, Finding finding) {}

    /** A finding with its history, the latest entry first. */
    public record WithHistory(Stored stored, List<HistoryEntry> history) {
        public WithHistory {
            history = List.copyOf(history);
        }
    }

    /** Change of a finding by a pass. */
    public record Changed(Cause cause, HistoryEntry entry) {}

    /** Result of an acknowledgement. */
    public enum Acknowledged {
        DONE,
        /** There is nothing to acknowledge. */
        RESOLVED,
        UNKNOWN
    }

    /**
     * Stores the observations of a pass.
     *
     * @param session in a transaction
     * @param whole whether the pass covered all of the causes' scopes
     * @return the changes of histories
     */
    public List<Changed> seen(Session session, Collection<Observation> observations, boolean whole, Instant at) {
        return seen(session, observations, whole, at, cause -> "");
    }

    /**
     * Stores the observations of a pass.
     *
     * @param note of the history of a finding that appears; empty if there is nothing to say
     */
    public List<Changed> seen(
            Session session,
            Collection<Observation> observations,
            boolean whole,
            Instant at,
            Function<Cause, String> note) {
        List<Changed> changes = new ArrayList<>();
        observations.stream()
                .sorted(Comparator.comparing(observation -> observation.cause().fingerprint()))
                .forEach(observation ->
                        changes.addAll(seen(session, observation, whole, at, note.apply(observation.cause()))));
        return changes;
    }

    /**
     * Resolves findings that a pass covered and did not see.
     *
     * @param session in a transaction
     * @param covered whether the pass covered all of a cause's scope
     * @param seen causes that the pass saw
     * @param began when the pass began
     * @return the changes of histories
     */
    public List<Changed> notSeen(
            Session session, Predicate<Cause> covered, Set<Cause> seen, Instant began, Instant at) {
        List<Changed> changes = new ArrayList<>();
        Set<String> fingerprints = new HashSet<>();
        seen.forEach(cause -> fingerprints.add(cause.fingerprint()));
        List<Stored> open = session.list(
                "SELECT " + COLUMNS
                        + " FROM truename.finding WHERE state <> 'RESOLVED' ORDER BY fingerprint FOR UPDATE",
                FindingStore::stored);
        for (Stored stored : open) {
            Cause cause = stored.finding().cause();
            if (!fingerprints.contains(stored.fingerprint()) && covered.test(cause)) {
                changes.addAll(store(session, stored.fingerprint(), FindingRules.notSeen(stored.finding(), began, at)));
            }
        }
        return changes;
    }

    /** Reopens findings whose acknowledgement has expired. */
    public List<Changed> expire(Session session, Instant now) {
        List<Changed> changes = new ArrayList<>();
        List<Stored> expired = session.list(
                "SELECT " + COLUMNS + " FROM truename.finding WHERE until <= $1 ORDER BY fingerprint FOR UPDATE",
                FindingStore::stored,
                now);
        for (Stored stored : expired) {
            changes.addAll(store(session, stored.fingerprint(), FindingRules.expire(stored.finding(), now)));
        }
        return changes;
    }

    /**
     * Acknowledges a finding.
     *
     * @param session in a transaction
     */
    public Acknowledged acknowledge(Session session, String fingerprint, Acknowledgement acknowledgement, Instant at) {
        Optional<Stored> stored = locked(session, fingerprint);
        if (stored.isEmpty()) {
            return Acknowledged.UNKNOWN;
        }
        Optional<Change> change = FindingRules.acknowledge(stored.get().finding(), acknowledgement, at);
        change.ifPresent(made -> store(session, fingerprint, made));
        return change.isPresent() ? Acknowledged.DONE : Acknowledged.RESOLVED;
    }

    /** A page of findings, the last one first seen first. */
    public Page<Stored> list(Session session, FindingFilter filter, int limit, Optional<Long> after) {
        List<Stored> found = session.list(
                "SELECT " + COLUMNS + " FROM truename.finding WHERE ($1 = '' OR state = $1) AND kind = ANY ($2)"
                        + " AND number < $3 ORDER BY number DESC LIMIT $4",
                FindingStore::stored,
                filter.state().map(FindingState::name).orElse(""),
                filter.kinds(),
                after.orElse(Long.MAX_VALUE),
                limit + 1);
        return Page.of(found, limit, stored -> Long.toString(stored.number()));
    }

    /** Finds a finding by its fingerprint. */
    public Optional<WithHistory> find(Session session, String fingerprint) {
        return session.find(
                        "SELECT " + COLUMNS + " FROM truename.finding WHERE fingerprint = $1",
                        FindingStore::stored,
                        fingerprint)
                .map(stored -> new WithHistory(
                        stored,
                        session.list(
                                "SELECT at, event, count, note FROM truename.finding_history WHERE fingerprint = $1"
                                        + " ORDER BY number DESC LIMIT " + MOST_HISTORY,
                                row -> new HistoryEntry(
                                        row.get("at", Instant.class),
                                        HistoryEntry.Event.valueOf(row.text("event")),
                                        row.number("count"),
                                        row.text("note")),
                                fingerprint)));
    }

    /** Number of findings by kind and state. */
    public record Tally(FindingKind kind, FindingState state, long findings, long rows) {}

    /** Numbers of findings by kind and state, of kinds that this version knows. */
    public List<Tally> tally(Session session) {
        record Line(String kind, FindingState state, long findings, long rows) {}
        List<Tally> tallies = new ArrayList<>();
        session.list(
                        "SELECT kind, state, count(*) AS findings, sum(count)::bigint AS rows FROM truename.finding"
                                + " GROUP BY kind, state ORDER BY kind, state",
                        row -> new Line(
                                row.text("kind"),
                                FindingState.valueOf(row.text("state")),
                                row.number("findings"),
                                row.number("rows")))
                .forEach(line -> FindingKind.find(line.kind())
                        .ifPresent(kind -> tallies.add(new Tally(kind, line.state(), line.findings(), line.rows()))));
        return tallies;
    }

    private static List<Changed> seen(
            Session session, Observation observation, boolean whole, Instant at, String note) {
        String fingerprint = observation.cause().fingerprint();
        Optional<Finding> before = locked(session, fingerprint).map(Stored::finding);
        Change change = change(before, observation, whole, at, note);
        if (before.isEmpty() && !insert(session, fingerprint, change.finding())) {
            // Another pass was faster; its row is locked now.
            before = locked(session, fingerprint).map(Stored::finding);
            change = change(before, observation, whole, at, note);
            return store(session, fingerprint, change);
        }
        return before.isEmpty() ? history(session, fingerprint, change) : store(session, fingerprint, change);
    }

    private static Change change(
            Optional<Finding> before, Observation observation, boolean whole, Instant at, String note) {
        Change change =
                whole ? FindingRules.seen(before, observation, at) : FindingRules.seenInPart(before, observation, at);
        return new Change(
                change.finding(),
                change.history().stream().map(entry -> entry.ifAppearing(note)).toList());
    }

    private static Optional<Stored> locked(Session session, String fingerprint) {
        return session.find(
                "SELECT " + COLUMNS + " FROM truename.finding WHERE fingerprint = $1 FOR UPDATE",
                FindingStore::stored,
                fingerprint);
    }

    private static boolean insert(Session session, String fingerprint, Finding finding) {
        return session.update(
                        "INSERT INTO truename.finding (fingerprint, kind, table_name, column_name, detail, state, count,"
                                + " first_seen, last_seen, samples) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10::jsonb)"
                                + " ON CONFLICT (fingerprint) DO NOTHING",
                        fingerprint,
                        finding.cause().kind().code(),
                        finding.cause().table(),
                        finding.cause().column(),
                        finding.cause().detail(),
                        finding.state().name(),
                        finding.count(),
                        finding.firstSeen(),
                        finding.lastSeen(),
                        json(finding.samples()))
                == 1;
    }

    private static List<Changed> store(Session session, String fingerprint, Change change) {
        Finding finding = change.finding();
        Optional<Acknowledgement> acknowledgement = finding.acknowledgement();
        session.update(
                "UPDATE truename.finding SET state = $2, count = $3, first_seen = $4, last_seen = $5, samples = $6::jsonb,"
                        + " reason = $7, until = $8 WHERE fingerprint = $1",
                fingerprint,
                finding.state().name(),
                finding.count(),
                finding.firstSeen(),
                finding.lastSeen(),
                json(finding.samples()),
                acknowledgement.<Object>map(Acknowledgement::reason).orElse(new Null(String.class)),
                acknowledgement.<Object>map(Acknowledgement::until).orElse(new Null(Instant.class)));
        return history(session, fingerprint, change);
    }

    private static List<Changed> history(Session session, String fingerprint, Change change) {
        List<Changed> changes = new ArrayList<>();
        for (HistoryEntry entry : change.history()) {
            session.update(
                    "INSERT INTO truename.finding_history (fingerprint, at, event, count, note) VALUES ($1, $2, $3, $4, $5)",
                    fingerprint,
                    entry.at(),
                    entry.event().name(),
                    entry.count(),
                    entry.note());
            changes.add(new Changed(change.finding().cause(), entry));
        }
        return changes;
    }

    private static Stored stored(Session.Fields row) {
        String kind = row.text("kind");
        Cause cause = new Cause(
                FindingKind.find(kind)
                        .orElseThrow(() -> new IllegalStateException(
                                "A newer version of the probe stored a finding of kind " + kind + ".")),
                row.text("table_name"),
                row.text("column_name"),
                row.text("detail"));
        return new Stored(
                row.text("fingerprint"),
                row.number("number"),
                new Finding(
                        cause,
                        FindingState.valueOf(row.text("state")),
                        row.number("count"),
                        row.get("first_seen", Instant.class),
                        row.get("last_seen", Instant.class),
                        samples(row.text("samples")),
                        row.find("until", Instant.class)
                                .map(until -> new Acknowledgement(
                                        row.find("reason", String.class).orElse(""), until))));
    }

    private static String json(List<String> samples) {
        return JSON.valueToTree(samples).toString();
    }

    private static List<String> samples(String json) {
        try {
            return JSON.readValue(json, new TypeReference<List<String>>() {});
        } catch (JsonProcessingException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
