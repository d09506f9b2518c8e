// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.probing.scan;

import io.truename.postgres.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * Record of the step of each scan that was asked for last, in {@code truename.scan}. Steps are numbered; only the step with the newest
 * number asks for the next one, so each scan has one chain of steps, whatever is delivered twice, late, or not at all. The schedule
 * replaces a step only if it is overdue.
 *
 * <p>A step without a number was asked for by hand, or by an instance of an earlier version.
 */
public final class ScanChains {
    /** How long a step may be overdue before it counts as lost. */
    public static final Duration PATIENCE = Duration.ofSeconds(15);

    private static final String LOST = "step_due < clock_timestamp() - interval '" + PATIENCE.toSeconds() + " seconds'";
    private static final String UNNUMBERED_IS_LATE = "step_due <= clock_timestamp() AND $2 < 0";
    private static final String LEASED = "holder IS NOT NULL AND expires_at >= clock_timestamp()";

    /**
     * A step that is asked for.
     *
     * @param due when it may begin
     */
    public record Asked(UUID scan, long number, Instant due) {}

    /** Whether the message of a later step is on its way, so that this one has nothing to do. */
    public boolean isReplaced(Session session, UUID scan, OptionalLong step) {
        return step.isPresent()
                && session.find(
                                "SELECT step > $2 AND step_due IS NOT NULL AS replaced FROM truename.scan WHERE id = $1",
                                row -> row.flag("replaced"),
                                scan,
                                step.getAsLong())
                        .orElse(false);
    }

    /**
     * Takes the number of the next step. It counts as on its way only after {@link #queued}.
     *
     * @param step that is done; empty for one without a number
     * @return empty if the scan has ended, or a later step is on its way and is due no later; then nothing must be queued
     */
    public Optional<Asked> next(Session session, UUID scan, OptionalLong step, Duration delay) {
        return session.find(
                "UPDATE truename.scan SET step = greatest(step, $2) + 1, step_due = NULL WHERE id = $1 AND state = 'RUNNING'"
                        + " AND (step <= $2 OR step_due IS NULL OR " + LOST + " OR " + UNNUMBERED_IS_LATE
                        + " OR step_due > clock_timestamp() + make_interval(secs => $3))"
                        + " RETURNING step, clock_timestamp() + make_interval(secs => $3) AS due",
                row -> new Asked(scan, row.number("step"), row.get("due", Instant.class)),
                scan,
                step.orElse(-1),
                delay.toMillis() / 1e3);
    }

    /** Records that the message of a step is on its way. */
    public void queued(Session session, Asked step) {
        session.update(
                "UPDATE truename.scan SET step_due = $3 WHERE id = $1 AND step = $2",
                step.scan(),
                step.number(),
                step.due());
    }

    /** Records that the message of a step has come, and asked for none. */
    public void ended(Session session, UUID scan, OptionalLong step) {
        if (step.isPresent()) {
            session.update(
                    "UPDATE truename.scan SET step_due = NULL WHERE id = $1 AND step = $2", scan, step.getAsLong());
        }
    }

    /**
     * Leaves the work to the present holder of the scan's lease, who then asks for the next step.
     *
     * @return whether there is one
     */
    public boolean leave(Session session, UUID scan, OptionalLong step) {
        // One statement under the row's lock: the holder releases the lease before it asks for the next step.
        return session.update(
                        "UPDATE truename.scan SET step_due = CASE WHEN step <= $2 THEN NULL ELSE step_due END"
                                + " WHERE id = $1 AND " + LEASED,
                        scan,
                        step.orElse(-1))
                > 0;
    }

    /**
     * Takes the numbers of new steps for the scans that should be going on: those that wait for no time, on which nobody works, and no
     * message of which is on its way. They count as on their way.
     */
    public List<Asked> stalled(Session session) {
        return session.list(
                "WITH stalled AS (SELECT id FROM truename.scan WHERE state = 'RUNNING' AND NOT coalesce(" + LEASED
                        + ", false) AND (not_before IS NULL OR not_before <= clock_timestamp()) AND (step_due IS NULL OR "
                        + LOST + ") ORDER BY number FOR UPDATE SKIP LOCKED)"
                        + " UPDATE truename.scan AS s SET step = s.step + 1, step_due = clock_timestamp() FROM stalled"
                        + " WHERE s.id = stalled.id RETURNING s.id, s.step, s.step_due",
                row -> new Asked(row.get("id", UUID.class), row.number("step"), row.get("step_due", Instant.class)));
    }
}
