// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.reporting.ledger;

import io.truename.corpus.schema.CorpusSchema.DocumentTable;
import io.truename.costing.savings.CountedLedger;
import io.truename.postgres.Session;
import io.truename.postgres.SqlException;
import io.truename.postgres.reporting.ledger.LedgerShards.Ledger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Exact count of a corpus' ledger by sharded aggregation: the server groups the documents of one range of hashes at a time, and sums of
 * ranges are added. A document has one hash, so that it is in one range whatever else changes in its row.
 *
 * <p>A range is claimed by one instance for a time, by a token. Its sums and its cursor are written in one statement under that token: a
 * kill at any moment loses at most what nobody has written, and an instance whose claim has ended counts nothing. Any number of instances
 * may call {@link #step} at once.
 *
 * <p>With an index in the order of hashes, a range is read in pages of about half a second. Without one, a range is one scan of the
 * whole table. One that does not end in time is halved, {@link #MOST_HALVINGS} times; then the scan itself takes the time, and the ledger
 * fails with a remedy.
 */
public final class LedgerStore {
    /** Times that a range is halved, without an index. */
    public static final int MOST_HALVINGS = 3;

    private final DocumentTable documents;
    private final LedgerShards shards = new LedgerShards();
    private final LedgerDivision division;
    private final int page;

    /** A store for the documents of a corpus, as {@link io.truename.postgres.corpus.schema.CorpusInspector} finds them. */
    public LedgerStore(DocumentTable documents) {
        this(documents, LedgerStep.LEAST_OF_A_PAGE);
    }

    /** As {@link #LedgerStore(DocumentTable)}, with another least number of documents of a page. */
    LedgerStore(DocumentTable documents, int page) {
        this.documents = documents;
        this.page = page;
        this.division = new LedgerDivision(documents, shards);
    }

    /**
     * Begins a ledger, or begins one again that has failed. One that is under way, or ready, stays as it is. Must be called outside of a
     * transaction.
     *
     * @param wanted number of ranges, 1 to 4096, for so many instances; without an index it follows from the size of the table
     */
    public void begin(Session session, UUID report, int wanted, Instant now) {
        if (wanted < 1 || wanted > LedgerDivision.MOST_SHARDS) {
            throw new IllegalArgumentException("shards: must be 1 to " + LedgerDivision.MOST_SHARDS);
        }
        boolean indexed = division.indexed(session, LedgerKey.STORED);
        Ledger ledger = new Ledger(LedgerKey.STORED, indexed, documents.bytes().isPresent(), Optional.empty());
        int number = division.number(session, indexed, wanted);
        session.inTransaction(() -> {
            if (shards.create(session, report, ledger, now)) {
                division.divide(session, report, number);
            }
            return true;
        });
    }

    /**
     * Counts for a time, outside of a transaction.
     *
     * @param time after which no statement begins; one that has begun may take as long as this again, and a page 15 seconds
     * @throws IllegalArgumentException if no ledger was begun
     * @throws SqlException if the database fails; the step can be repeated
     */
    public LedgerProgress step(Session session, UUID report, Clock clock, Duration time) {
        Duration before = session.longestWait();
        try {
            return new LedgerStep(documents, page, shards, division, session, report, clock, time).run();
        } finally {
            session.longestWait(before);
        }
    }

    /** Number of documents as the server estimates it, without a look at them. */
    public long estimate(Session session) {
        return division.estimate(session);
    }

    /**
     * Progress of a ledger.
     *
     * @throws IllegalArgumentException if none was begun
     */
    public LedgerProgress progress(Session session, UUID report) {
        return shards.progress(session, report);
    }

    /**
     * The ledger; empty until it is complete.
     *
     * @throws LedgerOverflowException if sizes add up to more than 2^63 - 1
     */
    public Optional<CountedLedger> ledger(Session session, UUID report) {
        return shards.find(session, report)
                .filter(ledger -> shards.progress(session, report).complete())
                .map(ledger -> shards.sum(session, report, ledger.sized()));
    }
}
