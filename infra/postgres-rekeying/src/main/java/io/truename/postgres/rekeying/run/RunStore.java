// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.run;

import io.truename.corpus.schema.Finding;
import io.truename.postgres.Database;
import io.truename.postgres.Page;
import io.truename.postgres.Session;
import io.truename.postgres.SqlException;
import io.truename.postgres.rekeying.batch.DocumentStateSql;
import io.truename.rekeying.run.Cause;
import io.truename.rekeying.run.Direction;
import io.truename.rekeying.run.RunCommand;
import io.truename.rekeying.run.RunSettings;
import io.truename.rekeying.run.RunState;
import io.truename.rekeying.run.Transitions;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * Store of the runs of a database: creates and shows runs, and changes their states. A change locks the run's row, so the second of two
 * concurrent changes sees the first. Every change is a row of {@code truename.transition}. Methods with a {@link Session} take part in
 * a transaction of the caller.
 *
 * <p>Long, because all changes of a run's state stand in one place, under one lock.
 */
public final class RunStore {
    private static final String DISK_FULL = "53100";

    /** Unique index that allows only one run under way. */
    private static final String ONE_UNDER_WAY = "run_under_way";

    private final Database database;

    /** Creates a store on a database whose schema is up to date. */
    public RunStore(Database database) {
        this.database = database;
    }

    /** Locked row of a run. */
    private record Locked(int number, RunState state, Direction direction, RunSettings settings, boolean dropped) {}

    /** Creates a run in state PLANNING, with a shard for each worker, unless another run is under way. */
    public RunCreation create(RunDefinition definition) {
        UUID id = UUID.randomUUID();
        try {
            database.inTransaction(session -> {
                insert(session, id, definition);
                return true;
            });
            return new RunCreation.Created(id);
        } catch (SqlException taken) {
            return underWay(taken).orElseThrow(() -> taken);
        }
    }

    /** Run under way that caused a failure; empty if the failure has another cause, or that run has just ended. */
    private Optional<RunCreation.UnderWay> underWay(SqlException failed) {
        if (!failed.error().constraint().equals(ONE_UNDER_WAY)) {
            return Optional.empty();
        }
        return findUnderWay();
    }

    private Optional<RunCreation.UnderWay> findUnderWay() {
        return database.with(session -> session.find(
                "SELECT id, state FROM truename.run"
                        + " WHERE state IN ('PLANNING', 'PLANNED', 'RUNNING', 'PAUSED', 'ROLLING_BACK')",
                row -> new RunCreation.UnderWay(row.get("id", UUID.class), RunState.valueOf(row.text("state")))));
    }

    /** Finds the run under way; there is at most one. */
    public Optional<UUID> underWay() {
        return findUnderWay().map(RunCreation.UnderWay::run);
    }

    private static void insert(Session session, UUID id, RunDefinition definition) {
        Object[] settings = SettingsColumn.values(definition.settings());
        List<Finding> findings = definition.findings();
        Object[] values = new Object[SettingsColumn.VALUES + 9];
        System.arraycopy(settings, 0, values, 0, SettingsColumn.VALUES);
        values[14] = id;
        values[15] = definition.mapping();
        values[16] = definition.schemaFingerprint();
        values[17] = definition.preflight();
        values[18] = texts(findings, finding -> finding.severity().name());
        values[19] = texts(findings, Finding::code);
        values[20] = texts(findings, Finding::subject);
        values[21] = texts(findings, Finding::reason);
        values[22] = texts(findings, Finding::remedy);
        int number = session.one(
                "INSERT INTO truename.run (state, settings, id, mapping, schema_fingerprint, preflight, findings)"
                        + " VALUES ('PLANNING', " + SettingsColumn.BUILD + ", $15, $16, $17, $18::text::jsonb,"
                        + " (SELECT coalesce(jsonb_agg(to_jsonb(f)), '[]') FROM unnest($19::text[], $20::text[], $21::text[],"
                        + " $22::text[], $23::text[]) AS f(severity, code, subject, reason, remedy))) RETURNING number",
                row -> row.get("number", Integer.class),
                values);
        session.update(
                "INSERT INTO truename.shard (run, shard) SELECT $1, generate_series(0, $2::integer - 1)",
                number,
                definition.settings().workers());
        note(session, number, "NONE", RunState.PLANNING, "PLAN", "");
    }

    private static String[] texts(List<Finding> findings, Function<Finding, String> text) {
        return findings.stream().map(text).toArray(String[]::new);
    }

    /** Finds the view of a run. */
    public Optional<RunView> find(UUID run) {
        return database.with(session -> RunReading.find(session, run));
    }

    /**
     * Lists runs, newest first.
     *
     * @param after cursor of the previous page
     */
    public Page<RunView> list(int limit, Optional<Integer> after) {
        return database.with(session -> {
            List<UUID> ids = session.list(
                    "SELECT id FROM truename.run WHERE number < $1 ORDER BY number DESC LIMIT $2",
                    row -> row.get("id", UUID.class),
                    after.orElse(Integer.MAX_VALUE),
                    limit + 1);
            List<RunView> runs = ids.stream()
                    .flatMap(id -> RunReading.find(session, id).stream())
                    .toList();
            return Page.of(runs, limit, run -> String.valueOf(run.number()));
        });
    }

    /** Paged lists of the runs. */
    public RunLists lists() {
        return new RunLists(database);
    }

    /**
     * Carries out a command, if the run's state allows it.
     *
     * @param who person to record with the command; empty if unknown
     */
    public CommandResult command(UUID run, RunCommand command, String who) {
        try {
            return database.inTransaction(session -> lock(session, "r.id = $1", run)
                    .map(locked -> command(session, locked, command, who))
                    .orElseGet(CommandResult.Unknown::new));
        } catch (SqlException taken) {
            RunCreation.UnderWay other = underWay(taken).orElseThrow(() -> taken);
            return find(run)
                    .<CommandResult>map(view -> new CommandResult.Illegal(
                            view.state(),
                            java.util.Set.of(),
                            "Run " + other.run() + " is " + other.state() + ": bring it to an end first."))
                    .orElseGet(CommandResult.Unknown::new);
        }
    }

    private static CommandResult command(Session session, Locked run, RunCommand command, String who) {
        var legal = RunReading.legal(run.state(), run.direction(), run.settings(), run.dropped());
        Optional<Transitions.Next> next =
                legal.contains(command) ? Transitions.after(run.state(), run.direction(), command) : Optional.empty();
        if (next.isEmpty()) {
            return new CommandResult.Illegal(run.state(), legal, whyNot(run, command));
        }
        if (next.get().state() == RunState.ROLLING_BACK && command == RunCommand.ROLL_BACK) {
            Optional<UUID> later = laterRun(session, run.number());
            if (later.isPresent()) {
                return new CommandResult.Illegal(
                        run.state(), legal, "Run " + later.get() + " moved rows after it: roll that one back first.");
            }
        }
        if (command == RunCommand.RETRY_QUARANTINED) {
            Optional<UUID> later =
                    run.state() == RunState.FINISHED ? laterRun(session, run.number()) : Optional.empty();
            if (later.isPresent()) {
                return new CommandResult.Illegal(
                        run.state(),
                        legal,
                        "Run " + later.get() + " moved rows after it: plan another run, which tries them.");
            }
            retryQuarantined(session, run.number());
        }
        move(session, run, next.get(), command.name(), who);
        return new CommandResult.Done(
                run.state(), next.get().state(), run.settings().workers());
    }

    /** Reason for a refusal besides the state; empty if the state is the reason. */
    private static String whyNot(Locked run, RunCommand command) {
        if (Transitions.after(run.state(), run.direction(), command).isEmpty()) {
            return "";
        }
        return switch (command) {
            case START -> "This run was a dry run: roll it back and plan one that is not.";
            case ROLL_BACK -> "Its aliases or its archive were dropped, so nobody knows what to roll back to.";
            case RETRY_QUARANTINED ->
                "Its aliases or its archive were dropped, so what it moved now could not be rolled back: plan another run.";
            case PAUSE, RESUME -> "";
        };
    }

    /** Later run that must be rolled back first, because rows that moved twice go back in reverse order. */
    private static Optional<UUID> laterRun(Session session, int number) {
        return session.find(
                "SELECT r.id FROM truename.run r WHERE r.number > $1 AND r.state <> 'ROLLED_BACK'"
                        + " AND EXISTS (SELECT 1 FROM truename.shard s WHERE s.run = r.number AND s.documents + s.merged > 0)"
                        + " ORDER BY r.number DESC LIMIT 1",
                row -> row.get("id", UUID.class),
                number);
    }

    private static void retryQuarantined(Session session, int number) {
        session.update("UPDATE truename.run SET epoch = epoch + 1 WHERE number = $1", number);
        // Whether duplicates are equal now is for the next pass to compare.
        session.update(
                DocumentStateSql.of(
                        "UPDATE truename.document_map AS m SET state = CASE WHEN EXISTS (SELECT FROM truename.quarantine AS q"
                                + " WHERE q.run = m.run AND q.doc = m.doc AND q.resolved_at IS NULL AND q.code LIKE '%.differs')"
                                + " THEN {STALE} ELSE {PLANNED} END WHERE run = $1 AND state = {QUARANTINED}"),
                number);
        session.update(
                "UPDATE truename.quarantine SET resolved_at = clock_timestamp() WHERE run = $1 AND resolved_at IS NULL",
                number);
        session.update(
                DocumentStateSql.of(
                        "UPDATE truename.backfill SET state = {BACKFILL.PLANNED} WHERE run = $1 AND state = {BACKFILL.QUARANTINED}"),
                number);
        session.update(
                "UPDATE truename.backfill_source SET last_key = NULL, passed = false, found = 0 WHERE run = $1",
                number);
        // They stand before the place that a worker has reached.
        session.update("UPDATE truename.shard SET cursor_rank = -1, cursor_doc = -1 WHERE run = $1", number);
    }

    /**
     * Changes a run's state by a cause of its own.
     *
     * @param seen state in which the cause was found
     * @return new state; empty if the run is no longer in state {@code seen}, and nothing was changed
     */
    public Optional<Transitions.Next> became(Session session, int run, RunState seen, Cause cause, String reason) {
        return lock(session, "r.number = $1", run)
                .filter(locked -> locked.state() == seen)
                .flatMap(locked -> Transitions.after(
                                locked.state(),
                                locked.direction(),
                                cause,
                                locked.settings().onFailure())
                        .map(next -> {
                            move(session, locked, next, cause.name(), reason);
                            return next;
                        }));
    }

    private static void move(Session session, Locked run, Transitions.Next next, String command, String reason) {
        session.update("""
                UPDATE truename.run SET state = $2, direction = $3, waiting = NULL, waiting_code = NULL,
                  planned_at = CASE WHEN $2 = 'PLANNED' THEN clock_timestamp() ELSE planned_at END,
                  started_at = CASE WHEN $2 = 'RUNNING' THEN coalesce(started_at, clock_timestamp()) ELSE started_at END,
                  ended_at = CASE WHEN $2 IN ('FINISHED', 'ROLLED_BACK', 'FAILED') THEN clock_timestamp() END,
                  last_error = CASE WHEN $2 IN ('PLANNED', 'FINISHED', 'ROLLED_BACK') THEN NULL ELSE last_error END,
                  changed_at = clock_timestamp()
                WHERE number = $1""", run.number(), next.state().name(), next.direction().name());
        session.update(
                "UPDATE truename.hold SET ended_at = clock_timestamp() WHERE run = $1 AND ended_at IS NULL",
                run.number());
        if (next.state() == RunState.RUNNING || next.state() == RunState.ROLLING_BACK) {
            // Whether there is something left to do is for each worker to find out, without waiting for a step that an
            // earlier state has asked for.
            session.update(
                    "UPDATE truename.shard SET done = false, step_due = NULL WHERE run = $1"
                            + " AND (done OR step_due IS NOT NULL)",
                    run.number());
            // Those set aside on the way back are tried again when all others are back; those seen in quarantine are
            // accepted.
            session.update(
                    "UPDATE truename.run SET tried_back = -1, quarantine_accepted = (SELECT count(*) FROM truename.quarantine"
                            + " WHERE run = $1 AND resolved_at IS NULL) WHERE number = $1",
                    run.number());
        }
        note(session, run.number(), run.state().name(), next.state(), command, reason);
    }

    private static void note(Session session, int run, String from, RunState to, String command, String reason) {
        session.update(
                "INSERT INTO truename.transition (run, from_state, to_state, command, reason) VALUES ($1, $2, $3, $4, $5)",
                run,
                from,
                to.name(),
                command,
                reason);
    }

    private static Optional<Locked> lock(Session session, String which, Object key) {
        return session.find(
                "SELECT " + SettingsColumn.COLUMNS + ", r.number, r.state, r.direction,"
                        + " r.aliases_dropped_at IS NOT NULL OR r.archive_dropped_at IS NOT NULL AS dropped"
                        + " FROM truename.run r WHERE " + which + " FOR UPDATE",
                row -> new Locked(
                        row.get("number", Integer.class),
                        RunState.valueOf(row.text("state")),
                        Direction.valueOf(row.text("direction")),
                        SettingsColumn.read(row),
                        row.flag("dropped")),
                key);
    }

    /** Records a worker's hold with its reason. A repeated call changes the sentence and begins no new hold. */
    public void waiting(Session session, int run, int shard, String code, String sentence) {
        long moving = session.update(
                "UPDATE truename.run SET waiting = $2, waiting_code = $3, changed_at = clock_timestamp() WHERE number = $1"
                        + " AND state IN ('PLANNING', 'RUNNING', 'ROLLING_BACK')",
                run,
                sentence,
                code);
        if (moving == 0) {
            // Somebody paused or ended it meanwhile: it waits for nothing any more.
            return;
        }
        session.execute("SAVEPOINT hold");
        try {
            hold(session, run, shard, code, sentence);
        } catch (SqlException failed) {
            if (!failed.sqlState().equals(DISK_FULL) || failed.connectionLost()) {
                throw failed;
            }
            // The run's own page may still have room where a table that must grow has not: people look at the run.
            session.execute("ROLLBACK TO SAVEPOINT hold");
        }
    }

    private static void hold(Session session, int run, int shard, String code, String sentence) {
        session.update(
                "UPDATE truename.hold SET ended_at = clock_timestamp()"
                        + " WHERE run = $1 AND shard = $2 AND ended_at IS NULL AND code <> $3",
                run,
                shard,
                code);
        long same = session.update(
                "UPDATE truename.hold SET reason = $4 WHERE run = $1 AND shard = $2 AND code = $3 AND ended_at IS NULL",
                run,
                shard,
                code,
                sentence);
        if (same == 0) {
            session.update(
                    "INSERT INTO truename.hold (run, shard, code, reason) VALUES ($1, $2, $3, $4)",
                    run,
                    shard,
                    code,
                    sentence);
        }
    }

    /** Ends a worker's hold; the run no longer waits if no other worker holds. */
    public void goesOn(Session session, int run, int shard) {
        long ended = session.update(
                "UPDATE truename.hold SET ended_at = clock_timestamp() WHERE run = $1 AND shard = $2 AND ended_at IS NULL",
                run,
                shard);
        if (ended > 0) {
            session.update(
                    "UPDATE truename.run SET waiting = NULL, waiting_code = NULL, changed_at = clock_timestamp()"
                            + " WHERE number = $1 AND waiting IS NOT NULL AND NOT EXISTS"
                            + " (SELECT 1 FROM truename.hold WHERE run = $1 AND ended_at IS NULL)",
                    run);
        }
    }

    /**
     * Records the error that stops a run; its message may quote data. It is kept until rows move again, or the run reaches its goal.
     */
    public void failed(Session session, int run, String code, Optional<String> sqlState, String message) {
        failed(session, run, new Session.Null(Integer.class), code, sqlState, message);
    }

    /** Records an error of one worker, kept until that worker succeeds in the same state of the run. */
    public void failed(Session session, int run, int shard, String code, Optional<String> sqlState, String message) {
        failed(session, run, (Object) shard, code, sqlState, message);
    }

    private static void failed(
            Session session, int run, Object shard, String code, Optional<String> sqlState, String message) {
        session.update(
                "UPDATE truename.run SET last_error = jsonb_build_object('code', $2::text, 'sqlstate', $3::text,"
                        + " 'message', $4::text, 'at', clock_timestamp(), 'shard', $5::integer, 'state', state),"
                        + " changed_at = clock_timestamp() WHERE number = $1"
                        // One that comes late is none of a run that another worker has brought to its end.
                        + " AND state NOT IN ('FINISHED', 'ROLLED_BACK')",
                run,
                code,
                sqlState.<Object>map(text -> text).orElse(new Session.Null(String.class)),
                message,
                shard);
    }

    /**
     * Clears the last error if it is over: a worker's own error when its next piece of work succeeds, and an error that had stopped
     * the run when rows move again.
     *
     * @param state state in which the worker worked
     * @param moved whether the worker has committed a batch
     */
    public void recovered(Session session, int run, int shard, RunState state, boolean moved) {
        session.update(
                "UPDATE truename.run SET last_error = NULL, changed_at = clock_timestamp() WHERE number = $1"
                        + " AND last_error IS NOT NULL AND state NOT IN ('PAUSED', 'FAILED')"
                        + " AND CASE WHEN last_error->>'shard' IS NULL THEN $4::boolean"
                        + " ELSE (last_error->>'shard')::integer = $2 AND last_error->>'state' = $3 END",
                run,
                shard,
                state.name(),
                moved);
    }
}
