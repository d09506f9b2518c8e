// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.report;

import io.truename.corpus.assess.Retrievability;
import io.truename.postgres.Session;
import io.truename.postgres.corpus.validate.CorpusNumbers;
import io.truename.postgres.rekeying.alias.AliasStore;
import io.truename.postgres.rekeying.alias.Retention;
import io.truename.postgres.rekeying.batch.DocumentStateSql;
import io.truename.postgres.rekeying.run.StageReading;
import io.truename.rekeying.report.RunReport;
import io.truename.rekeying.run.Direction;
import io.truename.rekeying.run.RunState;
import io.truename.rekeying.run.Stage;
import io.truename.rekeying.run.StageProgress;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Reader of a run's report from our tables, in one snapshot, at any time, even while the run moves rows. */
public final class RunReportReader {
    /** Number of days of late look-ups that a report sums. */
    public static final int LOOKUP_DAYS = 7;

    private final AliasStore aliases = new AliasStore();
    private final Retention retention = new Retention();

    /**
     * Reads the report of a run; empty if the run does not exist.
     *
     * @param session without a transaction
     */
    public Optional<RunReport> find(Session session, UUID run) {
        return session.inTransaction(() -> {
            session.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
            return session.find(
                            "SELECT number FROM truename.run WHERE id = $1",
                            row -> row.get("number", Integer.class),
                            run)
                    .map(number -> read(session, run, number));
        });
    }

    private RunReport read(Session session, UUID id, int run) {
        Instant at = session.one(
                "SELECT date_trunc('milliseconds', clock_timestamp()) AS at", row -> row.get("at", Instant.class));
        return new RunReport(
                run(session, id, run),
                at,
                plan(session, run),
                documents(session, run),
                work(session, run),
                session.list(
                        "SELECT table_name, column_name, sum(rows_moved)::bigint AS rows FROM truename.moved_rows WHERE run = $1"
                                + " GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2",
                        row -> new RunReport.Moved(row.text("table_name"), row.text("column_name"), row.number("rows")),
                        run),
                course(session, run),
                holds(session, run),
                session.list(
                        "SELECT at, from_state, to_state, command, reason FROM truename.transition WHERE run = $1 ORDER BY at",
                        row -> new RunReport.Transition(
                                row.get("at", Instant.class),
                                // NONE, of a run that was not there before.
                                Arrays.stream(RunState.values())
                                        .filter(state -> state.name().equals(row.text("from_state")))
                                        .findFirst(),
                                RunState.valueOf(row.text("to_state")),
                                row.text("command"),
                                row.text("reason")),
                        run),
                count(
                        session,
                        "SELECT count(*) AS n FROM truename.quarantine WHERE run = $1 AND resolved_at IS NULL",
                        run),
                session.list(
                        "SELECT old_id, code, reason, attempts FROM truename.quarantine WHERE run = $1 AND resolved_at IS NULL"
                                + " ORDER BY at, old_id LIMIT " + RunReport.MOST_LISTED,
                        row -> new RunReport.Quarantined(
                                row.text("old_id"),
                                row.text("code"),
                                row.text("reason"),
                                row.get("attempts", Integer.class)),
                        run),
                collisions(session, run),
                session.list(
                        "SELECT new_id::text AS new_id, count(*) AS documents, max(resolution) AS resolution FROM truename.collision"
                                + " WHERE run = $1 GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT " + RunReport.MOST_LISTED,
                        row -> new RunReport.Collision(
                                row.text("new_id"), row.number("documents"), row.text("resolution")),
                        run),
                session.list(
                        "SELECT jsonb_array_elements_text(CASE jsonb_typeof(preflight -> 'inexactColumns') WHEN 'array'"
                                + " THEN preflight -> 'inexactColumns' ELSE '[]' END) AS name FROM truename.run WHERE number = $1",
                        row -> row.text("name"),
                        run),
                session.find(
                        "SELECT coalesce((validation ->> 'passed')::boolean, false) AS passed,"
                                + " coalesce(validation ->> 'summary', validation::text) AS summary FROM truename.run"
                                + " WHERE number = $1 AND validation IS NOT NULL",
                        row -> new RunReport.Validation(row.flag("passed"), row.text("summary")),
                        run),
                impact(session, "BEFORE", run),
                // Numbers from before a rollback do not describe the corpus after it.
                takenBack(session, run) ? Optional.empty() : impact(session, "AFTER", run),
                kept(session, id));
    }

    private static Optional<Retrievability> impact(Session session, String moment, int run) {
        return session.find(
                        "SELECT numbers::text AS numbers FROM truename.corpus_count WHERE run = $1 AND moment = $2 AND"
                                + " numbers ->> 'done' = 'true'",
                        row -> CorpusNumbers.fromJson(row.text("numbers")),
                        run,
                        moment)
                .map(CorpusNumbers::impact);
    }

    private static boolean takenBack(Session session, int run) {
        return session.one(
                "SELECT direction = 'BACK' AS back FROM truename.run WHERE number = $1", row -> row.flag("back"), run);
    }

    private static RunReport.Plan plan(Session session, int run) {
        String sample = "preflight -> 'sample' ->> ";
        return session.one(
                "SELECT documents_seen, chunks_seen, coalesce((preflight ->> 'documentsDeferred')::bigint, 0) AS deferred,"
                        + " preflight ? 'sample' AS tried, coalesce((" + sample
                        + "'documents')::bigint, 0) AS documents,"
                        + " coalesce((" + sample + "'chunks')::bigint, 0) AS chunks,"
                        + " coalesce((" + sample + "'rows')::bigint, 0) AS rows,"
                        + " coalesce((" + sample + "'seconds')::double precision, 0) AS seconds,"
                        + " coalesce((" + sample + "'walBytes')::bigint, 0) AS wal FROM truename.run WHERE number = $1",
                row -> new RunReport.Plan(
                        row.number("documents_seen"),
                        row.number("chunks_seen"),
                        row.number("deferred"),
                        row.flag("tried")
                                ? Optional.of(new RunReport.Sample(
                                        row.number("documents"),
                                        row.number("chunks"),
                                        row.number("rows"),
                                        row.get("seconds", Double.class),
                                        Math.max(0, row.number("wal"))))
                                : Optional.empty()),
                run);
    }

    private static RunReport.Run run(Session session, UUID id, int run) {
        Optional<StageProgress> stage = StageReading.find(session, run)
                // Another section of the report counts moved rows.
                .filter(at -> at.stage() != Stage.MOVING && at.stage() != Stage.ROLLING_BACK);
        return session.one(
                "SELECT state, direction, coalesce(settings ->> 'strategy', 'FULL') AS strategy, pass, created_at, planned_at, started_at,"
                        + " ended_at, waiting, last_error ->> 'message' AS error FROM truename.run WHERE number = $1",
                row -> new RunReport.Run(
                        id.toString(),
                        RunState.valueOf(row.text("state")),
                        Direction.valueOf(row.text("direction")),
                        row.text("strategy"),
                        row.get("pass", Integer.class),
                        row.get("created_at", Instant.class),
                        row.find("planned_at", Instant.class),
                        row.find("started_at", Instant.class),
                        row.find("ended_at", Instant.class),
                        row.find("waiting", String.class),
                        row.find("error", String.class),
                        stage),
                run);
    }

    /** Numbers of documents from counters and partial indexes, never from the whole plan. */
    private static RunReport.Documents documents(Session session, int run) {
        return session.one(
                DocumentStateSql.of(
                        "SELECT r.documents_planned, r.chunks_planned, s.*, e.*, k.*, b.* FROM truename.run r CROSS JOIN LATERAL"
                                + " (SELECT coalesce(sum(documents), 0)::bigint AS documents, coalesce(sum(merged), 0)::bigint AS"
                                + " merged, coalesce(sum(chunks), 0)::bigint AS chunks FROM truename.shard WHERE run = r.number) s"
                                + " CROSS JOIN LATERAL (SELECT count(*) FILTER (WHERE state = {SKIPPED}) AS skipped, count(*) FILTER"
                                + " (WHERE state = {QUARANTINED}) AS quarantined, count(*) FILTER (WHERE state = {GONE}) AS gone FROM"
                                + " truename.document_map WHERE run = r.number AND state IN ({SKIPPED}, {QUARANTINED}, {GONE}, {STALE})) e CROSS JOIN LATERAL"
                                + " (SELECT count(*) AS keyed_skipped FROM truename.backfill WHERE run = r.number AND state = {BACKFILL.SKIPPED} AND source = 0) k CROSS JOIN LATERAL"
                                + " (SELECT coalesce(sum(documents + merged), 0)::bigint AS back FROM truename.batch WHERE run ="
                                + " r.number AND direction = 'BACK') b WHERE r.number = $1"),
                row -> new RunReport.Documents(
                        row.number("documents_planned"),
                        row.number("documents"),
                        row.number("merged"),
                        row.number("skipped") + row.number("keyed_skipped"),
                        row.number("quarantined"),
                        row.number("gone"),
                        row.number("back"),
                        row.number("chunks_planned"),
                        row.number("chunks")),
                run);
    }

    private static RunReport.Work work(Session session, int run) {
        return session.one(
                "SELECT count(*) AS batches, count(*) FILTER (WHERE direction = 'BACK') AS back,"
                        + " coalesce(sum(rows_moved), 0)::bigint AS rows, coalesce(sum(seconds), 0)::double precision AS busy,"
                        + " coalesce(max(seconds), 0)::double precision AS longest FROM truename.batch WHERE run = $1",
                row -> new RunReport.Work(
                        row.number("batches"),
                        row.number("back"),
                        row.number("rows"),
                        row.get("busy", Double.class),
                        row.get("longest", Double.class)),
                run);
    }

    private static List<RunReport.Progress> course(Session session, int run) {
        return session.list(
                "WITH stretch AS (SELECT ntile(" + RunReport.MOST_POINTS
                        + ") OVER (ORDER BY number) AS part, at, rows_moved, seconds, min(at) OVER () AS began"
                        + " FROM truename.batch WHERE run = $1)"
                        + " SELECT extract(epoch FROM max(at) - min(began))::double precision AS seconds,"
                        + " (sum(sum(rows_moved)) OVER (ORDER BY part))::bigint AS so_far,"
                        + " avg(rows_moved)::double precision AS rows, max(seconds)::double precision AS longest"
                        + " FROM stretch GROUP BY part ORDER BY part",
                row -> new RunReport.Progress(
                        row.get("seconds", Double.class),
                        row.number("so_far"),
                        row.get("rows", Double.class),
                        row.get("longest", Double.class)),
                run);
    }

    private static List<RunReport.Hold> holds(Session session, int run) {
        return session.list(
                "WITH held AS (SELECT code, reason, extract(epoch FROM coalesce(ended_at, clock_timestamp()) - began_at)"
                        + "::double precision AS seconds FROM truename.hold WHERE run = $1)"
                        + " SELECT code, count(*) AS times, sum(seconds) AS seconds,"
                        + " (array_agg(reason ORDER BY seconds DESC))[1] AS example FROM held GROUP BY code ORDER BY 3 DESC, 1",
                row -> new RunReport.Hold(
                        row.text("code"), row.number("times"), row.get("seconds", Double.class), row.text("example")),
                run);
    }

    private static RunReport.Collisions collisions(Session session, int run) {
        return session.one(
                "SELECT count(DISTINCT new_id) AS groups, count(*) FILTER (WHERE role = 'LOSER') AS losers,"
                        + " count(*) FILTER (WHERE role = 'SKIPPED') AS skipped,"
                        + " count(*) FILTER (WHERE role = 'DIFFERS') AS differing,"
                        + " (SELECT count(*) FROM truename.archive WHERE run = $1) AS archived FROM truename.collision WHERE run = $1",
                row -> new RunReport.Collisions(
                        row.number("groups"),
                        row.number("losers"),
                        row.number("skipped"),
                        row.number("differing"),
                        row.number("archived")),
                run);
    }

    private RunReport.Kept kept(Session session, UUID id) {
        Map<Retention.Kept, Long> bytes = new EnumMap<>(Retention.Kept.class);
        retention.sizes(session).forEach(size -> bytes.put(size.kept(), size.bytes()));
        AliasStore.Lookups lookups = aliases.lookups(session, LOOKUP_DAYS);
        return new RunReport.Kept(
                bytes.getOrDefault(Retention.Kept.PLAN_AND_ALIASES, 0L),
                bytes.getOrDefault(Retention.Kept.ARCHIVE, 0L),
                bytes.getOrDefault(Retention.Kept.RECORDS, 0L),
                lookups.found(),
                lookups.absent(),
                LOOKUP_DAYS,
                retention.rollbackPossible(session, id));
    }

    private static long count(Session session, String sql, int run) {
        return session.one(sql, row -> row.number("n"), run);
    }
}
