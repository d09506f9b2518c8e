// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.run;

import io.truename.corpus.schema.Finding;
import io.truename.postgres.Session;
import io.truename.postgres.rekeying.batch.DocumentStateSql;
import io.truename.rekeying.run.Direction;
import io.truename.rekeying.run.Progress;
import io.truename.rekeying.run.RunCommand;
import io.truename.rekeying.run.RunSettings;
import io.truename.rekeying.run.RunState;
import io.truename.rekeying.run.Stage;
import io.truename.rekeying.run.StageProgress;
import io.truename.rekeying.run.Transitions;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Reader of a run's view: sums over workers and counters, never over the whole plan. */
final class RunReading {
    private static final String RUN = DocumentStateSql.of("SELECT " + SettingsColumn.COLUMNS + """
            , r.number, r.id, r.state, r.direction, r.waiting, r.waiting_code, r.mapping, r.schema_fingerprint, r.pass,
            r.plan_done, r.documents_seen, r.chunks_seen, r.preflight::text AS preflight, r.validation::text AS validation,
            r.created_at, r.planned_at, r.started_at, r.ended_at,
            r.last_error->>'code' AS error_code, r.last_error->>'sqlstate' AS error_sqlstate,
            r.last_error->>'message' AS error_message, (r.last_error->>'at')::timestamptz AS error_at,
            r.documents_planned, r.chunks_planned, r.rows_planned,
            r.aliases_dropped_at IS NOT NULL OR r.archive_dropped_at IS NOT NULL AS dropped,
            s.documents, s.chunks, s.merged, s.batch_rows, m.merged_chunks, u.unfit, e.*, b.*,
            f.documents_to_merge, g.chunks_to_merge, d.documents_differing, c.chunks_differing
            FROM truename.run r
            CROSS JOIN LATERAL (
              SELECT coalesce(sum(documents), 0)::bigint AS documents, coalesce(sum(chunks), 0)::bigint AS chunks,
                     coalesce(sum(merged), 0)::bigint AS merged, coalesce(max(batch_rows), 0) AS batch_rows
                FROM truename.shard WHERE run = r.number) s
            CROSS JOIN LATERAL (
              SELECT coalesce(sum(chunks), 0)::bigint AS merged_chunks
                FROM truename.document_map WHERE run = r.number AND into_doc IS NOT NULL AND state = {MERGED}) m
            CROSS JOIN LATERAL (
              SELECT count(*) AS documents_to_merge
                FROM truename.document_map WHERE run = r.number AND into_doc IS NOT NULL AND state IN ({MERGED}, {ROLLED_BACK}, {WAITING_TO_MERGE})) f
            CROSS JOIN LATERAL (
              SELECT coalesce(sum(x.merged_chunks), 0)::bigint AS chunks_to_merge FROM truename.document_map x
               WHERE x.run = r.number AND x.merged_chunks > 0 AND x.state IN ({PLANNED}, {MOVED}, {MERGED}, {ROLLED_BACK}, {WAITING_TO_MERGE})) g
            CROSS JOIN LATERAL (
              SELECT count(*) AS documents_differing
                FROM truename.quarantine WHERE run = r.number AND code LIKE '%.differs' AND resolved_at IS NULL) d
            CROSS JOIN LATERAL (
              SELECT count(*) AS chunks_differing
                FROM truename.collision WHERE run = r.number AND role = 'DIFFERS' AND resolution LIKE 'chunk.%') c
            CROSS JOIN LATERAL (
              SELECT count(*) AS unfit
                FROM truename.quarantine WHERE run = r.number AND doc IS NULL AND resolved_at IS NULL) u
            CROSS JOIN LATERAL (
              SELECT count(*) FILTER (WHERE state = {SKIPPED}) AS skipped,
                     coalesce(sum(chunks) FILTER (WHERE state = {SKIPPED}), 0)::bigint AS skipped_chunks,
                     count(*) FILTER (WHERE state = {QUARANTINED}) AS quarantined,
                     coalesce(sum(chunks) FILTER (WHERE state = {QUARANTINED}), 0)::bigint AS quarantined_chunks,
                     count(*) FILTER (WHERE state = {GONE}) AS gone,
                     count(*) FILTER (WHERE state = {STALE}) AS stale,
                     coalesce(sum(chunks) FILTER (WHERE state = {STALE}), 0)::bigint AS stale_chunks
                FROM truename.document_map WHERE run = r.number AND state IN ({SKIPPED}, {QUARANTINED}, {GONE}, {STALE})) e
            CROSS JOIN LATERAL (
              SELECT count(*) FILTER (WHERE source = 0) AS keyed_documents_skipped,
                     count(*) FILTER (WHERE source > 0) AS keyed_chunks_skipped,
                     EXISTS (SELECT FROM truename.backfill_source WHERE run = r.number) AS keyed
                FROM truename.backfill WHERE run = r.number AND state = {BACKFILL.SKIPPED}) b
            WHERE r.id = $1""");

    private static final String TABLES = """
            SELECT table_name, column_name, sum(rows_moved)::bigint AS rows FROM truename.moved_rows
             WHERE run = $1 GROUP BY table_name, column_name ORDER BY table_name, column_name""";

    private static final String FINDINGS = """
            SELECT f.severity, f.code, f.subject, f.reason, f.remedy
              FROM truename.run r,
                   jsonb_to_recordset(r.findings) AS f(severity text, code text, subject text, reason text, remedy text)
             WHERE r.number = $1""";

    private static final String NEWEST_BATCHES = """
            SELECT at, seconds, rows_moved FROM truename.batch
             WHERE run = $1 AND direction = $2 ORDER BY number DESC LIMIT $3""";

    private RunReading() {}

    static Optional<RunView> find(Session session, UUID id) {
        return session.find(RUN, row -> new Row(row), id).map(row -> row.view(session));
    }

    /** Row of a run, before its lists are read. */
    private static final class Row {
        private final RunView bare;
        private final long stale;
        private final long rowsPlanned;
        private final boolean keyed;

        Row(Session.Fields row) {
            stale = row.number("stale");
            rowsPlanned = row.number("rows_planned");
            keyed = row.flag("keyed");
            RunSettings settings = SettingsColumn.read(row);
            RunState state = RunState.valueOf(row.text("state"));
            Direction direction = Direction.valueOf(row.text("direction"));
            bare = new RunView(
                    row.get("number", Integer.class),
                    row.get("id", UUID.class),
                    state,
                    direction,
                    row.find("waiting", String.class)
                            .map(sentence -> new RunView.Waiting(
                                    row.find("waiting_code", String.class).orElse("unknown"), sentence)),
                    settings,
                    row.text("mapping"),
                    row.text("schema_fingerprint"),
                    documents(row),
                    chunks(row),
                    List.of(),
                    row.get("batch_rows", Integer.class),
                    Optional.empty(),
                    Optional.empty(),
                    row.get("pass", Integer.class),
                    row.flag("plan_done"),
                    new RunView.Seen(row.number("documents_seen"), row.number("chunks_seen")),
                    new RunView.Duplicates(
                            row.number("documents_to_merge"),
                            row.number("chunks_to_merge"),
                            row.number("documents_differing"),
                            row.number("chunks_differing")),
                    row.find("error_code", String.class)
                            .map(code -> new RunView.LastError(
                                    code,
                                    row.find("error_sqlstate", String.class),
                                    row.find("error_message", String.class).orElse(""),
                                    row.get("error_at", Instant.class))),
                    List.of(),
                    row.text("preflight"),
                    row.find("validation", String.class),
                    new RunView.Times(
                            row.get("created_at", Instant.class),
                            row.find("planned_at", Instant.class),
                            row.find("started_at", Instant.class),
                            row.find("ended_at", Instant.class)),
                    legal(state, direction, settings, row.flag("dropped")));
        }

        RunView view(Session session) {
            Optional<Progress> progress = Progress.of(session.list(
                    NEWEST_BATCHES,
                    row -> new Progress.Done(
                            row.get("at", Instant.class), row.get("seconds", Double.class), row.number("rows_moved")),
                    bare.number(),
                    bare.direction().name(),
                    Progress.BATCHES));
            return new RunView(
                    bare.number(),
                    bare.id(),
                    bare.state(),
                    bare.direction(),
                    bare.waiting(),
                    bare.settings(),
                    bare.mapping(),
                    bare.schemaFingerprint(),
                    bare.documents(),
                    bare.chunks(),
                    session.list(
                            TABLES,
                            row -> new RunView.TableRows(
                                    row.text("table_name"), row.text("column_name"), row.number("rows")),
                            bare.number()),
                    bare.batchRows(),
                    progress.map(Progress::rowsPerSecond),
                    StageReading.find(session, bare.number()).map(stage -> moving(stage, progress)),
                    bare.pass(),
                    bare.planned(),
                    bare.seen(),
                    bare.duplicates(),
                    bare.lastError(),
                    session.list(FINDINGS, RunReading::finding, bare.number()),
                    bare.preflight(),
                    bare.validation(),
                    bare.times(),
                    bare.commands());
        }

        private StageProgress moving(StageProgress at, Optional<Progress> progress) {
            RunView.Documents documents = moved();
            long there = documents.done() + documents.merged();
            Optional<Progress.Remaining> remaining = progress.map(rate -> rate.remaining(rowsLeft()));
            return switch (at.stage()) {
                case MOVING ->
                    new StageProgress(
                            Stage.MOVING,
                            Math.min(documents.planned(), there + elsewhere()),
                            Optional.of(documents.planned()),
                            remaining);
                case ROLLING_BACK ->
                    new StageProgress(
                            Stage.ROLLING_BACK,
                            Math.max(0, documents.planned() - there),
                            Optional.of(documents.planned()),
                            remaining);
                case PLANNING, COUNTING, CHECKING, REPLANNING, LATE_REFERENCES, VALIDATING, VERIFYING_ROLLBACK -> at;
            };
        }

        /** Numbers of documents; of a run that writes beside keys, of documents and chunks, because those do not move with these. */
        private RunView.Documents moved() {
            RunView.Documents documents = bare.documents();
            RunView.Chunks chunks = bare.chunks();
            return keyed
                    ? new RunView.Documents(
                            documents.planned() + chunks.planned(),
                            documents.done() + chunks.done(),
                            0,
                            0,
                            documents.quarantined(),
                            0)
                    : documents;
        }

        private long elsewhere() {
            RunView.Documents documents = moved();
            return documents.skipped() + documents.quarantined() + documents.gone();
        }

        /** Remaining rows, estimated by the share of documents, because a row may count for several columns. */
        private long rowsLeft() {
            RunView.Documents documents = moved();
            if (documents.planned() == 0) {
                return 0;
            }
            long there = documents.done() + documents.merged();
            long left = bare.direction() == Direction.BACK ? there : documents.planned() - there - elsewhere();
            return Math.round((double) rowsPlanned * Math.max(0, left) / (documents.planned() + stale));
        }

        private static RunView.Documents documents(Session.Fields row) {
            return new RunView.Documents(
                    row.number("documents_planned") - row.number("stale"),
                    row.number("documents"),
                    row.number("merged"),
                    row.number("skipped") + row.number("keyed_documents_skipped"),
                    row.number("quarantined") + row.number("unfit"),
                    row.number("gone"));
        }

        private static RunView.Chunks chunks(Session.Fields row) {
            return new RunView.Chunks(
                    row.number("chunks_planned") - row.number("stale_chunks"),
                    row.number("chunks"),
                    row.number("merged_chunks"),
                    row.number("skipped_chunks") + row.number("keyed_chunks_skipped"),
                    row.number("quarantined_chunks"));
        }
    }

    private static Finding finding(Session.Fields row) {
        return new Finding(
                Finding.Severity.valueOf(row.text("severity")),
                row.text("code"),
                row.text("subject"),
                row.text("reason"),
                row.text("remedy"));
    }

    /**
     * Commands that are legal. A dry run is never started, because its sample has been moved and rolled back. A run whose aliases or
     * archive were dropped cannot be rolled back, so it may not move any more either.
     */
    static Set<RunCommand> legal(RunState state, Direction direction, RunSettings settings, boolean dropped) {
        Set<RunCommand> legal = EnumSet.noneOf(RunCommand.class);
        legal.addAll(Transitions.legal(state, direction));
        if (dropped) {
            legal.remove(RunCommand.ROLL_BACK);
            legal.remove(RunCommand.RETRY_QUARANTINED);
        }
        if (settings.dryRun()) {
            legal.remove(RunCommand.START);
        }
        return legal;
    }
}
