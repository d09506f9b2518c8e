// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.assess;

import io.truename.corpus.assess.Assessment;
import io.truename.corpus.assess.AssessmentSections;
import io.truename.corpus.assess.SampleAttempt;
import io.truename.corpus.schema.Finding;
import io.truename.postgres.Database;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Takes an assessment as far as time allows. A small corpus is done in one step, within the request; of a large one the caller
 * answers 202 and sends itself a message, whose step goes on, until one returns {@link Outcome#DONE}. The same message twice
 * does no harm: only one of two steps can advance it.
 */
public final class AssessmentStep {
    /** What a step came to. */
    public enum Outcome {
        /** Time was up: send another step. */
        MORE,
        /** The report is there. */
        DONE,
        /** It is not running any more, or another instance went on with it. */
        ELSEWHERE
    }

    private final AssessmentStore store = new AssessmentStore();
    private final Assessor assessor;
    private final Supplier<SampleAttempt> sample;
    private final List<Finding> findings;

    /**
     * A step.
     *
     * @param sample does a batch and rolls it back. Asked once, in the last step
     * @param findings of the inspection
     */
    public AssessmentStep(Assessor assessor, Supplier<SampleAttempt> sample, List<Finding> findings) {
        this.assessor = assessor;
        this.sample = sample;
        this.findings = List.copyOf(findings);
    }

    /** Goes on with it. */
    public Outcome goOn(Database database, UUID id, BooleanSupplier timeIsUp) {
        Optional<ScanState> progress =
                database.with(session -> store.find(session, id)).flatMap(AssessmentStore.Stored::progress);
        if (progress.isEmpty()) {
            return Outcome.ELSEWHERE;
        }
        ScanState before = progress.get();
        ScanState now = database.with(session -> assessor.scan(session, before, timeIsUp));
        if (!before.complete() && !database.with(session -> store.advance(session, id, before, now))) {
            return Outcome.ELSEWHERE;
        }
        if (!now.complete() || (!before.complete() && timeIsUp.getAsBoolean())) {
            return Outcome.MORE;
        }
        Assessment assessment = database.with(session -> assessor.complete(session, now, sample, findings));
        return database.with(session -> store.finish(session, id, AssessmentSections.of(assessment)))
                ? Outcome.DONE
                : Outcome.ELSEWHERE;
    }
}
