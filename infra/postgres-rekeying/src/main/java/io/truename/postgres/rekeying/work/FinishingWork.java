// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.work;

import io.truename.corpus.schema.CorpusSchema;
import io.truename.postgres.Database;
import io.truename.postgres.Session;
import io.truename.postgres.corpus.validate.CorpusNumbers;
import io.truename.postgres.corpus.validate.SliceHalves;
import io.truename.postgres.rekeying.lease.LeaseToken;
import io.truename.postgres.rekeying.lease.Leases;
import io.truename.postgres.rekeying.lease.LostLeaseException;
import io.truename.postgres.rekeying.move.RollbackQuarantine;
import io.truename.postgres.rekeying.plan.NonconformingWriters;
import io.truename.postgres.rekeying.plan.Planner;
import io.truename.postgres.rekeying.plan.PlanningResult;
import io.truename.postgres.rekeying.plan.UnneededPlan;
import io.truename.postgres.rekeying.run.RunStore;
import io.truename.postgres.rekeying.run.RunView;
import io.truename.postgres.rekeying.work.WorkResult.Outcome;
import io.truename.rekeying.run.Cause;
import io.truename.rekeying.run.RunState;
import java.time.Duration;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * End of a pass, when no worker has anything left: plans documents that were added meanwhile, searches late references, and if neither
 * finds anything, validates and ends the run. Long because the decisions of one pass stand together.
 */
final class FinishingWork {
    /** Number of passes with findings after which the application is reported to keep writing untrue ids. */
    private static final int PATIENT_PASSES = 5;

    private static final Duration BETWEEN_LATE_PASSES = Duration.ofSeconds(30);

    /** Time after which a worker looks again whether another one has counted. */
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    private final Database database;
    private final Session session;
    private final RunStore runs;
    private final RunView run;
    private final LeaseToken lease;
    private final CorpusSchema schema;
    private final WorkListener events;
    private final Validation validation;
    private final LateReferenceSweep sweep;

    FinishingWork(
            Database database,
            Session session,
            RunStore runs,
            RunView run,
            LeaseToken lease,
            CorpusSchema schema,
            WorkListener events) {
        this.database = database;
        this.session = session;
        this.runs = runs;
        this.run = run;
        this.lease = lease;
        this.schema = schema;
        this.events = events;
        this.validation = new Validation(session, schema, run.number(), run.settings());
        this.sweep = new LateReferenceSweep(session, run, lease, schema, events);
    }

    /** Whether a sweep or a validation is under way and must be continued. */
    boolean validating() {
        return validation.afterBegun() || sweep.begun();
    }

    /**
     * Continues planning the present pass, or begins the next one; validates if it finds nothing. The count of the validation comes
     * first: as long as it finds every id true, there is nothing to plan, and the corpus is read once.
     */
    WorkResult plan(BooleanSupplier timeLeft) {
        if (run.planned()
                && Planner.nextPass(session, run.number(), RunState.RUNNING).isEmpty()) {
            return WorkResult.of(Outcome.ELSEWHERE);
        }
        if (UnneededPlan.possible(session, run.number())) {
            try {
                Optional<CorpusNumbers> numbers =
                        counted(halves -> validation.afterUntilUntrue(halves, keepingTheLease(timeLeft)));
                if (numbers.isEmpty()) {
                    return timeLeft.getAsBoolean()
                            ? WorkResult.later(Outcome.PLANNING, BETWEEN_LOOKS)
                            : WorkResult.goesOn(Outcome.PLANNING);
                }
                if (Validation.everyIdTrue(numbers.get())) {
                    return UnneededPlan.end(
                                    session,
                                    run.number(),
                                    numbers.get().count("documents"),
                                    numbers.get().count("chunks"))
                            ? validateFromTheStart(timeLeft)
                            : WorkResult.goesOn(Outcome.PLANNING);
                }
            } catch (LostLeaseException lost) {
                return WorkResult.of(Outcome.ELSEWHERE);
            }
        }
        return planPass(timeLeft);
    }

    private WorkResult validateFromTheStart(BooleanSupplier timeLeft) {
        sweep.begin(false, 0);
        return validate(timeLeft);
    }

    private WorkResult planPass(BooleanSupplier timeLeft) {
        PlanningResult tick;
        try (ConcurrentCount counting = ConcurrentCount.begin(
                database,
                (own, time) ->
                        new Validation(own, schema, run.number(), run.settings()).after(SliceHalves.inTurn(), time),
                timeLeft)) {
            tick = new Planner(schema, run.number(), run.settings()).tick(session, RunState.RUNNING, timeLeft);
        }
        return switch (tick.outcome()) {
            case MORE -> WorkResult.goesOn(Outcome.PLANNING);
            case ELSEWHERE -> WorkResult.of(Outcome.ELSEWHERE);
            case REFUSED -> becomes(Cause.COLLISIONS_REFUSED, tick.reason());
            case DONE -> {
                if (tick.found() > 0) {
                    yield moveWhatCame(() -> new NonconformingWriters(schema, run.number()).describe(session));
                }
                yield validateFromTheStart(timeLeft);
            }
        };
    }

    /**
     * Validates the corpus and ends the run if it is correct; errors may have been written since the last pass. Late references are
     * searched before the numbers are judged, and again if these show more orphans than before.
     */
    WorkResult validate(BooleanSupplier timeLeft) {
        try {
            boolean counted = false;
            if (sweep.begun()) {
                Optional<LateReferenceSweep.Result> swept = sweep.tick(timeLeft);
                if (swept.isEmpty()) {
                    return WorkResult.goesOn(Outcome.PLANNING);
                }
                LateReferenceSweep.Result late = swept.get();
                if (!late.rows().isEmpty()) {
                    return moveWhatCame(() -> late(late));
                }
                if (!late.stuck().isEmpty()) {
                    return judged(Optional.of(stuck(late)), "");
                }
                counted = late.counted();
            }
            return count(timeLeft, counted);
        } catch (LostLeaseException lost) {
            return WorkResult.of(Outcome.ELSEWHERE);
        }
    }

    private WorkResult count(BooleanSupplier timeLeft, boolean sweptSince) {
        Optional<CorpusNumbers> numbers = counted(halves -> validation.after(halves, keepingTheLease(timeLeft)));
        if (numbers.isEmpty()) {
            return WorkResult.goesOn(Outcome.PLANNING);
        }
        Optional<String> wrong = validation.wrong(numbers.get());
        if (wrong.isEmpty() && !sweptSince && !validation.lost(numbers.get()).isEmpty()) {
            sweep.begin(true, 0);
            return WorkResult.goesOn(Outcome.PLANNING);
        }
        return judged(wrong, validation.summary(numbers.get()));
    }

    /** Counts on two connections if the run has several workers, of which the others have nothing to do now. */
    private Optional<CorpusNumbers> counted(Function<SliceHalves, Optional<CorpusNumbers>> count) {
        Database.PoolUse use = database.poolUse();
        if (run.settings().workers() == 1 || use.acquired() >= use.most()) {
            return count.apply(SliceHalves.inTurn());
        }
        try (Session second = database.open()) {
            return count.apply(SliceHalves.atOnce(second));
        }
    }

    /** Check between two slices that also extends the lease, because the slices together may take longer than it. */
    private BooleanSupplier keepingTheLease(BooleanSupplier timeLeft) {
        return () -> {
            Leases.keep(session, lease, Leases.USUAL);
            return timeLeft.getAsBoolean();
        };
    }

    private WorkResult judged(Optional<String> wrong, String summary) {
        boolean again = wrong.isPresent() && !validation.wasWrong();
        validation.judge(wrong.isEmpty(), wrong.orElse(summary));
        if (again) {
            validation.forgetAfter();
            return WorkResult.goesOn(Outcome.PLANNING);
        }
        return wrong.map(reason -> becomes(Cause.VALIDATION_FAILED, reason))
                .or(() -> QuarantineLimit.atEnd(session, run)
                        .map(stop -> becomes(stop.cause(), stop.code(), stop.reason())))
                .orElseGet(() -> becomes(Cause.MOVED_ALL, ""));
    }

    private WorkResult moveWhatCame(Supplier<String> untrueWriters) {
        validation.forgetAfter();
        validation.forgetResult();
        if (run.pass() < PATIENT_PASSES) {
            return WorkResult.goesOn(Outcome.MOVED).forEveryWorker();
        }
        return untrueWriters(untrueWriters.get()).forEveryWorker();
    }

    private WorkResult untrueWriters(String sentence) {
        session.inTransaction(() -> {
            runs.waiting(session, run.number(), lease.shard(), "writers.untrue", sentence);
            return true;
        });
        events.held(run.id(), lease.shard(), "writers.untrue");
        return WorkResult.later(Outcome.HELD, BETWEEN_LATE_PASSES);
    }

    private String late(LateReferenceSweep.Result late) {
        return new NonconformingWriters(schema, run.number()).describeLate(session, late.rows(), late.tables());
    }

    private static String stuck(LateReferenceSweep.Result late) {
        return "Rows of " + String.join(", ", new TreeSet<>(late.stuck()))
                + " hold ids that the run has moved from, and cannot be changed: a key or a rule of the table forbids it, or the id"
                + " is written in a way that the mapping does not name. Repair or delete them, then resume.";
    }

    /** Ends a rollback if no row is left on its new id and every row is under its old id. */
    WorkResult rolledBack(BooleanSupplier timeLeft) {
        if (!(RollbackQuarantine.again(session, run.number()) instanceof RollbackQuarantine.Left rest)) {
            return WorkResult.goesOn(Outcome.MOVED).forEveryWorker();
        }
        if (rest.documents() > 0) {
            return becomes(
                    Cause.CANNOT_GO_ON,
                    "quarantine",
                    (rest.documents() == 1 ? "1 document" : rest.documents() + " documents")
                            + " could not be moved back, and can still be found under the new ids. "
                            + whatToDo(run));
        }
        try {
            if (RollbackCheck.begun(session, run.number())) {
                return checkRollback(timeLeft);
            }
            if (!sweep.begun()) {
                sweep.begin(false, 0);
            }
            return sweep.tick(timeLeft)
                    .map(late -> swept(late, timeLeft))
                    .orElseGet(() -> WorkResult.goesOn(Outcome.MOVED));
        } catch (LostLeaseException lost) {
            return WorkResult.of(Outcome.ELSEWHERE);
        }
    }

    private WorkResult swept(LateReferenceSweep.Result late, BooleanSupplier timeLeft) {
        if (!late.rows().isEmpty()) {
            sweep.begin(false, late.round() + 1);
            return late.round() + 1 < PATIENT_PASSES ? WorkResult.goesOn(Outcome.MOVED) : untrueWriters(late(late));
        }
        if (!late.stuck().isEmpty()) {
            return becomes(Cause.VALIDATION_FAILED, stuck(late));
        }
        return checkRollback(timeLeft);
    }

    private WorkResult checkRollback(BooleanSupplier timeLeft) {
        return RollbackCheck.tick(session, schema, run.number(), keepingTheLease(timeLeft))
                .map(check -> check.passed()
                        ? becomes(Cause.ROLLED_BACK_ALL, check.sentence())
                        : becomes(Cause.VALIDATION_FAILED, check.sentence()))
                .orElseGet(() -> WorkResult.goesOn(Outcome.MOVED));
    }

    /** Remedy for documents that could not be moved back. */
    static String whatToDo(RunView run) {
        return "GET /migrations/" + run.id() + "/quarantine says why: repair that, then resume.";
    }

    private WorkResult becomes(Cause cause, String reason) {
        return becomes(cause, cause.name().toLowerCase(java.util.Locale.ROOT), reason);
    }

    private WorkResult becomes(Cause cause, String code, String reason) {
        boolean failed = cause != Cause.MOVED_ALL && cause != Cause.ROLLED_BACK_ALL;
        return session.inTransaction(() -> {
            if (failed) {
                runs.failed(session, run.number(), code, Optional.empty(), reason);
            }
            return RunStop.became(session, runs, run, events, cause, reason);
        });
    }
}
