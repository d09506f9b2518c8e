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
 * Step of an assessment: works until its time is up. One step, within the request, completes a small corpus. For a large corpus the
 * caller answers 202 and sends itself a message for the next step, until a step returns {@link Outcome#DONE}. A duplicate message is
 * harmless: only one of two steps can advance the assessment.
 */
public final class AssessmentStep {
    /** Result of a step. */
    public enum Outcome {
        /** Time is up; send a message for another step. */
        MORE,
        /** The report is complete. */
        DONE,
        /** The assessment no longer runs, or another instance continued it. */
        ELSEWHERE
    }

    private final AssessmentStore store = new AssessmentStore();
    private final Assessor assessor;
    private final Supplier<SampleAttempt> sample;
    private final List<Finding> findings;

    /**
     * Creates a step.
     *
     * @param sample runs a batch and rolls it back; called once, in the last step
     * @param findings of the inspection
     */
    public AssessmentStep(Assessor assessor, Supplier<SampleAttempt> sample, List<Finding> findings) {
        this.assessor = assessor;
        this.sample = sample;
        this.findings = List.copyOf(findings);
    }

    /** Continues the assessment. */
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
