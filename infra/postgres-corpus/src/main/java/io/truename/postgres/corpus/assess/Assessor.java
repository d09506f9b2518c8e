// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.assess;

import io.truename.corpus.assess.Assessment;
import io.truename.corpus.assess.DocumentCounts;
import io.truename.corpus.assess.SampleAttempt;
import io.truename.corpus.assess.UndeclaredReferences;
import io.truename.corpus.schema.CorpusSchema;
import io.truename.corpus.schema.Finding;
import io.truename.postgres.Session;
import io.truename.postgres.corpus.search.SearchLimits;
import io.truename.postgres.corpus.search.SearchState;
import io.truename.postgres.corpus.search.UndeclaredReferenceSearch;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Read-only assessment of a corpus. Every statement runs in a READ ONLY transaction with REPEATABLE READ, so its numbers come from
 * one snapshot. Only the sample batch writes; the caller runs it, and rolls it back.
 *
 * <p>A large corpus is assessed in steps: {@link #scan} reads until its time is up and returns a {@link ScanState}.
 * {@link AssessmentStore} stores it, and any instance can continue from it. Then {@link #complete} reads the rest. The numbers of
 * documents are exact in any case. If they were read in several steps, they come from several snapshots, and the report says so. The
 * search for undeclared references reads a snapshot for each slice of a table.
 */
public final class Assessor {
    /** Default age in days below which a document counts as recent. */
    public static final int RECENT_DAYS = 90;

    private static final Duration LONGEST_STATEMENT = Duration.ofMinutes(10);

    private final CorpusSchema schema;
    private final int recentDays;
    private final UndeclaredReferenceSearch search;

    /** Creates an assessor of a corpus. */
    public Assessor(CorpusSchema schema, int recentDays) {
        this(schema, recentDays, SearchLimits.DEFAULT);
    }

    /** Creates an assessor whose search for undeclared references has these limits. */
    public Assessor(CorpusSchema schema, int recentDays, SearchLimits limits) {
        this.schema = schema;
        this.recentDays = recentDays;
        this.search = new UndeclaredReferenceSearch(schema, limits);
    }

    /**
     * Reads documents, chunks and references, and then searches for undeclared references, until the end or until time is up; reads at
     * least one page or slice.
     *
     * @param session without a transaction
     */
    public ScanState scan(Session session, ScanState from, BooleanSupplier timeIsUp) {
        if (from.complete()) {
            return from;
        }
        ScanState read = from.search().isPresent() ? from : reading(session, () -> declared(session, from, timeIsUp));
        boolean goesOn = read.search().isPresent() && (from.search().isPresent() || !timeIsUp.getAsBoolean());
        if (!goesOn) {
            return read;
        }
        UndeclaredReferenceSearch.Progress progress =
                search.goOn(session, read.search().orElseThrow(), timeIsUp);
        return read.searched(progress.state(), progress.ended());
    }

    private ScanState declared(Session session, ScanState from, BooleanSupplier timeIsUp) {
        ScanState read = from.references().isPresent()
                ? from.nextSnapshot()
                : new CorpusScan(schema, recentDays).goOn(session, from, timeIsUp);
        boolean goesOn = read.references().isPresent() && (from.references().isPresent() || !timeIsUp.getAsBoolean());
        return goesOn ? new ReferenceQueries(schema).goOn(session, read, timeIsUp) : read;
    }

    /**
     * Completes an assessment after all documents and references were read.
     *
     * @param session without a transaction
     * @param sample runs a batch and rolls it back
     * @param findings of the inspection
     */
    public Assessment complete(
            Session session, ScanState scanned, Supplier<SampleAttempt> sample, List<Finding> findings) {
        if (!scanned.complete()) {
            throw new IllegalArgumentException("scanned: must be complete");
        }
        // First, since the transaction below must not be open while another session writes and rolls back.
        SampleAttempt tried = sample.get();
        UndeclaredReferences undeclared =
                scanned.search().orElse(SearchState.BEGIN).result();
        List<Finding> all = Stream.of(findings, tried.findings(), undeclared.findings())
                .flatMap(List::stream)
                .toList();
        CatalogQueries catalog = new CatalogQueries(schema);
        DuplicateQueries duplicates = new DuplicateQueries(schema);
        DocumentCounts total = scanned.tally().total();
        return reading(session, () -> {
            Assessment.Collisions collisions = duplicates.read(session);
            return new Assessment(
                    session.one(
                            "SELECT date_trunc('milliseconds', clock_timestamp()) AS at",
                            row -> row.get("at", Instant.class)),
                    scanned.snapshots() == 1,
                    recentDays,
                    scanned.tally().ended(),
                    collisions,
                    new ReferenceQueries(schema).found(scanned.references().orElseThrow()),
                    undeclared,
                    HashCosts.read(session, schema),
                    catalog.loads(session, total),
                    catalog.observers(session),
                    catalog.missingRights(session),
                    tried.result(),
                    Stream.concat(
                                    all.stream(),
                                    Stream.concat(
                                            collisions
                                                    .finding(schema.documents()
                                                            .table()
                                                            .toString())
                                                    .stream(),
                                            MissingHashes.of(schema, scanned.tally()).stream()))
                            .toList());
        });
    }

    private static <T> T reading(Session session, Supplier<T> work) {
        session.longestWait(LONGEST_STATEMENT.plusSeconds(10));
        return session.inTransaction(() -> {
            session.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY; SET LOCAL statement_timeout = "
                    + LONGEST_STATEMENT.toMillis() + "; SET LOCAL lock_timeout = 2000");
            return work.get();
        });
    }
}
