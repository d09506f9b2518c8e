// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.assess;

import io.truename.corpus.assess.Assessment;
import io.truename.corpus.assess.DocumentCounts;
import io.truename.corpus.assess.SampleAttempt;
import io.truename.corpus.schema.CorpusSchema;
import io.truename.corpus.schema.Finding;
import io.truename.postgres.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Assesses a corpus and changes nothing: every statement runs in a transaction that is READ ONLY and REPEATABLE READ, so that its
 * numbers are of one moment. Only the sample batch writes; the caller does it, and rolls it back.
 *
 * <p>A large corpus is assessed in steps: {@link #scan} reads until its time is up and returns a {@link ScanState}, which
 * {@link AssessmentStore} keeps, from which any other instance goes on. Then {@link #complete} reads the rest. The numbers of the
 * documents are exact in any case; when they were read in several steps they are of several moments, and the report says so.
 */
public final class Assessor {
    /** Documents younger than this count as recent, unless told otherwise. */
    public static final int RECENT_DAYS = 90;

    private static final Duration LONGEST_STATEMENT = Duration.ofMinutes(10);

    private final CorpusSchema schema;
    private final int recentDays;

    /** Of that corpus. */
    public Assessor(CorpusSchema schema, int recentDays) {
        this.schema = schema;
        this.recentDays = recentDays;
    }

    /**
     * Reads documents, chunks and then references until the end or until time is up, at least one page or slice.
     *
     * @param session without a transaction
     */
    public ScanState scan(Session session, ScanState from, BooleanSupplier timeIsUp) {
        return from.complete()
                ? from
                : reading(session, () -> {
                    ScanState read = from.references().isPresent()
                            ? from.nextSnapshot()
                            : new CorpusScan(schema, recentDays).goOn(session, from, timeIsUp);
                    boolean goesOn = read.references().isPresent()
                            && (from.references().isPresent() || !timeIsUp.getAsBoolean());
                    return goesOn ? new ReferenceQueries(schema).goOn(session, read, timeIsUp) : read;
                });
    }

    /**
     * Everything else, once all documents and references were read.
     *
     * @param session without a transaction
     * @param sample does a batch and rolls it back
     * @param findings of the inspection
     */
    public Assessment complete(
            Session session, ScanState scanned, Supplier<SampleAttempt> sample, List<Finding> findings) {
        if (!scanned.complete()) {
            throw new IllegalArgumentException("scanned: must be complete");
        }
        // First, since the transaction below must not be open while another session writes and rolls back.
        SampleAttempt tried = sample.get();
        List<Finding> all =
                Stream.concat(findings.stream(), tried.findings().stream()).toList();
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
                    catalog.loads(session, total),
                    catalog.observers(session),
                    catalog.missingRights(session),
                    tried.result(),
                    Stream.concat(
                                    all.stream(),
                                    collisions
                                            .finding(schema.documents().table().toString())
                                            .stream())
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
