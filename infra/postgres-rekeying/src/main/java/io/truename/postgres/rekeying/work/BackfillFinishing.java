// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.work;

import io.truename.corpus.schema.BackfillSchema;
import io.truename.postgres.Session;
import io.truename.postgres.SqlException;
import io.truename.postgres.rekeying.backfill.BackfillRecords;
import io.truename.postgres.rekeying.backfill.BackfillValidation;
import io.truename.postgres.rekeying.backfill.BackfillValidation.Numbers;
import io.truename.postgres.rekeying.backfill.BackfillWriter;
import io.truename.postgres.rekeying.batch.BackfillState;
import io.truename.postgres.rekeying.batch.BatchOptions;
import io.truename.postgres.rekeying.lease.LeaseToken;
import io.truename.postgres.rekeying.lease.Leases;
import io.truename.postgres.rekeying.run.RunStore;
import io.truename.postgres.rekeying.run.RunView;
import io.truename.postgres.rekeying.work.WorkResult.Outcome;
import io.truename.rekeying.failure.BatchDecision;
import io.truename.rekeying.run.Cause;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * End of a backfill's pass: validates the whole corpus, and ends the run, or begins another pass if the application has written untrue
 * rows meanwhile.
 */
final class BackfillFinishing {
    /** Number of passes after which the application is reported to keep writing untrue ids. */
    private static final int PATIENT_PASSES = 5;

    private static final String QUERY_CANCELLED = "57014";
    private static final Duration BETWEEN_LATE_PASSES = Duration.ofSeconds(30);

    /** For a statement that may read a whole table. */
    private static final BatchOptions BY_TRUE_ID = new BatchOptions(false, Duration.ofMinutes(2));

    private final Session session;
    private final RunStore runs;
    private final RunView run;
    private final LeaseToken lease;
    private final WorkListener events;
    private final BackfillRecords records;
    private final BackfillValidation validation;
    private final BackfillWriter writer;

    BackfillFinishing(
            Session session, RunStore runs, RunView run, LeaseToken lease, BackfillSchema schema, WorkListener events) {
        this.session = session;
        this.runs = runs;
        this.run = run;
        this.lease = lease;
        this.events = events;
        this.records = new BackfillRecords(schema, run.number());
        this.validation = new BackfillValidation(schema, run.number());
        this.writer = new BackfillWriter(schema, run.number());
    }

    boolean validating() {
        return validation.begun(session);
    }

    WorkResult validate(BooleanSupplier timeLeft) {
        Optional<BatchDecision.Stop> burnt = QuarantineLimit.atEnd(session, run);
        if (burnt.isPresent()) {
            return RunStop.stop(session, runs, run, events, burnt.get());
        }
        Optional<Numbers> numbers = validation.tick(session, () -> {
            Leases.keep(session, lease, Leases.USUAL);
            return timeLeft.getAsBoolean();
        });
        if (numbers.isEmpty()) {
            return WorkResult.goesOn(Outcome.PLANNING);
        }
        validation.forget(session);
        if (numbers.get().untrue() == 0) {
            judge(true, numbers.get(), numbers.get().summary());
            return ends(Cause.MOVED_ALL, "");
        }
        return untrue(numbers.get());
    }

    /** Rows are untrue because the application wrote them meanwhile; or, if two passes in turn have nothing to write, by a mistake. */
    private WorkResult untrue(Numbers numbers) {
        boolean idle = run.pass() > 1 && records.found(session) == 0;
        if (idle && wasWrong()) {
            judge(false, numbers, numbers.untrueRows());
            return RunStop.stop(
                    session,
                    runs,
                    run,
                    events,
                    new BatchDecision.Stop(Cause.VALIDATION_FAILED, "validation_failed", numbers.untrueRows()));
        }
        judge(!idle, numbers, numbers.untrueRows());
        nextPass();
        if (run.pass() < PATIENT_PASSES) {
            return WorkResult.goesOn(Outcome.MOVED);
        }
        session.inTransaction(() -> {
            runs.waiting(session, run.number(), lease.shard(), "writers.untrue", untrueWriters(numbers));
            return true;
        });
        events.held(run.id(), lease.shard(), "writers.untrue");
        return WorkResult.later(Outcome.HELD, BETWEEN_LATE_PASSES);
    }

    private static String untrueWriters(Numbers numbers) {
        return "The application keeps writing rows without their true ids: " + numbers.untrueRows()
                + " Let it write the true id with each row, or pause its writers until the run has ended.";
    }

    private boolean wasWrong() {
        return session.one(
                "SELECT coalesce((validation ->> 'passed')::boolean, true) AS passed FROM truename.run WHERE number = $1",
                row -> !row.flag("passed"),
                run.number());
    }

    private void judge(boolean passed, Numbers numbers, String summary) {
        session.update(
                "UPDATE truename.run SET validation = (CAST($4::text AS jsonb) - '{place,source,after,done,examples}'::text[])"
                        + " || jsonb_build_object('passed', $2::boolean, 'summary', $3::text) WHERE number = $1",
                run.number(),
                passed,
                summary,
                numbers.json().toString());
    }

    private void nextPass() {
        session.inTransaction(() -> {
            session.update(
                    "UPDATE truename.run SET pass = pass + 1, epoch = epoch + 1, pass_began_at = clock_timestamp(),"
                            + " changed_at = clock_timestamp() WHERE number = $1 AND state = 'RUNNING'",
                    run.number());
            records.rewind(session);
            return true;
        });
    }

    /** Ends a rollback, unless the corpus refused rows of it. */
    WorkResult rolledBack() {
        if (records.count(session, BackfillState.GONE) > 0) {
            try {
                if (writer.follow(session, lease, BY_TRUE_ID) > 0) {
                    return WorkResult.goesOn(Outcome.MOVED);
                }
            } catch (SqlException failed) {
                if (!failed.sqlState().equals(QUERY_CANCELLED)) {
                    throw failed;
                }
                // Trying again would take as long.
                return RunStop.stop(
                        session,
                        runs,
                        run,
                        events,
                        new BatchDecision.Stop(
                                Cause.CANNOT_GO_ON,
                                "statement.timeout",
                                "Rows whose keys have changed are looked for by their true ids, and without an index that takes"
                                        + " longer than "
                                        + BY_TRUE_ID.longestStatement().toMinutes()
                                        + " minutes. Create the index of the finding true-id.unindexed, then resume."));
            }
        }
        long refused = records.count(session, BackfillState.NOT_TAKEN_BACK);
        if (refused > 0) {
            return RunStop.stop(
                    session,
                    runs,
                    run,
                    events,
                    new BatchDecision.Stop(
                            Cause.CANNOT_GO_ON,
                            "quarantine",
                            (refused == 1 ? "1 row" : refused + " rows")
                                    + " could not be written back, and still have their true ids. "
                                    + FinishingWork.whatToDo(run)));
        }
        return ends(Cause.ROLLED_BACK_ALL, taken());
    }

    private String taken() {
        long gone = records.count(session, BackfillState.GONE);
        long left = records.count(session, BackfillState.LEFT);
        return "Every row has the value that it had before the run"
                + (gone > 0 ? ", without " + gone + " that were deleted since, or have another key" : "")
                + (left > 0 ? ", without " + left + " to which the application wrote another value since" : "") + ".";
    }

    private WorkResult ends(Cause cause, String reason) {
        return session.inTransaction(() -> RunStop.became(session, runs, run, events, cause, reason));
    }
}
