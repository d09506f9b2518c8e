// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.plan;

import io.truename.corpus.assess.Strategy;
import io.truename.corpus.schema.CorpusSchema;
import io.truename.postgres.Session;
import io.truename.postgres.SqlException;
import io.truename.postgres.TableBlocks;
import io.truename.postgres.rekeying.batch.DocumentStateSql;
import io.truename.postgres.rekeying.plan.PlanningResult.Outcome;
import io.truename.rekeying.plan.Priority;
import io.truename.rekeying.plan.RowEstimate;
import io.truename.rekeying.run.RunSettings;
import io.truename.rekeying.run.RunState;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * Planner of a run. It works page by page: a page reads documents and all their chunks, computes their true ids, writes untrue rows into
 * the maps, and advances the cursor, in one transaction. After a kill, the next call continues the plan without losses or duplicates. A
 * page holds its documents and one slice of chunks in memory, whatever the size of the corpus or of one document.
 *
 * <p>After the last document, it analyzes the maps, resolves collisions, and sets {@code run.plan_done}.
 */
public final class Planner {
    private static final int FIRST_PAGE = 500;
    private static final int SMALLEST_PAGE = 20;
    private static final int LARGEST_PAGE = 2_000;

    /** Target number of documents and chunks of a page. */
    private static final int PAGE_ROWS = 20_000;

    private final CorpusSchema schema;
    private final int run;
    private final RunSettings settings;
    private final PlanSql sql;
    private final RowEstimate foreseen;

    /** Creates a planner for the run with a number. */
    public Planner(CorpusSchema schema, int run, RunSettings settings) {
        this.schema = schema;
        this.run = run;
        this.settings = settings;
        this.sql = new PlanSql(schema);
        this.foreseen = new RowEstimate(schema);
    }

    /**
     * Plans until time is up; at least one page.
     *
     * @param session outside of a transaction
     * @param state required state of the run: PLANNING for the first pass, RUNNING for later ones
     * @param timeLeft checked between two pages
     * @throws SqlException if a statement fails; the page is rolled back, and the next call continues after the last page
     */
    public PlanningResult tick(Session session, RunState state, BooleanSupplier timeLeft) {
        Progress progress = new Progress();
        do {
            Step step = session.inTransaction(() -> page(session, state, progress));
            if (step == Step.ELSEWHERE) {
                return progress.tick(Outcome.ELSEWHERE, "Another instance plans this run, or it is not " + state + ".");
            }
            if (step == Step.PLAN_DONE) {
                return progress.tick(Outcome.DONE, "");
            }
            if (step == Step.SCANNED) {
                return resolve(session, state, timeLeft, progress);
            }
        } while (timeLeft.getAsBoolean());
        return progress.tick(Outcome.MORE, "");
    }

    /**
     * Begins the next pass of a run whose previous pass is planned and moved. Its documents rank after all earlier ones, so that
     * workers continue from their positions.
     *
     * @return number of the pass, or empty if the run is in another state or its present pass is not done
     */
    public static Optional<Integer> nextPass(Session session, int run, RunState state) {
        return session.inTransaction(() -> {
            Optional<RunFence.Place> place = RunFence.lock(session, run, state).filter(RunFence.Place::done);
            if (place.isEmpty()) {
                return Optional.<Integer>empty();
            }
            session.update(
                    "UPDATE truename.run SET pass = pass + 1, epoch = epoch + 1, plan_cursor = NULL, plan_done ="
                            + " false, found_in_pass = 0, documents_expected = documents_seen, pass_began_at ="
                            + " clock_timestamp(), documents_seen = 0, chunks_seen = 0, preflight = preflight -"
                            + " 'documentsDeferred', changed_at = clock_timestamp() WHERE number = $1",
                    run);
            session.update("UPDATE truename.shard SET done = false WHERE run = $1", run);
            return Optional.of(place.get().pass() + 1);
        });
    }

    private enum Step {
        PAGE,
        SCANNED,
        PLAN_DONE,
        ELSEWHERE
    }

    private Step page(Session session, RunState state, Progress progress) {
        Optional<RunFence.Place> locked = RunFence.lock(session, run, state);
        if (locked.isEmpty()) {
            return Step.ELSEWHERE;
        }
        RunFence.Place place = locked.get();
        if (!progress.continuesAt(place)) {
            return Step.ELSEWHERE;
        }
        progress.found = place.found();
        if (place.done()) {
            return Step.PLAN_DONE;
        }
        if (settings.strategy() == Strategy.FORWARD_ONLY) {
            return Step.SCANNED;
        }
        if (place.cursor().isEmpty() && place.pass() == 1) {
            session.update(
                    "UPDATE truename.run SET documents_expected = $2 WHERE number = $1",
                    run,
                    TableBlocks.estimatedRows(session, sql.documents));
        }
        Optional<DocumentPage> page = DocumentPage.read(session, schema, sql, place, progress.pageSize);
        if (page.isEmpty()) {
            return Step.SCANNED;
        }
        progress.wrote(new PagePlan(session, run, schema, settings, sql, foreseen, place).write(page.get()));
        return Step.PAGE;
    }

    private PlanningResult resolve(Session session, RunState state, BooleanSupplier timeLeft, Progress progress) {
        analyze(session);
        Collisions collisions = new Collisions(schema, run, settings.onCollision());
        Optional<PlanningResult> end = decide(time -> collisions.tick(session, state, time), timeLeft, progress);
        if (end.isEmpty() && settings.onCollision().merges()) {
            MergeScan merges = new MergeScan(schema, run, settings.onCollision());
            end = decide(time -> merges.tick(session, state, time), timeLeft, progress);
        }
        if (end.isPresent()) {
            return end.get();
        }
        boolean done = session.inTransaction(() -> finish(session, state, progress));
        return done
                ? progress.tick(Outcome.DONE, "")
                : progress.tick(Outcome.ELSEWHERE, "Another instance plans this run.");
    }

    /** Decides collisions until none is left; otherwise returns the result of the turn. */
    private static Optional<PlanningResult> decide(
            Function<BooleanSupplier, Collisions.Outcome> tick, BooleanSupplier timeLeft, Progress progress) {
        while (true) {
            Collisions.Outcome outcome = tick.apply(timeLeft);
            switch (outcome.kind()) {
                case ELSEWHERE -> {
                    return Optional.of(progress.tick(Outcome.ELSEWHERE, "Another instance plans this run."));
                }
                case REFUSED -> {
                    return Optional.of(progress.tick(Outcome.REFUSED, outcome.reason()));
                }
                case DONE -> {
                    return Optional.empty();
                }
                case MORE -> {
                    if (!timeLeft.getAsBoolean()) {
                        return Optional.of(progress.tick(Outcome.MORE, ""));
                    }
                }
            }
        }
    }

    /** Analyzes the maps: without statistics, a table counts as almost empty and self-joins row by row take minutes. */
    private static void analyze(Session session) {
        try {
            session.inTransaction(() -> {
                session.execute("SET LOCAL lock_timeout = '2s'");
                session.execute("ANALYZE truename.document_map");
                session.execute("ANALYZE truename.chunk_map");
                return true;
            });
        } catch (SqlException failed) {
            // Autovacuum is analyzing them just now, which comes to the same.
            if (!failed.sqlState().equals("55P03")) {
                throw failed;
            }
        }
    }

    private boolean finish(Session session, RunState state, Progress progress) {
        Optional<RunFence.Place> place = RunFence.lock(session, run, state);
        if (place.isEmpty()) {
            return false;
        }
        // A later pass counts only documents left to move. The first pass keeps its number: counting might
        // read the whole corpus.
        progress.found = session.one(
                DocumentStateSql.of(
                        "UPDATE truename.run SET plan_done = true, changed_at = clock_timestamp(), found_in_pass = CASE WHEN"
                                + " pass = 1 THEN found_in_pass ELSE (SELECT count(*) FROM truename.document_map m WHERE m.run ="
                                + " $1 AND m.rank >= $2 AND m.state IN ({PLANNED}, {WAITING_TO_MERGE})) END"
                                + " WHERE number = $1 RETURNING found_in_pass"),
                row -> row.number("found_in_pass"),
                run,
                (place.get().pass() - 1) * Priority.OF_A_PASS);
        return true;
    }

    /** Progress of a turn. */
    private static final class Progress {
        private int pageSize = FIRST_PAGE;
        private Optional<String> expected = Optional.empty();
        private int pages;
        private long documents;
        private long chunks;
        private long found;

        /** Whether no other instance has planned since this turn's last page. */
        boolean continuesAt(RunFence.Place place) {
            return pages == 0 || place.cursor().equals(expected);
        }

        void wrote(PagePlan.Written page) {
            pages++;
            documents += page.documents();
            chunks += page.chunks();
            found += page.found();
            expected = Optional.of(page.cursor());
            long perDocument = 1 + page.chunks() / Math.max(1, page.documents());
            pageSize = (int) Math.max(SMALLEST_PAGE, Math.min(LARGEST_PAGE, PAGE_ROWS / perDocument));
        }

        PlanningResult tick(Outcome outcome, String reason) {
            return new PlanningResult(outcome, pages, documents, chunks, found, reason);
        }
    }
}
