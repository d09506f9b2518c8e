// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.work;

import io.truename.corpus.failure.FailureKind;
import io.truename.corpus.schema.Finding;
import io.truename.corpus.schema.Finding.Severity;
import io.truename.postgres.Session;
import io.truename.postgres.SqlException;
import io.truename.postgres.corpus.SqlFailures;
import io.truename.postgres.rekeying.batch.BatchOptions;
import io.truename.postgres.rekeying.batch.PlannedDocument;
import io.truename.postgres.rekeying.batch.ValidationException;
import io.truename.postgres.rekeying.move.BatchMover;
import io.truename.postgres.rekeying.move.RefusedMoveException;
import io.truename.postgres.rekeying.plan.Preflight;
import io.truename.rekeying.failure.Bisection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;

/**
 * Trial of a sample batch: moves some documents and rolls back, to measure the cost and to find out whether the corpus allows the move.
 * Refused documents are found by halving, as when moving.
 */
final class SampleTrial {
    private static final String QUERY_CANCELLED = "57014";

    /** Number of attempts that halving needs to reach a single document. */
    private static final int FEWEST_ATTEMPTS = 8;

    private final Session session;
    private final BatchMover mover;
    private final List<PlannedDocument> documents;

    private Optional<Bisection<PlannedDocument>> halving = Optional.empty();
    private Optional<BatchMover.Sample> largest = Optional.empty();
    private final Set<String> inexact = new TreeSet<>();
    private String message = "";
    private int moved;
    private boolean slow;

    SampleTrial(Session session, BatchMover mover, List<PlannedDocument> documents) {
        this.session = session;
        this.mover = mover;
        this.documents = List.copyOf(documents);
    }

    /**
     * Result of the trial.
     *
     * @param sample measurements of the largest part that could be moved; empty if none could
     */
    record Result(Optional<BatchMover.Sample> sample, List<Finding> findings) {}

    Result run(BooleanSupplier timeLeft) {
        Optional<List<PlannedDocument>> part = documents.isEmpty() ? Optional.empty() : Optional.of(documents);
        for (int attempt = 1; part.isPresent() && !slow; attempt++) {
            attempt(part.get());
            boolean enough = !timeLeft.getAsBoolean() && attempt >= FEWEST_ATTEMPTS;
            part = enough ? Optional.empty() : halving.flatMap(Bisection::next);
        }
        return new Result(
                largest.map(sample -> new BatchMover.Sample(
                        sample.moved(), sample.seconds(), sample.walBytes(), List.copyOf(inexact))),
                findings());
    }

    private void attempt(List<PlannedDocument> part) {
        try {
            BatchMover.Sample sample = mover.sample(session, part);
            moved += part.size();
            inexact.addAll(sample.inexactColumns());
            if (largest.isEmpty()
                    || largest.get().moved().documents() < sample.moved().documents()) {
                largest = Optional.of(sample);
            }
            halving = halving.map(Bisection::moved);
        } catch (ValidationException | RefusedMoveException refused) {
            refused(String.valueOf(refused.getMessage()));
        } catch (SqlException refused) {
            if (refused.sqlState().equals(QUERY_CANCELLED)) {
                slow = true;
                return;
            }
            if (SqlFailures.of(refused).kind() != FailureKind.POISON) {
                throw refused;
            }
            refused(refused.explanation());
        }
    }

    private void refused(String reason) {
        message = message.isEmpty() ? reason : message;
        halving = Optional.of(halving.map(Bisection::failed).orElseGet(() -> Bisection.of(documents)));
    }

    private List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        int refused = halving.map(tried -> tried.poisonous().size()).orElse(0);
        if (refused == documents.size() && refused > 0) {
            findings.add(new Finding(
                    Severity.REFUSAL,
                    Preflight.CODES + "sample.refused",
                    "sample",
                    "None of the first " + refused + " documents can be moved, tried alone: " + message,
                    "Remove what the message names (a trigger, a rule or a constraint that refuses a change of ids), then"
                            + " plan again."));
        } else if (refused > 0) {
            findings.add(new Finding(
                    Severity.WARNING,
                    Preflight.CODES + "sample.refused",
                    "sample",
                    refused + " of " + (refused + moved) + " documents of a sample cannot be moved: " + message,
                    "Remove what the message names before the start; else such documents are set aside, and too many of"
                            + " them stop the run."));
        }
        if (slow) {
            findings.add(new Finding(
                    Severity.WARNING,
                    Preflight.CODES + "sample.slow",
                    "sample",
                    "A statement that moves a sample of " + documents.size()
                            + " documents was cancelled after the "
                            + BatchOptions.USUAL.longestStatement().toSeconds()
                            + " seconds that it may take: what the run will cost is not"
                            + " known, and its first batches will be slow.",
                    "See which trigger, foreign key or missing index takes the time: EXPLAIN (ANALYZE) of an UPDATE of one"
                            + " document's id, rolled back, names it."));
        }
        return findings;
    }
}
