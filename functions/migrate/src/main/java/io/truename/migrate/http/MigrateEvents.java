// SPDX-License-Identifier: Apache-2.0
package io.truename.migrate.http;

import io.truename.edge.corpus.CorpusEvents;
import io.truename.edge.log.EdgeEvents;
import io.truename.edge.log.EventLog;
import io.truename.edge.log.LogEvent;
import io.truename.postgres.rekeying.work.WorkResult;
import io.truename.rekeying.run.Cause;
import io.truename.rekeying.run.Direction;
import io.truename.rekeying.run.RunCommand;
import io.truename.rekeying.run.RunState;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Log events of {@code migrate}: counts, states and durations; no id of a user or document, no message of a server. {@code
 * terraform/catalog/events.yaml} describes them.
 */
public final class MigrateEvents {
    /** The state before a run's first, and the cause of that. */
    static final String NO_STATE = "NONE";

    static final String PLAN = "PLAN";

    /** A request was answered. */
    public static final LogEvent REQUEST_ANSWERED = EdgeEvents.requestAnswered(
                    "migrate",
                    "/assessments",
                    "/assessments/{id}",
                    "/mappings/suggest",
                    "/migrations",
                    "/migrations/{id}",
                    "/migrations/{id}/start",
                    "/migrations/{id}/pause",
                    "/migrations/{id}/resume",
                    "/migrations/{id}/rollback",
                    "/migrations/{id}/retry-quarantined",
                    "/migrations/{id}/batches",
                    "/migrations/{id}/quarantine",
                    "/migrations/{id}/collisions",
                    "/migrations/{id}/report",
                    "/migrations/{id}/aliases",
                    "/migrations/{id}/archive",
                    "/retention",
                    "/aliases",
                    "/aliases/{oldId}",
                    "/aliases/lookup",
                    "/content-hashes",
                    "/renames",
                    "/renames/acknowledge",
                    "/steps",
                    "/health",
                    "/openapi.json")
            .text("step", names(WorkResult.Outcome.class, true, "woken"))
            .numbers("batches", "rows", "findings", "metricPoints", "metricFailures")
            .text("database", "missing")
            .text("form", Reports.Form.class);

    private static final String RUN = "run";
    private static final String SHARD = "shard";
    private static final String CODE = "code";

    private static final LogEvent TRANSITION = LogEvent.of("migration.transition", EventLog.Severity.INFO)
            .texts(RUN)
            .text("from", names(RunState.class, false, NO_STATE))
            .text("to", names(RunState.class, false))
            .text("cause", causes());

    private static final LogEvent BATCH = LogEvent.of("migration.batch", EventLog.Severity.INFO)
            .texts(RUN)
            .text("direction", names(Direction.class, false))
            .numbers("documents", "chunks", "merged", "rows", "seconds");

    private static final LogEvent HELD = LogEvent.of("migration.held", EventLog.Severity.INFO)
            .texts(RUN)
            .numbers(SHARD)
            .texts(CODE);

    private static final LogEvent VACUUMED =
            LogEvent.of("migration.vacuumed", EventLog.Severity.INFO).texts(RUN).numbers(SHARD, "seconds");

    private static final LogEvent BATCH_FAILED = LogEvent.of("migration.batch_failed", EventLog.Severity.WARNING)
            .texts(RUN)
            .numbers(SHARD)
            .texts(CODE, "sqlstate");

    private static final LogEvent QUARANTINED = LogEvent.of("migration.quarantined", EventLog.Severity.WARNING)
            .texts(RUN)
            .numbers(SHARD)
            .texts(CODE);

    private static final LogEvent STEP_NOT_QUEUED =
            LogEvent.of("migration.step_not_queued", EventLog.Severity.WARNING).texts(RUN);

    private static final LogEvent DROPPED = LogEvent.of("migration.dropped", EventLog.Severity.INFO)
            .texts(RUN)
            .text("what", "aliases", "archive")
            .numbers("rows")
            .flags("done");

    private static final LogEvent HASHES_IMPORTED = LogEvent.of("hashes.imported", EventLog.Severity.INFO)
            .numbers("stored", "equal", "replaced", "conflicting", "bad");

    private static final LogEvent HASHES_DELETED = LogEvent.of("hashes.deleted", EventLog.Severity.INFO)
            .numbers("rows")
            .flags("done");

    private static final LogEvent RENAMES_ACKNOWLEDGED = LogEvent.of("renames.acknowledged", EventLog.Severity.INFO)
            .numbers("rows")
            .flags("done");

    private static final LogEvent RENAMES_PUBLISHED =
            LogEvent.of("renames.published", EventLog.Severity.INFO).numbers("rows");

    private static final LogEvent RENAMES_NOT_PUBLISHED = LogEvent.of(
                    "renames.not_published", EventLog.Severity.WARNING, EventLog.Severity.ERROR)
            .flags("lasting")
            .toErrorReporting();

    /** While old ids are found late, somebody still holds them: such lines are always written. */
    private static final LogEvent ALIAS_LOOKED_UP = LogEvent.of("alias.looked_up", EventLog.Severity.INFO)
            .numbers("found", "absent", "late")
            .sampled(List.of(), "late", Set.of("0"), Set.of("found", "absent", "late"));

    private final EventLog log;
    private final CorpusEvents ofCorpus;

    public MigrateEvents(EventLog log) {
        this.log = log;
        this.ofCorpus = new CorpusEvents(log);
    }

    CorpusEvents ofCorpus() {
        return ofCorpus;
    }

    /** A run changed its state. */
    public void transition(UUID run, String from, String to, String cause) {
        log.write(
                EventLog.Severity.INFO,
                TRANSITION,
                "A run went from " + from + " to " + to + ".",
                Map.of("run", run, "from", from, "to", to, "cause", cause));
    }

    /** A batch was committed. */
    public void batch(UUID run, String direction, int documents, int chunks, int merged, long rows, double seconds) {
        log.write(
                EventLog.Severity.INFO,
                BATCH,
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
        log.write(EventLog.Severity.INFO, HELD, "A run holds.", Map.of("run", run, "shard", shard, "code", code));
    }

    /** A vacuum of a table beside the batches ended. */
    public void vacuumed(UUID run, int shard, double seconds) {
        log.write(
                EventLog.Severity.INFO,
                VACUUMED,
                "A table was vacuumed.",
                Map.of("run", run, "shard", shard, "seconds", seconds));
    }

    /** A batch failed and was rolled back; the reaction depends on the code. */
    public void batchFailed(UUID run, int shard, String code, String sqlState) {
        log.write(
                EventLog.Severity.WARNING,
                BATCH_FAILED,
                "A batch failed.",
                Map.of("run", run, "shard", shard, "code", code, "sqlstate", sqlState));
    }

    /** A document was set aside. */
    public void quarantined(UUID run, int shard, String code) {
        log.write(
                EventLog.Severity.WARNING,
                QUARANTINED,
                "A document cannot be moved and was set aside.",
                Map.of("run", run, "shard", shard, "code", code));
    }

    /** A run's aliases or archive were deleted; {@code done} is whether all of them are deleted. */
    public void dropped(UUID run, String what, long rows, boolean done) {
        log.write(
                EventLog.Severity.INFO,
                DROPPED,
                "What was kept of a run was dropped.",
                Map.of("run", run, "what", what, "rows", rows, "done", done));
    }

    /** Lines of a list of hashes were imported. */
    public void hashesImported(long stored, long equal, long replaced, long conflicting, long bad) {
        log.write(
                EventLog.Severity.INFO,
                HASHES_IMPORTED,
                "Hashes were imported.",
                Map.of(
                        "stored", stored,
                        "equal", equal,
                        "replaced", replaced,
                        "conflicting", conflicting,
                        "bad", bad));
    }

    /** Imported hashes were deleted; {@code done} is whether all of the call are. */
    public void hashesDeleted(long rows, boolean done) {
        log.write(
                EventLog.Severity.INFO,
                HASHES_DELETED,
                "Imported hashes were deleted.",
                Map.of("rows", rows, "done", done));
    }

    /** A store outside of the database has followed; {@code done} is whether all acknowledged pairs are deleted. */
    public void renamesAcknowledged(long rows, boolean done) {
        log.write(
                EventLog.Severity.INFO,
                RENAMES_ACKNOWLEDGED,
                "Renames were acknowledged.",
                Map.of("rows", rows, "done", done));
    }

    /** The topic has taken pairs of names. */
    public void renamesPublished(int rows) {
        log.write(EventLog.Severity.INFO, RENAMES_PUBLISHED, "Renames were published.", Map.of("rows", rows));
    }

    /** The topic did not take pairs of names; {@code lasting} is whether no repetition helps before a person has acted. */
    public void renamesNotPublished(String reason, boolean lasting) {
        log.write(
                lasting ? EventLog.Severity.ERROR : EventLog.Severity.WARNING,
                RENAMES_NOT_PUBLISHED,
                reason
                        + (lasting
                                ? ". The topic that TRUENAME_RENAMES_TOPIC names must exist and have no schema, and the"
                                        + " function's service account needs roles/pubsub.publisher on it."
                                : ". It is tried again within a minute."),
                Map.of("lasting", lasting));
    }

    /** Pairs of names are of another server, and are not published before a person has acted. */
    public void renamesRestored() {
        log.write(
                EventLog.Severity.ERROR,
                RENAMES_NOT_PUBLISHED,
                "Pairs of names are numbered by the server from which this one was restored. Run once: UPDATE truename.rename"
                        + " SET writer = '1'; DELETE FROM truename.rename_publication",
                Map.of("lasting", true));
    }

    /** Old ids were looked up. If any are found late, after their run has ended, a client still holds them. */
    public void aliasesLookedUp(int found, int absent, int late) {
        log.write(
                EventLog.Severity.INFO,
                ALIAS_LOOKED_UP,
                "Old ids were asked for.",
                Map.of("found", found, "absent", absent, "late", late));
    }

    /** A step could not be queued; the schedule wakes the run within a minute. */
    public void stepNotQueued(UUID run, String reason) {
        log.write(EventLog.Severity.WARNING, STEP_NOT_QUEUED, reason, Map.of("run", run));
    }

    private static String[] causes() {
        return Stream.of(
                        Stream.of(PLAN),
                        Arrays.stream(RunCommand.values()).map(RunCommand::name),
                        Arrays.stream(Cause.values()).map(Cause::name))
                .flatMap(names -> names)
                .toArray(String[]::new);
    }

    private static String[] names(Class<? extends Enum<?>> type, boolean lowerCase, String... more) {
        return Stream.concat(
                        Arrays.stream(type.getEnumConstants())
                                .map(constant ->
                                        lowerCase ? constant.name().toLowerCase(Locale.ROOT) : constant.name()),
                        Arrays.stream(more))
                .toArray(String[]::new);
    }
}
