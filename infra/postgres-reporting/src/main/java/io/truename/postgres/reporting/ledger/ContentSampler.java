// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.reporting.ledger;

import io.truename.corpus.schema.CorpusSchema.DocumentTable;
import io.truename.costing.savings.ContentSample;
import io.truename.costing.savings.CountedLedger.Differing;
import io.truename.costing.savings.ListedDocuments.Outcome;
import io.truename.costing.savings.SampleEstimate;
import io.truename.costing.savings.SavingsLedger;
import io.truename.postgres.Session;
import io.truename.postgres.SqlException;
import io.truename.postgres.TableBlocks;
import io.truename.postgres.corpus.TableSql;
import io.truename.postgres.corpus.recipe.RecipeSql;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Sampler of the contents of a mapped table, for a first look before an exact ledger: a few scans in one snapshot, which write nothing. The
 * contents with the most bytes are counted exactly. They are looked for among the largest documents, and among a sample of rows, which has
 * those with many copies. Of the others, those whose hash is in the first part of all hashes are counted, each with all its documents.
 */
public final class ContentSampler {
    /** Documents of a sample, about: an interval is a few percent wide then. */
    static final long USUAL = 50_000;

    private static final int LARGEST = 1_000;
    private static final int FEWER_BITS = 3;
    private static final int MOST_BITS = 24;
    private static final double PERCENT = 100;
    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final String CANCELLED = "57014";

    /** Order of contents of one size: not by the head of the hash, of which a sample is the first part, and would lack those taken here. */
    private static final String TIE = "right(key, 32)";

    private final String rows;
    private final String table;
    private final long wanted;

    /**
     * A sampler of the documents of a corpus.
     *
     * @throws IllegalArgumentException if the mapping names no column of sizes
     */
    public ContentSampler(DocumentTable documents) {
        this(documents, USUAL);
    }

    /** As {@link #ContentSampler(DocumentTable)}, with another number of documents of a sample. */
    ContentSampler(DocumentTable documents, long wanted) {
        this.wanted = wanted;
        String size = RecipeSql.bytes(documents, "d")
                .orElseThrow(() -> new IllegalArgumentException(
                        "documents.bytes: is not mapped, and an estimate is of bytes; name the column of sizes, or order a"
                                + " report of savings, which counts documents"));
        table = TableSql.quoted(documents.table());
        rows = "SELECT CASE WHEN h ~ '^[0-9a-f]{64}$' THEN h END AS key, owner, size FROM (SELECT ("
                + RecipeSql.contentHash(documents, "d") + ") COLLATE \"C\" AS h, nullif("
                + RecipeSql.canonicalUser(documents, "d") + ", '') COLLATE \"C\" AS owner, " + size + " AS size FROM "
                + table
                + " AS d%s) AS stored";
    }

    /**
     * Sample of a table.
     *
     * @param leftOut documents without a legal hash, an owner or a size; they are in no other number
     */
    public record Sampled(Outcome outcome, long leftOut) {}

    private record Totals(long documents, long bytes, long leftOut) {}

    private record Content(String key, long documents, long bytes, long owners, long low, long high) {
        static Content read(Session.Fields row) {
            return new Content(
                    row.text("key"),
                    row.number("documents"),
                    row.number("bytes"),
                    row.number("owners"),
                    row.number("low"),
                    row.number("high"));
        }

        byte[] hash() {
            return HexFormat.of().parseHex(key);
        }

        SavingsLedger ledger() {
            return SavingsLedger.ofContent(low, documents, owners);
        }

        Differing differing() {
            return new Differing(1, new SavingsLedger.Line(documents, bytes));
        }
    }

    /**
     * Reads a sample, outside of a transaction.
     *
     * @param longest time of all scans together
     * @return empty if they do not end in time
     * @throws LedgerOverflowException if sizes add up to more than 2^63 - 1
     */
    public Optional<Sampled> read(Session session, Duration longest) {
        Duration before = session.longestWait();
        session.longestWait(longest.plus(GRACE));
        try {
            return Optional.of(session.inTransaction(() -> {
                session.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
                return sample(session, System.nanoTime() + longest.toNanos());
            }));
        } catch (SqlException failed) {
            if (failed.sqlState().equals(CANCELLED)) {
                return Optional.empty();
            }
            throw failed;
        } finally {
            session.longestWait(before);
        }
    }

    private Sampled sample(Session session, long until) {
        long estimated = TableBlocks.estimatedRows(session, table);
        limit(session, until);
        Totals totals = session.one(
                "SELECT count(*) FILTER (WHERE fits) AS documents, coalesce(sum(size) FILTER (WHERE fits), 0)::numeric AS bytes,"
                        + " count(*) FILTER (WHERE NOT fits) AS rest FROM (SELECT size, key IS NOT NULL AND owner IS NOT NULL AND"
                        + " size IS NOT NULL AS fits FROM (" + rows.formatted("") + ") AS row) AS judged",
                row -> new Totals(
                        row.number("documents"), exact(row.get("bytes", BigDecimal.class)), row.number("rest")));
        int bits = bits(totals.documents());
        Set<String> largest = bits == 0 ? Set.of() : largest(session, estimated, until);
        Optional<Outcome> outcome = estimate(session, totals, largest, bits, until);
        while (outcome.isEmpty()) {
            bits = Math.max(0, bits - FEWER_BITS);
            outcome = estimate(session, totals, largest, bits, until);
        }
        return new Sampled(outcome.get(), totals.leftOut());
    }

    private static long exact(BigDecimal bytes) {
        try {
            return bytes.longValueExact();
        } catch (ArithmeticException tooLarge) {
            throw new LedgerOverflowException("bytes", bytes, tooLarge);
        }
    }

    private static void limit(Session session, long until) {
        long left = Math.max(1, Duration.ofNanos(until - System.nanoTime()).toMillis());
        session.execute("SET LOCAL statement_timeout = " + left + "; SET LOCAL work_mem = '64MB'");
    }

    private int bits(long documents) {
        int bits = 0;
        while (documents >> bits > wanted && bits < MOST_BITS) {
            bits++;
        }
        return bits;
    }

    private Set<String> largest(Session session, long estimated, long until) {
        Set<String> keys = new HashSet<>();
        String legal = " WHERE key IS NOT NULL AND owner IS NOT NULL AND size IS NOT NULL";
        limit(session, until);
        keys.addAll(session.list(
                "SELECT key FROM (" + rows.formatted("") + ") AS row" + legal + " ORDER BY size DESC, " + TIE
                        + " LIMIT " + LARGEST,
                row -> row.text("key")));
        double percent = Math.min(PERCENT, PERCENT * 4 * wanted / Math.max(1, estimated));
        limit(session, until);
        keys.addAll(session.list(
                "SELECT key FROM (" + rows.formatted(" TABLESAMPLE BERNOULLI ($1) REPEATABLE (1)") + ") AS row" + legal
                        + " GROUP BY key ORDER BY sum(size) DESC, " + TIE + " LIMIT " + LARGEST,
                row -> row.text("key"),
                percent));
        return keys;
    }

    /** Empty if too few contents are sampled. */
    private Optional<Outcome> estimate(Session session, Totals totals, Set<String> largest, int bits, long until) {
        limit(session, until);
        List<Content> contents = session.list(
                "SELECT key, sum(found)::bigint AS documents, sum(bytes)::bigint AS bytes, count(*) AS owners, min(low) AS low,"
                        + " max(high) AS high FROM (SELECT key, owner, count(*) AS found, sum(size) AS bytes, min(size) AS low,"
                        + " max(size) AS high FROM (" + rows.formatted("")
                        + ") AS row WHERE owner IS NOT NULL AND size IS NOT NULL"
                        + " AND (key < $1 OR key = ANY ($2)) GROUP BY key, owner) AS same_owner GROUP BY key",
                Content::read,
                beyond(bits),
                bits == 0 ? new String[0] : largest.toArray(String[]::new));
        Differing differing = Differing.NONE;
        SavingsLedger ledger = SavingsLedger.EMPTY;
        ContentSample sample = new ContentSample(bits, totals.bytes());
        int others = 0;
        for (Content content : contents) {
            if (content.low() < content.high()) {
                differing = differing.plus(content.differing());
            } else if (bits == 0) {
                ledger = ledger.plus(content.ledger());
            } else if (largest.contains(content.key())) {
                sample.addLargest(content.hash(), content.ledger());
            } else {
                sample.add(content.hash(), content.ledger());
                others++;
            }
        }
        if (bits > 0 && others < SampleEstimate.FEWEST) {
            return Optional.empty();
        }
        return Optional.of(new Outcome(
                totals.documents(),
                totals.bytes(),
                bits == 0 ? Optional.of(ledger) : Optional.empty(),
                bits == 0 ? Optional.empty() : Optional.of(sample.estimate()),
                differing,
                List.of()));
    }

    /** First hash that is not in the sample; of all hashes, a text that comes after each. */
    private static String beyond(int bits) {
        return bits == 0 ? "g" : HexFormat.of().toHexDigits(1 << (Integer.SIZE - bits));
    }
}
