// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.reporting.ledger;

import io.truename.costing.savings.CountedLedger;
import io.truename.costing.savings.SavingsLedger;
import io.truename.costing.savings.SavingsLedger.Line;
import io.truename.postgres.Session;
import io.truename.postgres.Session.Null;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Rows of {@code truename.ledger} and {@code truename.ledger_shard}. */
final class LedgerShards {
    private static final int FIRST_SUM = 8;

    private static final String COUNT = "UPDATE truename.ledger_shard SET last_hash = $3, done = $4, attempts = 0,"
            + " claimed_until = CASE WHEN $4 THEN NULL ELSE $5 END, claim = CASE WHEN $4 THEN NULL ELSE claim END,"
            + " counted_rows = counted_rows + $6, seconds = seconds + $7, "
            + IntStream.range(0, LedgerSql.SUMS.size())
                    .mapToObj(at -> LedgerSql.SUMS.get(at) + " = " + LedgerSql.SUMS.get(at) + " + $" + (FIRST_SUM + at))
                    .collect(Collectors.joining(", "))
            + " WHERE report = $1 AND claim = $2 AND NOT done";

    /** State of a ledger while it is counted. */
    record Ledger(LedgerKey by, boolean indexed, boolean sized, Optional<String> error) {}

    /**
     * Shard that this instance works on.
     *
     * @param claim token without which nothing is written
     * @param range empty for documents without a hash
     */
    record Shard(
            UUID report,
            int place,
            UUID claim,
            Optional<HashRange> range,
            Optional<String> after,
            int halvings,
            int attempts) {
        Shard from(Optional<String> hash) {
            return new Shard(report, place, claim, range, hash, halvings, 0);
        }
    }

    /**
     * Counts of one statement.
     *
     * @param last hash up to which; empty if the shard ends here
     * @param sums in the order of {@link LedgerSql#SUMS}
     * @param irregular contents whose hashes are not in lower case
     */
    record Counted(Optional<String> last, long rows, double seconds, List<BigDecimal> sums, long irregular) {
        Counted within(double measured) {
            return new Counted(last, rows, measured, sums, irregular);
        }
    }

    Optional<Ledger> find(Session session, UUID report) {
        return session.find(
                "SELECT keyed_by, indexed, sized, error FROM truename.ledger WHERE report = $1",
                row -> new Ledger(
                        LedgerKey.valueOf(row.text("keyed_by")),
                        row.flag("indexed"),
                        row.flag("sized"),
                        row.find("error", String.class)),
                report);
    }

    /** Whether it was not there, or had failed; within a transaction. */
    boolean create(Session session, UUID report, Ledger ledger, Instant now) {
        session.update("DELETE FROM truename.ledger WHERE report = $1 AND error IS NOT NULL", report);
        return session.update(
                        "INSERT INTO truename.ledger (report, keyed_by, indexed, sized, begun_at) VALUES ($1, $2, $3, $4, $5)"
                                + " ON CONFLICT DO NOTHING",
                        report,
                        ledger.by().name(),
                        ledger.indexed(),
                        ledger.sized(),
                        at(now))
                == 1;
    }

    /** Begins it anew with another key, in a transaction; whether nobody did before. Sums of claims from before are lost. */
    boolean rekey(Session session, UUID report, LedgerKey by, boolean indexed) {
        if (session.update(
                        "UPDATE truename.ledger SET keyed_by = $2, indexed = $3 WHERE report = $1 AND keyed_by <> $2",
                        report,
                        by.name(),
                        indexed)
                == 0) {
            return false;
        }
        session.update("DELETE FROM truename.ledger_shard WHERE report = $1", report);
        return true;
    }

    void add(Session session, UUID report, List<HashRange> ranges, boolean withNulls) {
        session.update(
                "INSERT INTO truename.ledger_shard (report, place, first_hash, beyond_hash)"
                        + " SELECT $1, place, first_hash, beyond_hash FROM unnest($2::bigint[], $3::bigint[])"
                        + " WITH ORDINALITY AS range (first_hash, beyond_hash, place)",
                report,
                ranges.stream().map(HashRange::first).toArray(Long[]::new),
                ranges.stream().map(HashRange::beyond).toArray(Long[]::new));
        if (withNulls) {
            session.update("INSERT INTO truename.ledger_shard (report, place) VALUES ($1, 0)", report);
        }
    }

    Optional<Shard> claim(Session session, UUID report, Instant now, Instant until) {
        UUID claim = UUID.randomUUID();
        return session.find(
                """
                UPDATE truename.ledger_shard SET claim = $2, claimed_until = $3, attempts = attempts + 1
                WHERE report = $1 AND place = (
                    SELECT place FROM truename.ledger_shard
                    WHERE report = $1 AND NOT done AND (claimed_until IS NULL OR claimed_until <= $4)
                    ORDER BY first_hash IS NULL, place LIMIT 1 FOR UPDATE SKIP LOCKED)
                RETURNING place, first_hash, beyond_hash, last_hash, halvings, attempts""",
                row -> new Shard(
                        report,
                        row.get("place", Integer.class),
                        claim,
                        row.find("first_hash", Long.class)
                                .map(first -> new HashRange(first, row.number("beyond_hash"))),
                        row.find("last_hash", String.class),
                        row.get("halvings", Integer.class),
                        row.get("attempts", Integer.class)),
                report,
                claim,
                at(until),
                at(now));
    }

    /** Adds counts; false if the claim is lost, and the counts with it. */
    boolean count(Session session, Shard shard, Counted counted, Instant until) {
        Object[] values = new Object[FIRST_SUM - 1 + LedgerSql.SUMS.size()];
        values[0] = shard.report();
        values[1] = shard.claim();
        values[2] = counted.last().<Object>map(hash -> hash).orElse(new Null(String.class));
        values[3] = counted.last().isEmpty();
        values[4] = at(until);
        values[5] = counted.rows();
        values[6] = counted.seconds();
        for (int sum = 0; sum < LedgerSql.SUMS.size(); sum++) {
            values[FIRST_SUM - 1 + sum] = counted.sums().get(sum);
        }
        return session.update(COUNT, values) == 1;
    }

    /** Gives a shard back, for anybody to claim. */
    void release(Session session, Shard shard) {
        giveBack(session, shard, ", attempts = 0");
    }

    /** Gives a shard back after an attempt that counts as one. */
    void again(Session session, Shard shard) {
        giveBack(session, shard, "");
    }

    private static void giveBack(Session session, Shard shard, String attempts) {
        session.update(
                "UPDATE truename.ledger_shard SET claim = NULL, claimed_until = NULL" + attempts
                        + " WHERE report = $1 AND claim = $2",
                shard.report(),
                shard.claim());
    }

    /** Halves a shard of which nothing is counted, in a transaction, and gives both halves back. */
    void halve(Session session, Shard shard, HashRange range) {
        if (session.update(
                        "UPDATE truename.ledger_shard SET beyond_hash = $3, halvings = halvings + 1, attempts = 0,"
                                + " claim = NULL, claimed_until = NULL WHERE report = $1 AND claim = $2",
                        shard.report(),
                        shard.claim(),
                        range.middle())
                == 1) {
            session.update(
                    "INSERT INTO truename.ledger_shard (report, place, first_hash, beyond_hash, halvings)"
                            + " SELECT $1, max(place) + 1, $2, $3, $4 FROM truename.ledger_shard WHERE report = $1",
                    shard.report(),
                    range.middle(),
                    range.beyond(),
                    shard.halvings() + 1);
        }
    }

    void fail(Session session, UUID report, String error) {
        session.update("UPDATE truename.ledger SET error = $2 WHERE report = $1 AND error IS NULL", report, error);
    }

    LedgerProgress progress(Session session, UUID report) {
        return session.find(
                        "SELECT count(*) FILTER (WHERE done) AS done, count(*) AS shards, sum(counted_rows)::bigint AS rows,"
                                + " sum(seconds) AS seconds, (SELECT error FROM truename.ledger WHERE report = $1) AS error"
                                + " FROM truename.ledger_shard WHERE report = $1 HAVING count(*) > 0",
                        row -> {
                            double seconds = row.get("seconds", Double.class);
                            return new LedgerProgress(
                                    row.number("done"),
                                    row.number("shards"),
                                    row.number("rows"),
                                    seconds == 0 ? 0 : row.number("rows") / seconds,
                                    false,
                                    row.find("error", String.class));
                        },
                        report)
                .orElseThrow(() -> new IllegalArgumentException("report: no ledger was begun for " + report));
    }

    CountedLedger sum(Session session, UUID report, boolean sized) {
        return session.one(
                "SELECT "
                        + LedgerSql.SUMS.stream()
                                .map(sum -> "sum(" + sum + ") AS " + sum)
                                .collect(Collectors.joining(", "))
                        + " FROM truename.ledger_shard WHERE report = $1",
                row -> counted(row, sized),
                report);
    }

    private static CountedLedger counted(Session.Fields row, boolean sized) {
        Line unique = line(row, "contents", "unique_bytes");
        return new CountedLedger(
                new SavingsLedger(
                        unique.documents(),
                        unique,
                        line(row, "same_owner", "same_owner_bytes"),
                        line(row, "across_owners", "across_owners_bytes")),
                sized,
                line(row, "without_hash", "without_hash_bytes"),
                line(row, "without_owner", "without_owner_bytes"),
                exact(row, "without_size"),
                new CountedLedger.Differing(
                        exact(row, "differing_contents"), line(row, "differing", "differing_bytes")));
    }

    private static Line line(Session.Fields row, String documents, String bytes) {
        return new Line(exact(row, documents), exact(row, bytes));
    }

    private static long exact(Session.Fields row, String sum) {
        BigDecimal value = row.get(sum, BigDecimal.class);
        try {
            return value.longValueExact();
        } catch (ArithmeticException tooLarge) {
            throw new LedgerOverflowException(sum, value, tooLarge);
        }
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
