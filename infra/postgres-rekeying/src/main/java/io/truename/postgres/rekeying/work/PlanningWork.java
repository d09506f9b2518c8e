// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.work;

import io.truename.corpus.schema.CorpusSchema;
import io.truename.corpus.schema.Finding;
import io.truename.postgres.Database;
import io.truename.postgres.Session;
import io.truename.postgres.rekeying.batch.PlannedDocument;
import io.truename.postgres.rekeying.lease.LeaseToken;
import io.truename.postgres.rekeying.lease.Leases;
import io.truename.postgres.rekeying.lease.LostLeaseException;
import io.truename.postgres.rekeying.move.BatchMover;
import io.truename.postgres.rekeying.move.BatchPicker;
import io.truename.postgres.rekeying.plan.MergeForecast;
import io.truename.postgres.rekeying.plan.MergeRights;
import io.truename.postgres.rekeying.plan.Planner;
import io.truename.postgres.rekeying.plan.PlanningResult;
import io.truename.postgres.rekeying.plan.Preflight;
import io.truename.postgres.rekeying.plan.UnfitDocuments;
import io.truename.postgres.rekeying.run.RunStore;
import io.truename.postgres.rekeying.run.RunView;
import io.truename.postgres.rekeying.work.WorkResult.Outcome;
import io.truename.rekeying.plan.BackupProof;
import io.truename.rekeying.run.Cause;
import io.truename.rekeying.run.RunState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Planning before the start: writes the first plan, searches for undeclared references, tries a sample batch and rolls it back, and runs
 * the preflight. Works under the lease of the run's first worker, because the samples of two instances would wait for each other's rows.
 */
final class PlanningWork {
    private static final int SAMPLE_ROWS = 2_000;
    private static final int SAMPLE_DOCUMENTS = 50;

    /** Length of the lease: above the longest interval between two checks of the clock, that of a sample of slow statements. */
    private static final Duration LEASE = Duration.ofMinutes(2);

    private static final Duration BETWEEN_RENEWALS = Duration.ofSeconds(10);

    private final Database database;
    private final Session session;
    private final RunStore runs;
    private final RunView run;
    private final LeaseToken lease;
    private final Supplier<BackupProof> backup;
    private final WorkListener events;
    private final BooleanSupplier timeLeft;
    private final BooleanSupplier timeOfCount;
    private long renewedAt;

    PlanningWork(
            Database database,
            Session session,
            RunStore runs,
            RunView run,
            LeaseToken lease,
            Supplier<BackupProof> backup,
            WorkListener events,
            BooleanSupplier timeLeft) {
        this.database = database;
        this.session = session;
        this.runs = runs;
        this.run = run;
        this.lease = lease;
        this.backup = backup;
        this.events = events;
        this.timeOfCount = timeLeft;
        this.timeLeft = () -> {
            if (System.nanoTime() - renewedAt > BETWEEN_RENEWALS.toNanos()) {
                renewLease();
            }
            return timeLeft.getAsBoolean();
        };
    }

    WorkResult plan() {
        try {
            renewLease();
            return planUnderLease();
        } catch (LostLeaseException lost) {
            return WorkResult.of(Outcome.ELSEWHERE);
        }
    }

    private void renewLease() {
        Leases.keep(session, lease, LEASE);
        renewedAt = System.nanoTime();
    }

    private WorkResult planUnderLease() {
        Optional<CorpusSchema> schema = PlannedSchema.of(session, run);
        if (schema.isEmpty()) {
            return becomes(Cause.PLAN_REFUSED, "The tables changed while the plan was written: plan again.");
        }
        PlanningResult tick;
        try (ConcurrentCount counting = ConcurrentCount.begin(
                database,
                (own, time) -> new Validation(own, schema.get(), run.number(), run.settings()).before(time),
                timeOfCount)) {
            tick = new Planner(schema.get(), run.number(), run.settings()).tick(session, RunState.PLANNING, timeLeft);
        }
        return switch (tick.outcome()) {
            case MORE -> WorkResult.goesOn(Outcome.PLANNING);
            case ELSEWHERE -> WorkResult.of(Outcome.ELSEWHERE);
            case REFUSED -> becomes(Cause.COLLISIONS_REFUSED, tick.reason());
            case DONE -> complete(schema.get());
        };
    }

    private WorkResult complete(CorpusSchema schema) {
        if (!new Validation(session, schema, run.number(), run.settings()).before(timeLeft)) {
            return WorkResult.goesOn(Outcome.PLANNING);
        }
        renewLease();
        Optional<List<Finding>> undeclared = new PlanSearch(session, schema, run.number()).tick(timeLeft);
        if (undeclared.isEmpty()) {
            return WorkResult.goesOn(Outcome.PLANNING);
        }
        renewLease();
        List<PlannedDocument> documents =
                BatchPicker.forward(session, run.number(), 0, 1, SAMPLE_ROWS, SAMPLE_DOCUMENTS);
        SampleTrial.Result sample =
                new SampleTrial(session, new BatchMover(schema, run.number()), documents).run(timeLeft);
        sample.sample().ifPresent(moved -> whilePlanning(() -> SampleRecord.keep(session, run.number(), moved)));
        Preflight.Result preflight = new Preflight(schema, run.settings())
                .check(session, backup.get())
                .with(MergeForecast.findings(session, schema, run.number()))
                .with(MergeRights.findings(session, schema, run.number()))
                .with(UnfitDocuments.findings(session, run.number(), run.settings()))
                .with(sample.findings())
                .with(undeclared.get());
        whilePlanning(() -> Preflight.record(session, run.number(), preflight));
        if (preflight.refuses()) {
            return becomes(Cause.PLAN_REFUSED, "The preflight refuses it: see the findings.");
        }
        return becomes(Cause.PLANNED_ALL, "");
    }

    /** Records results unless the run was rolled back meanwhile; a concurrent command waits for the record. */
    private void whilePlanning(Runnable recording) {
        session.inTransaction(() -> {
            boolean planning = session.find(
                            "SELECT number FROM truename.run WHERE number = $1 AND state = 'PLANNING' FOR UPDATE",
                            row -> row.get("number", Integer.class),
                            run.number())
                    .isPresent();
            if (planning) {
                recording.run();
            }
            return planning;
        });
    }

    private WorkResult becomes(Cause cause, String reason) {
        return session.inTransaction(() -> {
            return runs.became(session, run.number(), RunState.PLANNING, cause, reason)
                    .map(next -> {
                        if (cause != Cause.PLANNED_ALL) {
                            runs.failed(session, run.number(), "plan.refused", Optional.empty(), reason);
                        }
                        events.became(run.id(), run.state(), next.state(), cause.name());
                        return RunWorker.ended(next.state());
                    })
                    .orElse(WorkResult.of(Outcome.IDLE));
        });
    }
}
