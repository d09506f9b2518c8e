// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.work;

import io.truename.postgres.Session;
import io.truename.postgres.validate.CorpusNumbers;
import io.truename.postgres.validate.CorpusValidator;
import io.truename.rekeying.run.RunSettings;
import io.truename.rekeying.run.RunSettings.Strategy;
import io.truename.rekeying.run.RunState;
import io.truename.rekeying.schema.CorpusSchema;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Counts the whole corpus before the first row moves and after the last one did, a piece at a time, and judges what came of it.
 */
final class Validation {
    private final Session session;
    private final CorpusSchema schema;
    private final int run;

    Validation(Session session, CorpusSchema schema, int run) {
        this.session = session;
        this.schema = schema;
        this.run = run;
    }

    /** Goes on counting what is before the move; whether it is done. */
    boolean before(BooleanSupplier timeLeft) {
        return tick("before_numbers", CorpusNumbers::new, RunState.PLANNING, timeLeft)
                .done();
    }

    /** Goes on counting what is after the move; empty until it is done. */
    Optional<CorpusNumbers> after(BooleanSupplier timeLeft) {
        CorpusNumbers numbers =
                tick("after_numbers", () -> CorpusNumbers.ofTheUsersOf(before()), RunState.RUNNING, timeLeft);
        return numbers.done() ? Optional.of(numbers) : Optional.empty();
    }

    /** Whether the corpus was begun to be counted after the move, and is not done. */
    boolean afterBegun() {
        return session.find(
                        "SELECT COALESCE((after_numbers ->> 'done')::boolean, true) AS done FROM truename.run WHERE number = $1",
                        row -> !row.flag("done"),
                        run)
                .orElse(false);
    }

    /** Forgets what was counted after the move: rows have moved since. */
    void forgetAfter() {
        session.update(
                "UPDATE truename.run SET after_numbers = NULL WHERE number = $1 AND after_numbers IS NOT NULL", run);
    }

    /** Whether the validation before this one found something wrong too, with nothing moved in between. */
    boolean wasWrong() {
        return session.find(
                        "SELECT COALESCE((validation ->> 'passed')::boolean, true) AS passed FROM truename.run WHERE number = $1",
                        row -> !row.flag("passed"),
                        run)
                .orElse(false);
    }

    /** Keeps the judgement with the numbers, but no user's name. */
    void judge(boolean passed, String summary) {
        session.update(
                "UPDATE truename.run SET validation = COALESCE(after_numbers, '{}') - 'largest' || jsonb_build_object('passed', $2::boolean,"
                        + " 'summary', $3::text) WHERE number = $1",
                run,
                passed,
                summary);
    }

    void forgetJudgement() {
        session.update("UPDATE truename.run SET validation = NULL WHERE number = $1 AND validation IS NOT NULL", run);
    }

    /**
     * What is wrong after a run; empty if nothing is. What the run was told to leave alone may be untrue, and references that
     * led nowhere before may do so still.
     */
    Optional<String> wrong(CorpusNumbers after, RunSettings settings) {
        CorpusNumbers before = before();
        for (Map.Entry<String, Long> counter : after.counters().entrySet()) {
            if (counter.getKey().startsWith("orphans.") && counter.getValue() > before.count(counter.getKey())) {
                return Optional.of(counter.getValue() + " references of "
                        + counter.getKey().substring("orphans.".length()) + " lead nowhere; before the run "
                        + before.count(counter.getKey()) + " did.");
            }
        }
        if (settings.strategy() != Strategy.FULL) {
            return Optional.empty();
        }
        long left = leftAlone();
        if (after.count("untrueDocuments") > left) {
            return Optional.of(after.count("untrueDocuments") + " documents do not have their true id; the run left "
                    + left + " alone.");
        }
        if (left == 0 && after.count("untrueChunks") > 0) {
            return Optional.of(after.count("untrueChunks") + " chunks do not have their true id.");
        }
        return Optional.empty();
    }

    private CorpusNumbers before() {
        return CorpusNumbers.fromJson(session.one(
                "SELECT COALESCE(before_numbers, '{}')::text AS numbers FROM truename.run WHERE number = $1",
                row -> row.text("numbers"),
                run));
    }

    /** Documents that were skipped or are in quarantine. */
    private long leftAlone() {
        return session.one(
                "SELECT (SELECT count(*) FROM truename.document_map WHERE run = $1 AND state IN (3, 4, 8))"
                        + " + (SELECT count(*) FROM truename.quarantine WHERE run = $1 AND resolved_at IS NULL AND doc IS NULL) AS documents",
                row -> row.number("documents"),
                run);
    }

    /** What was counted in another state than this is forgotten: somebody has ended what it was counted for. */
    private CorpusNumbers tick(String column, Supplier<CorpusNumbers> first, RunState state, BooleanSupplier timeLeft) {
        CorpusNumbers numbers = session.one(
                        "SELECT " + column + "::text AS numbers FROM truename.run WHERE number = $1",
                        row -> row.find("numbers", String.class),
                        run)
                .map(CorpusNumbers::fromJson)
                .orElseGet(first);
        if (!numbers.done()) {
            new CorpusValidator(schema).tick(session, numbers, timeLeft);
            session.update(
                    "UPDATE truename.run SET " + column + " = CAST($2 AS jsonb) WHERE number = $1 AND state = $3",
                    run,
                    numbers.toJson(),
                    state.name());
        }
        return numbers;
    }
}
