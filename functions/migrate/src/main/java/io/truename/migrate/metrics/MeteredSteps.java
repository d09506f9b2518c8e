// SPDX-License-Identifier: Apache-2.0
package io.truename.migrate.metrics;

import io.truename.migrate.step.StepOutcome;
import io.truename.migrate.step.Steps;
import io.truename.monitoring.Flushed;
import io.truename.monitoring.Metrics;
import io.truename.postgres.Database;
import io.truename.postgres.corpus.health.DatabaseActivity;
import io.truename.postgres.rekeying.alias.AliasStore;
import io.truename.postgres.rekeying.run.RunStore;
import io.truename.postgres.rekeying.run.RunView;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;

/**
 * Steps whose metrics are written before they are answered. Reads the run and the database only if the points can be written, which
 * is every five seconds at most, or if the run has stopped.
 */
public final class MeteredSteps implements Steps {
    /** Outcomes after which no other step may come for long. */
    private static final Set<String> LAST = Set.of("planned", "paused", "finished", "rolled_back", "failed");

    /** Outcomes of steps that brought their run on, or that a person asked for. */
    private static final Set<String> ADVANCED =
            Set.of("planning", "planned", "moved", "done", "paused", "finished", "rolled_back");

    private final Steps steps;
    private final Metrics metrics;
    private final RunStore runs;
    private final Database database;
    private final AliasStore aliases = new AliasStore();
    private final RunGauges gauges;
    private final ReplicaClock replicas = new ReplicaClock();
    private final Clock clock;

    public MeteredSteps(Steps steps, Metrics metrics, RunStore runs, Database database, Clock clock) {
        this.steps = steps;
        this.metrics = metrics;
        this.runs = runs;
        this.database = database;
        this.clock = clock;
        this.gauges = new RunGauges(metrics);
        // Its first failure may be its only one, and an alert sees it only after a point of 0.
        metrics.add(MigrateMetrics.VALIDATION_FAILURES, 0);
    }

    @Override
    public StepOutcome run(Optional<UUID> run, int shard, OptionalLong step, Instant deadline) {
        StepOutcome outcome;
        try {
            outcome = steps.run(run, shard, step, deadline);
        } catch (RuntimeException failed) {
            run.ifPresent(id -> metrics.set(MigrateMetrics.ADVANCING, 0));
            metrics.flush();
            throw failed;
        }
        advanced(outcome);
        if (metrics.isDue() || LAST.contains(outcome.outcome())) {
            measure(run);
        }
        Flushed flushed = metrics.flush();
        return outcome.logging(flushed.fields());
    }

    /** A step that held said so itself, see {@link MeteringWorkListener}. It may have moved rows before. */
    private void advanced(StepOutcome outcome) {
        if (outcome.batches() > 0 || ADVANCED.contains(outcome.outcome())) {
            metrics.set(MigrateMetrics.ADVANCING, 1);
        } else if (outcome.outcome().equals("failed")) {
            metrics.set(MigrateMetrics.ADVANCING, 0);
        }
    }

    /** A metric that cannot be read is left out: the step is done all the same. */
    private void measure(Optional<UUID> id) {
        try {
            Optional<RunView> run = id.flatMap(runs::find);
            run.ifPresent(gauges::set);
            List<String> tables = run.map(MeteredSteps::tables).orElse(List.of());
            database.with(session -> {
                DatabaseActivity activity = DatabaseActivity.read(session, tables);
                activity.connections()
                        .forEach((state, number) -> metrics.set(MigrateMetrics.CONNECTIONS, (double) number, state));
                if (!tables.isEmpty()) {
                    metrics.set(MigrateMetrics.DEAD_ROWS, (double) activity.deadRows());
                }
                // With or without a run: an alert that opened in a run must see the lag end.
                activity.replicas()
                        .ifPresent(at -> metrics.set(
                                MigrateMetrics.REPLICATION_LAG_SECONDS, replicas.seconds(at, clock.instant())));
                metrics.set(MigrateMetrics.LATE_LOOKUPS, (double)
                        aliases.lookups(session, 1).late());
                return true;
            });
        } catch (RuntimeException notRead) {
            // The next step reads it again; a database that is gone makes lines of its own.
            return;
        } finally {
            HeapAfterCollection.bytes().ifPresent(bytes -> metrics.set(MigrateMetrics.MEMORY_AFTER_GC, (double) bytes));
        }
    }

    private static List<String> tables(RunView run) {
        return run.tables().stream().map(RunView.TableRows::table).distinct().toList();
    }
}
