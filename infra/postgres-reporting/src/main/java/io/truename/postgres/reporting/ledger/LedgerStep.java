// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.reporting.ledger;

import io.truename.corpus.schema.CorpusSchema.DocumentTable;
import io.truename.postgres.PlannerSettings;
import io.truename.postgres.Session;
import io.truename.postgres.SliceSize;
import io.truename.postgres.SqlException;
import io.truename.postgres.reporting.ledger.LedgerShards.Counted;
import io.truename.postgres.reporting.ledger.LedgerShards.Ledger;
import io.truename.postgres.reporting.ledger.LedgerShards.Shard;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** One call of {@link LedgerStore#step}: claims ranges and counts them until its time is up. */
final class LedgerStep {
    /** Attempts at a range without progress. Such as stop without a word count as time-outs. */
    static final int MOST_ATTEMPTS = 3;

    static final int LEAST_OF_A_PAGE = 10_000;
    private static final int MOST_OF_A_PAGE = 2_000_000;

    /** Far above the half second of a page, so that only a database that is held up reaches it. */
    private static final Duration LONGEST_PAGE = Duration.ofSeconds(15);

    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final Duration SHORTEST_TIMEOUT = Duration.ofMillis(1);
    private static final String CANCELLED = "57014";

    private final DocumentTable documents;
    private final int page;
    private final LedgerShards shards;
    private final LedgerDivision division;
    private final Session session;
    private final UUID report;
    private final Clock clock;
    private final Duration time;
    private final Instant until;
    private boolean worked;
    private boolean ended;

    LedgerStep(
            DocumentTable documents,
            int page,
            LedgerShards shards,
            LedgerDivision division,
            Session session,
            UUID report,
            Clock clock,
            Duration time) {
        this.documents = documents;
        this.page = page;
        this.shards = shards;
        this.division = division;
        this.session = session;
        this.report = report;
        this.clock = clock;
        this.time = time;
        this.until = clock.instant().plus(time);
    }

    LedgerProgress run() {
        Duration longest = Duration.ZERO;
        while (!ended) {
            Optional<Shard> shard = shards.find(session, report)
                    .filter(found -> found.error().isEmpty())
                    .flatMap(found -> shards.claim(session, report, clock.instant(), lease()));
            if (shard.isEmpty()) {
                ended = true;
            } else {
                Instant begun = clock.instant();
                // Read after the claim: another instance may have begun the ledger anew with another key before it, and
                // a ledger that
                // is begun anew after it makes the claim void.
                Ledger ledger = shards.find(session, report).orElseThrow();
                work(ledger, shard.get());
                Duration taken = Duration.between(begun, clock.instant());
                longest = taken.compareTo(longest) > 0 ? taken : longest;
                // The next scan takes as long as the last one.
                Duration needed = ledger.indexed() ? Duration.ZERO : longest;
                ended |= !clock.instant().plus(needed).isBefore(until);
            }
        }
        return shards.progress(session, report).after(worked);
    }

    private Instant lease() {
        return clock.instant().plus(time).plus(LONGEST_PAGE).plus(GRACE);
    }

    private void work(Ledger ledger, Shard shard) {
        boolean first = !worked;
        worked = true;
        if (shard.attempts() > MOST_ATTEMPTS) {
            tooLong(ledger, shard);
            return;
        }
        try {
            count(ledger, shard);
        } catch (SqlException failed) {
            if (!failed.sqlState().equals(CANCELLED)) {
                throw failed;
            }
            if (first || ledger.indexed()) {
                tooLong(ledger, shard);
            } else {
                // It had less than the whole time.
                shards.release(session, shard);
                ended = true;
            }
        }
    }

    private void count(Ledger ledger, Shard claimed) {
        LedgerSql sql = new LedgerSql(documents, ledger.by());
        SliceSize size = new SliceSize(page, MOST_OF_A_PAGE);
        Shard shard = claimed;
        boolean goesOn = true;
        while (goesOn) {
            Shard from = shard;
            int rows = size.begin();
            Counted counted =
                    session.inTransaction(() -> read(sql, ledger, from, rows)).within(size.end());
            if (counted.irregular() > 0) {
                inLowerCase();
                return;
            }
            goesOn = shards.count(session, shard, counted, lease())
                    && counted.last().isPresent();
            shard = shard.from(counted.last());
            if (goesOn && !clock.instant().isBefore(until)) {
                shards.release(session, shard);
                goesOn = false;
            }
        }
    }

    private Counted read(LedgerSql sql, Ledger ledger, Shard shard, int rows) {
        Duration longest = longest(Duration.between(clock.instant(), until), SHORTEST_TIMEOUT);
        if (ledger.indexed()) {
            longest = longest(longest, LONGEST_PAGE);
        }
        session.longestWait(longest.plus(GRACE));
        session.execute("SET TRANSACTION READ ONLY; SET LOCAL statement_timeout = " + longest.toMillis()
                + "; SET LOCAL work_mem = '64MB'; SET LOCAL max_parallel_workers_per_gather = 0;"
                // Sorts of this size spill to the disk in half of the time that hashes take, and need no estimate.
                + " SET LOCAL enable_hashagg = off"
                + (ledger.indexed() ? "; " + PlannerSettings.IN_ORDER : ""));
        Optional<String> last = Optional.empty();
        if (ledger.indexed()) {
            if (shard.range().isPresent()) {
                LedgerSql.Query end = sql.end(new LedgerSql.Part(shard.range(), shard.after(), last), rows);
                last = session.find(end.sql(), row -> row.text("last"), end.array());
            }
            session.execute("SET LOCAL enable_sort = on; SET LOCAL enable_incremental_sort = on");
        }
        Optional<String> to = last;
        LedgerSql.Query sums = sql.sums(new LedgerSql.Part(shard.range(), shard.after(), to));
        return session.one(
                sums.sql(),
                row -> new Counted(
                        to,
                        row.number("counted_rows"),
                        0,
                        LedgerSql.SUMS.stream()
                                .map(sum -> row.get(sum, BigDecimal.class))
                                .toList(),
                        row.number("irregular")),
                sums.array());
    }

    private static Duration longest(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    /** Equal hashes that are stored in either case are not next to each other: the order of the text in lower case is needed. */
    private void inLowerCase() {
        boolean indexed = division.indexed(session, LedgerKey.CANONICAL);
        int before = (int) Math.min(
                LedgerDivision.MOST_SHARDS, shards.progress(session, report).shards());
        int number = division.number(session, indexed, before);
        session.inTransaction(() -> {
            if (shards.rekey(session, report, LedgerKey.CANONICAL, indexed)) {
                division.divide(session, report, number);
            }
            return true;
        });
    }

    private void tooLong(Ledger ledger, Shard shard) {
        Optional<HashRange> range = shard.range().filter(whole -> whole.beyond() - whole.first() > 1);
        boolean divisible = !ledger.indexed() && range.isPresent();
        if (divisible && shard.halvings() < LedgerStore.MOST_HALVINGS) {
            session.inTransaction(() -> {
                shards.halve(session, shard, range.get());
                return true;
            });
        } else if (!divisible && shard.attempts() < MOST_ATTEMPTS) {
            shards.again(session, shard);
        } else {
            shards.fail(session, report, remedy(ledger));
        }
    }

    private String remedy(Ledger ledger) {
        if (ledger.indexed()) {
            return "Pages of " + page + " documents did not end, " + MOST_ATTEMPTS
                    + " times. Something holds the database up: look for long waits and load, then begin the report again, or"
                    + " send a list of the documents to POST /estimates.";
        }
        return "One scan of " + documents.table()
                + " does not end within the time of a step. Either make an index in the"
                + " order of hashes, " + new LedgerSql(documents, ledger.by()).remedy()
                + ", and begin the report again; or send a list of the documents to POST /estimates.";
    }
}
