// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench.seeded;

import io.truename.corpus.mapping.MappingReader;
import io.truename.postgres.Database;
import io.truename.postgres.corpus.schema.CorpusInspector;
import io.truename.postgres.corpus.schema.Inspection;
import io.truename.postgres.rekeying.batch.BatchSummary;
import io.truename.postgres.rekeying.run.CommandResult;
import io.truename.postgres.rekeying.run.RunCreation;
import io.truename.postgres.rekeying.run.RunDefinition;
import io.truename.postgres.rekeying.run.RunStore;
import io.truename.postgres.rekeying.run.RunView;
import io.truename.postgres.rekeying.work.RunWorker;
import io.truename.postgres.rekeying.work.WorkListener;
import io.truename.rekeying.plan.BackupProof;
import io.truename.rekeying.run.Direction;
import io.truename.rekeying.run.RunCommand;
import io.truename.rekeying.run.RunSettings;
import io.truename.rekeying.run.RunState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;

/** Migration of a corpus that stops where a phase wants it. */
final class FaultMigration {
    private static final Duration LONGEST = Duration.ofMinutes(2);

    private final Database database;
    private final RunStore runs;
    private final UUID run;

    /** Plans the migration of a corpus. */
    FaultMigration(Database database, String mapping) {
        this.database = database;
        this.runs = new RunStore(database);
        Inspection inspection = database.with(session -> CorpusInspector.inspect(session, MappingReader.read(mapping)));
        RunCreation creation = runs.create(
                new RunDefinition(settings(), mapping, inspection.fingerprint(), inspection.findings(), "{}"));
        if (!(creation instanceof RunCreation.Created created)) {
            throw new IllegalStateException("There is a run already.");
        }
        run = created.run();
        drive(RunState.PLANNED);
    }

    private static RunSettings settings() {
        RunSettings usual = RunSettings.DEFAULT;
        return new RunSettings(
                usual.strategy(),
                usual.onCollision(),
                false,
                true,
                true,
                1,
                usual.targetBatch(),
                0,
                usual.window(),
                usual.quarantineLimit(),
                usual.onFailure(),
                usual.recentDays(),
                usual.vacuum());
    }

    /** Moves half of the rows, as one batch. */
    void moveHalf() {
        command(RunCommand.START);
        halve();
        oneBatch();
    }

    void finish() {
        drive(RunState.FINISHED);
    }

    /** Moves half of the rows back, as one batch. */
    void moveHalfBack() {
        command(RunCommand.ROLL_BACK);
        halve();
        oneBatch();
    }

    void rollBack() {
        drive(RunState.ROLLED_BACK);
    }

    private void halve() {
        database.with(session -> session.update(
                "UPDATE truename.shard SET sizer = jsonb_build_object('rows', (SELECT sum(rows) / 2 FROM"
                        + " truename.document_map), 'frozen', 1000000) WHERE $1",
                true));
    }

    private void oneBatch() {
        AtomicBoolean timeLeft = new AtomicBoolean(true);
        WorkListener timeIsUp = new WorkListener() {
            @Override
            public void moved(UUID moving, int by, Direction direction, BatchSummary moved, double seconds) {
                timeLeft.set(false);
            }
        };
        Instant until = Instant.now().plus(LONGEST);
        RunWorker worker = worker(timeIsUp);
        while (worker.work(run, 0, timeLeft::get).batches() != 1) {
            notAfter(until);
        }
    }

    private void drive(RunState state) {
        Instant until = Instant.now().plus(LONGEST);
        RunWorker worker = worker(WorkListener.NONE);
        while (view().state() != state) {
            worker.work(run, 0, Instant.now().plusSeconds(40));
            notAfter(until);
        }
    }

    private void notAfter(Instant until) {
        if (Instant.now().isAfter(until)) {
            throw new IllegalStateException("The migration does not go on: " + view());
        }
    }

    private void command(RunCommand command) {
        CommandResult commanded = runs.command(run, command, "seeded-faults");
        if (!(commanded instanceof CommandResult.Done)) {
            throw new IllegalStateException(command + " was answered " + commanded);
        }
    }

    private RunView view() {
        return runs.find(run).orElseThrow();
    }

    private RunWorker worker(WorkListener listener) {
        return new RunWorker(
                database,
                UUID.randomUUID(),
                () -> new BackupProof.NotProven("This corpus can be made again."),
                listener,
                Clock.systemUTC());
    }
}
