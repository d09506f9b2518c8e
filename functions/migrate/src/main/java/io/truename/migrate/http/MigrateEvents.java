// SPDX-License-Identifier: Apache-2.0
package io.truename.migrate.http;

import io.truename.edge.log.EventLog;
import java.util.Map;
import java.util.UUID;

/** Log events of {@code migrate}: counts, states and durations; no id of a user or document, no message of a server. */
public final class MigrateEvents {
    private final EventLog log;

    public MigrateEvents(EventLog log) {
        this.log = log;
    }

    /** A run changed its state. */
    public void transition(UUID run, String from, String to, String cause) {
        log.write(
                EventLog.Severity.INFO,
                "migration.transition",
                "A run went from " + from + " to " + to + ".",
                Map.of("run", run, "from", from, "to", to, "cause", cause));
    }

    /** A batch was committed. */
    public void batch(UUID run, String direction, int documents, int chunks, int merged, long rows, double seconds) {
        log.write(
                EventLog.Severity.INFO,
                "migration.batch",
                "A batch was committed.",
                Map.of(
                        "run", run,
                        "direction", direction,
                        "documents", documents,
                        "chunks", chunks,
                        "merged", merged,
                        "rows", rows,
                        "seconds", seconds));
    }

    /** A worker holds. */
    public void held(UUID run, int shard, String code) {
        log.write(
                EventLog.Severity.INFO,
                "migration.held",
                "A run holds.",
                Map.of("run", run, "shard", shard, "code", code));
    }

    /** A batch failed and was rolled back; the reaction depends on the code. */
    public void batchFailed(UUID run, int shard, String code, String sqlState) {
        log.write(
                EventLog.Severity.WARNING,
                "migration.batch_failed",
                "A batch failed.",
                Map.of("run", run, "shard", shard, "code", code, "sqlstate", sqlState));
    }

    /** A document was set aside. */
    public void quarantined(UUID run, int shard, String code) {
        log.write(
                EventLog.Severity.WARNING,
                "migration.quarantined",
                "A document cannot be moved and was set aside.",
                Map.of("run", run, "shard", shard, "code", code));
    }

    /** A run's aliases or archive were deleted; {@code done} is whether all of them are deleted. */
    public void dropped(UUID run, String what, long rows, boolean done) {
        log.write(
                EventLog.Severity.INFO,
                "migration.dropped",
                "What was kept of a run was dropped.",
                Map.of("run", run, "what", what, "rows", rows, "done", done));
    }

    /** Old ids were looked up. If any are found late, after their run has ended, a client still holds them. */
    public void aliasesLookedUp(int found, int absent, int late) {
        log.write(
                EventLog.Severity.INFO,
                "alias.looked_up",
                "Old ids were asked for.",
                Map.of("found", found, "absent", absent, "late", late));
    }

    /** A step could not be queued; the schedule wakes the run within a minute. */
    public void stepNotQueued(UUID run, String reason) {
        log.write(EventLog.Severity.WARNING, "migration.step_not_queued", reason, Map.of("run", run));
    }

    /** The database refused a call, or could not be reached. */
    public void databaseFailed(String sqlState) {
        log.write(
                EventLog.Severity.ERROR,
                "database.failed",
                "The database refused a statement or was not reached.",
                Map.of("sqlstate", sqlState));
    }
}
