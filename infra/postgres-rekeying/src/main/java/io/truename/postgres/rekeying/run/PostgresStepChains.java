// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.run;

import io.truename.postgres.Database;
import io.truename.rekeying.run.StepChains;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * Chains of steps in {@code truename.shard}. All times are the database's, so that instances whose clocks differ agree on what is
 * due. Every method fails with an {@code SqlException} if the database cannot be reached or takes no writes.
 */
public final class PostgresStepChains implements StepChains {
    private static final String SHARD = " run = (SELECT number FROM truename.run WHERE id = $1) AND shard = $2";
    private static final String LOST = "step_due < clock_timestamp() - interval '" + PATIENCE.toSeconds() + " seconds'";
    private static final String UNNUMBERED_IS_LATE = "step_due <= clock_timestamp() AND $3 < 0";

    private final Database database;

    /** Creates chains in a database whose schema is up to date. */
    public PostgresStepChains(Database database) {
        this.database = database;
    }

    @Override
    public boolean isReplaced(UUID run, int shard, OptionalLong step) {
        return step.isPresent()
                && database.with(session -> session.find(
                                "SELECT step > $3 AND step_due IS NOT NULL" + " AS replaced FROM truename.shard WHERE"
                                        + SHARD,
                                row -> row.flag("replaced"),
                                run,
                                shard,
                                step.getAsLong()))
                        .orElse(false);
    }

    @Override
    public Optional<Asked> next(UUID run, int shard, OptionalLong step, Duration delay) {
        return database.with(session -> session.find(
                "UPDATE truename.shard SET step = greatest(step, $3) + 1, step_due = NULL WHERE" + SHARD
                        + " AND (step <= $3 OR step_due IS NULL OR " + LOST + " OR " + UNNUMBERED_IS_LATE
                        + " OR step_due > clock_timestamp() + make_interval(secs => $4))"
                        + " RETURNING step, clock_timestamp() + make_interval(secs => $4) AS due",
                row -> new Asked(run, shard, row.number("step"), row.get("due", Instant.class)),
                run,
                shard,
                step.orElse(-1),
                delay.toMillis() / 1e3));
    }

    @Override
    public void queued(Asked step) {
        database.with(session -> session.update(
                "UPDATE truename.shard SET step_due = $4 WHERE" + SHARD + " AND step = $3",
                step.run(),
                step.shard(),
                step.number(),
                step.due()));
    }

    @Override
    public void ended(UUID run, int shard, OptionalLong step) {
        if (step.isPresent()) {
            database.with(session -> session.update(
                    "UPDATE truename.shard SET step_due = NULL WHERE" + SHARD + " AND step = $3",
                    run,
                    shard,
                    step.getAsLong()));
        }
    }

    @Override
    public boolean leave(UUID run, int shard, OptionalLong step) {
        // One statement under the row's lock: the holder releases the lease before it asks for the next step.
        return database.with(session -> session.update(
                        "UPDATE truename.shard SET step_due = CASE WHEN step <= $3 THEN NULL ELSE step_due END WHERE"
                                + SHARD + " AND holder IS NOT NULL AND expires_at >= clock_timestamp()",
                        run,
                        shard,
                        step.orElse(-1)))
                > 0;
    }

    @Override
    public List<Asked> stalled() {
        return database.with(session -> session.list(
                "WITH stalled AS (SELECT r.id, s.run, s.shard FROM truename.shard AS s JOIN truename.run AS r"
                        + " ON r.number = s.run WHERE (r.state IN ('RUNNING', 'ROLLING_BACK')"
                        + " OR r.state = 'PLANNING' AND s.shard = 0)"
                        + " AND (s.holder IS NULL OR s.expires_at < clock_timestamp()) AND (s.step_due IS NULL OR s."
                        + LOST + ") ORDER BY s.run, s.shard FOR UPDATE OF s SKIP LOCKED)"
                        + " UPDATE truename.shard AS s SET step = s.step + 1, step_due = clock_timestamp() FROM stalled"
                        + " WHERE s.run = stalled.run AND s.shard = stalled.shard"
                        + " RETURNING stalled.id, s.shard, s.step, s.step_due",
                row -> new Asked(
                        row.get("id", UUID.class),
                        row.get("shard", Integer.class),
                        row.number("step"),
                        row.get("step_due", Instant.class))));
    }
}
