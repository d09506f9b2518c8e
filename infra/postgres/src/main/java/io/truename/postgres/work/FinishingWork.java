// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.work;

import io.truename.postgres.Session;
import io.truename.postgres.move.LeaseToken;
import io.truename.postgres.plan.PlanTick;
import io.truename.postgres.plan.Planner;
import io.truename.postgres.plan.UntrueWriters;
import io.truename.postgres.run.RunStore;
import io.truename.postgres.run.RunView;
import io.truename.postgres.validate.CorpusNumbers;
import io.truename.postgres.work.WorkResult.Outcome;
import io.truename.rekeying.run.Cause;
import io.truename.rekeying.run.RunState;
import io.truename.rekeying.schema.CorpusSchema;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** What is done when every worker has nothing left: plan once more what came meanwhile; when nothing did, validate and end. */
final class FinishingWork {
    /** After so many passes that still found something, somebody keeps writing untrue ids. */
    private static final int PATIENT_PASSES = 5;

    private static final Duration BETWEEN_LATE_PASSES = Duration.ofSeconds(30);

    private final Session session;
    private final RunStore runs;
    private final RunView run;
    private final LeaseToken lease;
    private final CorpusSchema schema;
    private final WorkEvents events;
    private final Validation validation;

    FinishingWork(
            Session session, RunStore runs, RunView run, LeaseToken lease, CorpusSchema schema, WorkEvents events) {
        this.session = session;
        this.runs = runs;
        this.run = run;
        this.lease = lease;
        this.schema = schema;
        this.events = events;
        this.validation = new Validation(session, schema, run.number());
    }

    /** Whether the corpus is being validated, so that this is what goes on. */
    boolean validating() {
        return validation.afterBegun();
    }

    /** Goes on with the pass that is being planned, or begins the next one; validates when it finds nothing. */
    WorkResult plan(BooleanSupplier timeLeft) {
        if (run.planned()
                && Planner.nextPass(session, run.number(), RunState.RUNNING).isEmpty()) {
            return WorkResult.of(Outcome.ELSEWHERE);
        }
        PlanTick tick = new Planner(schema, run.number(), run.settings()).tick(session, RunState.RUNNING, timeLeft);
        return switch (tick.outcome()) {
            case MORE -> WorkResult.goesOn(Outcome.PLANNING);
            case ELSEWHERE -> WorkResult.of(Outcome.ELSEWHERE);
            case REFUSED -> becomes(Cause.COLLISIONS_REFUSED, tick.reason());
            case DONE -> tick.found() == 0 ? validate(timeLeft) : moveWhatCame();
        };
    }

    /** Ends the run when the whole corpus is as it should be; what is wrong may also have come since the last pass. */
    WorkResult validate(BooleanSupplier timeLeft) {
        Optional<CorpusNumbers> numbers = validation.after(timeLeft);
        if (numbers.isEmpty()) {
            return WorkResult.goesOn(Outcome.PLANNING);
        }
        Optional<String> wrong = validation.wrong(numbers.get(), run.settings());
        boolean again = wrong.isPresent() && !validation.wasWrong();
        validation.judge(
                wrong.isEmpty(),
                wrong.orElse(numbers.get().count("retrievableDocuments") + " of "
                        + numbers.get().count("documents") + " documents can be retrieved."));
        if (again) {
            validation.forgetAfter();
            return WorkResult.goesOn(Outcome.PLANNING);
        }
        return wrong.map(reason -> becomes(Cause.VALIDATION_FAILED, reason))
                .orElseGet(() -> becomes(Cause.MOVED_ALL, ""));
    }

    private WorkResult moveWhatCame() {
        validation.forgetAfter();
        validation.forgetJudgement();
        if (run.pass() < PATIENT_PASSES) {
            return WorkResult.goesOn(Outcome.MOVED).forEveryWorker();
        }
        String sentence = new UntrueWriters(schema, run.number()).describe(session);
        session.inTransaction(() -> {
            runs.waiting(session, run.number(), lease.shard(), "writers.untrue", sentence);
            return true;
        });
        events.held(run.id(), lease.shard(), "writers.untrue");
        return WorkResult.later(Outcome.HELD, BETWEEN_LATE_PASSES).forEveryWorker();
    }

    /** Ends a rollback, when really nothing is left on its new id. */
    WorkResult rolledBack() {
        long left = session.one(
                "SELECT count(*) AS rows FROM (SELECT FROM truename.document_map WHERE run = $1 AND state IN (1, 2) LIMIT 1000)"
                        + " AS documents",
                row -> row.number("rows"),
                run.number());
        return left == 0
                ? becomes(Cause.ROLLED_BACK_ALL, "")
                : becomes(Cause.VALIDATION_FAILED, left + " documents or more were not moved back.");
    }

    private WorkResult becomes(Cause cause, String reason) {
        return session.inTransaction(() -> {
            if (!reason.isEmpty()) {
                runs.failed(
                        session,
                        run.number(),
                        cause.name().toLowerCase(java.util.Locale.ROOT),
                        Optional.empty(),
                        reason);
            }
            return runs.became(session, run.number(), run.state(), cause, reason)
                    .map(next -> {
                        events.became(run.id(), run.state(), next.state(), cause.name());
                        return RunWorker.ended(next.state());
                    })
                    .orElse(WorkResult.of(Outcome.IDLE));
        });
    }
}
