// SPDX-License-Identifier: Apache-2.0
package io.truename.local.story.migration;

import com.fasterxml.jackson.databind.JsonNode;
import io.truename.local.story.StoryFailedException;
import io.truename.local.story.StoryProgress;
import io.truename.local.story.StoryStep;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;

/** Controller of migration runs: sends commands to a run and polls it until it reaches the expected state. */
final class MigrationController {
    private static final long LOOK_AGAIN_MILLIS = 200;
    private static final Duration LONGEST_STANDSTILL = Duration.ofMinutes(5);

    private final MigrateClient client;
    private final StoryProgress progress;

    MigrationController(MigrateClient client, StoryProgress progress) {
        this.client = client;
        this.progress = progress;
    }

    JsonNode assess() throws InterruptedException {
        return client.assess();
    }

    List<JsonNode> batches(String id) throws InterruptedException {
        return client.batches(id);
    }

    /** Rolls back an unfinished run of a killed story, because only one run may be active. */
    void clearTheWay() throws InterruptedException {
        for (RunView left : client.runs()) {
            RunView run = left;
            if (run.state().equals("PLANNING")) {
                run = await(run.id(), MigrationStep.PLAN, Set.of("PLANNED", "FAILED"), view -> 0);
            }
            if (run.underWay()) {
                if (!run.state().equals("ROLLING_BACK")) {
                    client.command(run.id(), "rollback");
                }
                await(run.id(), MigrationStep.PLAN, Set.of("ROLLED_BACK"), view -> 0);
            }
        }
    }

    /** Plans a run and waits until it is planned. */
    RunView plan(StoryStep part) throws InterruptedException {
        return await(client.plan().id(), part, Set.of("PLANNED"), RunView::seen);
    }

    /** Starts a planned run and waits until it is finished. */
    RunView migrate(RunView planned, StoryStep part) throws InterruptedException {
        progress.total(part, planned.planned());
        client.command(planned.id(), "start");
        return await(planned.id(), part, Set.of("FINISHED"), RunView::done);
    }

    /** Rolls a finished run back completely and waits until that is done. */
    RunView rollBack(RunView finished, StoryStep part) throws InterruptedException {
        long moved = finished.done();
        progress.total(part, moved);
        client.command(finished.id(), "rollback");
        return await(finished.id(), part, Set.of("ROLLED_BACK"), view -> Math.max(0, moved - view.done()));
    }

    private RunView await(String id, StoryStep part, Set<String> wanted, ToLongFunction<RunView> done)
            throws InterruptedException {
        String pace = "";
        long changed = System.nanoTime();
        while (true) {
            RunView run = client.run(id);
            progress.done(part, done.applyAsLong(run));
            progress.detail(part, run.detail());
            if (wanted.contains(run.state())) {
                return run;
            }
            if (run.state().equals("FAILED") || run.state().equals("PAUSED")) {
                throw new StoryFailedException(
                        "the run " + id + " is " + run.state() + " (" + run.trouble()
                                + "): read its report at /functions/migrate/migrations/" + id + "/report.",
                        false,
                        null);
            }
            if (!run.pace().equals(pace)) {
                pace = run.pace();
                changed = System.nanoTime();
            } else if (System.nanoTime() - changed > LONGEST_STANDSTILL.toNanos()) {
                throw new StoryFailedException(
                        "the run " + id + " has stalled in " + run.state() + " (" + run.trouble()
                                + "): look at the log of migrate.",
                        false,
                        null);
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
        }
    }
}
