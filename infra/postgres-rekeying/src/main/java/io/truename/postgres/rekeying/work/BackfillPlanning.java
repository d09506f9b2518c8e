// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.work;

import io.truename.corpus.assess.Strategy;
import io.truename.corpus.schema.BackfillSchema;
import io.truename.corpus.schema.Finding;
import io.truename.corpus.schema.Finding.Severity;
import io.truename.postgres.PlannerSettings;
import io.truename.postgres.Session;
import io.truename.postgres.SliceSize;
import io.truename.postgres.TableBlocks;
import io.truename.postgres.corpus.TableSql;
import io.truename.postgres.rekeying.backfill.BackfillRecords;
import io.truename.postgres.rekeying.backfill.BackfillWriter;
import io.truename.postgres.rekeying.batch.BackfillState;
import io.truename.postgres.rekeying.lease.LeaseToken;
import io.truename.postgres.rekeying.lease.Leases;
import io.truename.postgres.rekeying.lease.LostLeaseException;
import io.truename.postgres.rekeying.plan.Preflight;
import io.truename.postgres.rekeying.plan.RunFence;
import io.truename.postgres.rekeying.plan.UnfitDocuments;
import io.truename.postgres.rekeying.run.RunStore;
import io.truename.postgres.rekeying.run.RunView;
import io.truename.postgres.rekeying.work.WorkResult.Outcome;
import io.truename.rekeying.failure.BatchDecision;
import io.truename.rekeying.plan.BackupProof;
import io.truename.rekeying.run.Cause;
import io.truename.rekeying.run.RunSettings.OnCollision;
import io.truename.rekeying.run.RunState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Planning of a backfill: records every row with its true id, page by page, tries a sample and rolls it back, and runs the preflight.
 */
final class BackfillPlanning {
    private static final int FEWEST_ROWS = 500;
    private static final int MOST_ROWS = 20_000;

    /** Length of the lease: above the longest interval between two renewals, that of a sample of slow statements. */
    private static final Duration LEASE = Duration.ofMinutes(2);

    private final Session session;
    private final RunStore runs;
    private final RunView run;
    private final LeaseToken lease;
    private final Supplier<BackupProof> backup;
    private final WorkListener events;
    private final BooleanSupplier timeLeft;

    BackfillPlanning(
            Session session,
            RunStore runs,
            RunView run,
            LeaseToken lease,
            Supplier<BackupProof> backup,
            WorkListener events,
            BooleanSupplier timeLeft) {
        this.session = session;
        this.runs = runs;
        this.run = run;
        this.lease = lease;
        this.backup = backup;
        this.events = events;
        this.timeLeft = timeLeft;
    }

    private enum Step {
        PAGE,
        DONE,
        ELSEWHERE
    }

    WorkResult plan() {
        try {
            Optional<BackfillSchema> schema = PlannedBackfill.of(session, run);
            return schema.isEmpty()
                    ? refused(Cause.PLAN_REFUSED, "The tables changed while the plan was written: plan again.")
                    : plan(schema.get());
        } catch (LostLeaseException lost) {
            return WorkResult.of(Outcome.ELSEWHERE);
        }
    }

    private WorkResult plan(BackfillSchema schema) {
        BackfillRecords records = new BackfillRecords(schema, run.number());
        BackfillWriter writer = new BackfillWriter(schema, run.number());
        SliceSize size = new SliceSize(FEWEST_ROWS, MOST_ROWS);
        Step step;
        do {
            Leases.keep(session, lease, LEASE);
            int most = size.begin();
            step = session.inTransaction(() -> page(schema, records, writer, most));
            size.end();
        } while (step == Step.PAGE && timeLeft.getAsBoolean());
        return switch (step) {
            case PAGE -> WorkResult.goesOn(Outcome.PLANNING);
            case ELSEWHERE -> WorkResult.of(Outcome.ELSEWHERE);
            case DONE -> complete(schema, records, writer);
        };
    }

    private Step page(BackfillSchema schema, BackfillRecords records, BackfillWriter writer, int most) {
        Optional<RunFence.Place> locked = RunFence.lock(session, run.number(), RunState.PLANNING);
        if (locked.isEmpty()) {
            return Step.ELSEWHERE;
        }
        if (locked.get().done()) {
            return Step.DONE;
        }
        if (run.seen().documents() == 0) {
            records.begin(session);
            session.update(
                    "UPDATE truename.run SET documents_expected = $2 WHERE number = $1",
                    run.number(),
                    TableBlocks.estimatedRows(
                            session, TableSql.quoted(schema.corpus().documents().table())));
        }
        Optional<BackfillRecords.Place> place = records.place(session);
        if (place.isEmpty()) {
            session.update("UPDATE truename.run SET plan_done = true WHERE number = $1", run.number());
            records.rewind(session);
            return Step.DONE;
        }
        session.execute(PlannerSettings.BY_INDEX);
        writer.plan(session, place.get().source(), place.get().after(), most);
        return Step.PAGE;
    }

    private WorkResult complete(BackfillSchema schema, BackfillRecords records, BackfillWriter writer) {
        long collisions = records.count(session, BackfillState.SKIPPED);
        OnCollision policy = run.settings().onCollision();
        if (collisions > 0 && (policy == OnCollision.FAIL || policy == OnCollision.MERGE_OR_FAIL)) {
            return refused(
                    Cause.COLLISIONS_REFUSED,
                    collisions + " rows have the true id of another row, and the policy is to refuse that:"
                            + " GET /migrations/" + run.id() + "/collisions lists them.");
        }
        Leases.keep(session, lease, LEASE);
        BackfillTrial.Result sample = new BackfillTrial(session, writer, records).run(schema, () -> {
            Leases.keep(session, lease, LEASE);
            return timeLeft.getAsBoolean();
        });
        List<Finding> more = new ArrayList<>(sample.findings());
        more.addAll(settings());
        if (collisions > 0) {
            more.add(new Finding(
                    Severity.WARNING,
                    Preflight.CODES + "true-id.collisions",
                    "collisions",
                    collisions
                            + " rows have the true id of another row. They keep the value that they have: no row is merged"
                            + " beside its key.",
                    "See the run's collisions. Delete what is there twice, or plan with \"onCollision\": \"fail\"."));
        }
        Preflight.Result preflight = new Preflight(schema.corpus(), run.settings())
                .check(session, backup.get())
                .with(UnfitDocuments.findings(session, run.number(), run.settings()))
                .with(more);
        return session.inTransaction(() -> {
            if (RunFence.lock(session, run.number(), RunState.PLANNING).isEmpty()) {
                return WorkResult.of(Outcome.ELSEWHERE);
            }
            sample.record(session, run.number());
            Preflight.record(session, run.number(), preflight);
            return preflight.refuses()
                    ? became(Cause.PLAN_REFUSED, "The preflight refuses it: see the findings.")
                    : became(Cause.PLANNED_ALL, "");
        });
    }

    private List<Finding> settings() {
        List<Finding> findings = new ArrayList<>();
        if (run.settings().strategy() != Strategy.FULL) {
            findings.add(new Finding(
                    Severity.REFUSAL,
                    Preflight.CODES + "true-id.strategy",
                    "strategy",
                    "Beside the keys, true ids are written to all rows or to none.",
                    "Plan with \"strategy\": \"full\"."));
        }
        if (run.settings().workers() > 1) {
            findings.add(new Finding(
                    Severity.NOTE,
                    Preflight.CODES + "true-id.workers",
                    "workers",
                    "One worker writes true ids beside the keys; the others have nothing to do.",
                    "Nothing; or plan with 1 worker."));
        }
        return findings;
    }

    private WorkResult refused(Cause cause, String reason) {
        return RunStop.stop(session, runs, run, events, new BatchDecision.Stop(cause, "plan.refused", reason));
    }

    private WorkResult became(Cause cause, String reason) {
        if (cause != Cause.PLANNED_ALL) {
            runs.failed(session, run.number(), "plan.refused", Optional.empty(), reason);
        }
        return RunStop.became(session, runs, run, events, cause, reason);
    }
}
