// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.work;

import io.truename.postgres.Session;
import io.truename.postgres.corpus.validate.CorpusNumbers;
import io.truename.postgres.corpus.validate.CorpusValidator;
import io.truename.rekeying.run.RunState;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Count of the whole corpus at one moment of a run, kept slice by slice, each in a transaction with its numbers. A kill loses
 * one slice. Of two instances that count at once, one counts and the other leaves.
 *
 * <p>A count belongs to the pass in which it was begun. In a later pass it begins anew, because rows may have moved since.
 */
final class CorpusCount {
    private final int run;
    private final Moment moment;

    CorpusCount(int run, Moment moment) {
        this.run = run;
        this.moment = moment;
    }

    /** Moment of a run at which its corpus is counted, and the state that the run is in then. */
    enum Moment {
        /** Before the first row moves. */
        BEFORE(RunState.PLANNING),
        /** After the last row moved. */
        AFTER(RunState.RUNNING);

        private final RunState state;

        Moment(RunState state) {
            this.state = state;
        }
    }

    private record Kept(int pass, Optional<String> numbers, long documents) {}

    /** Counts like the other {@code tick} until it is done. */
    Optional<CorpusNumbers> tick(
            Session session, CorpusValidator validator, Supplier<CorpusNumbers> first, BooleanSupplier timeLeft) {
        return tick(session, validator, first, CorpusNumbers::done, timeLeft);
    }

    /**
     * Counts until the numbers are enough or the time is over.
     *
     * @param first numbers to begin with
     * @param enough whether the caller needs no more; true at the latest when the count is done
     * @return empty if they are not enough: the time is over, another instance counts, or the run is in another state
     */
    Optional<CorpusNumbers> tick(
            Session session,
            CorpusValidator validator,
            Supplier<CorpusNumbers> first,
            Predicate<CorpusNumbers> enough,
            BooleanSupplier timeLeft) {
        session.update(
                "INSERT INTO truename.corpus_count (run, moment, pass) SELECT number, $2, pass FROM truename.run"
                        + " WHERE number = $1 ON CONFLICT DO NOTHING",
                run,
                moment.name());
        Optional<CorpusNumbers> numbers;
        do {
            numbers = session.inTransaction(() -> slice(session, validator, first));
        } while (numbers.filter(enough.negate()).isPresent() && timeLeft.getAsBoolean());
        return numbers.filter(enough);
    }

    private Optional<CorpusNumbers> slice(Session session, CorpusValidator validator, Supplier<CorpusNumbers> first) {
        Optional<Kept> kept = session.find(
                "SELECT r.pass, CASE WHEN c.pass = r.pass THEN c.numbers::text END AS numbers, greatest(r.documents_seen,"
                        + " r.documents_expected) AS documents FROM truename.corpus_count c JOIN truename.run r ON"
                        + " r.number = c.run WHERE c.run = $1 AND c.moment = $2 AND r.state = $3 FOR UPDATE OF c"
                        + " SKIP LOCKED",
                row -> new Kept(
                        row.get("pass", Integer.class),
                        row.find("numbers", String.class),
                        row.find("documents", Long.class).orElse(0L)),
                run,
                moment.name(),
                moment.state.name());
        return kept.map(place -> {
            CorpusNumbers numbers = place.numbers().map(CorpusNumbers::fromJson).orElseGet(first);
            if (!numbers.done()) {
                validator.slice(session, numbers, place.documents());
                session.update(
                        "UPDATE truename.corpus_count SET numbers = CAST($3 AS jsonb), pass = $4 WHERE run = $1 AND"
                                + " moment = $2",
                        run,
                        moment.name(),
                        numbers.toJson(),
                        place.pass());
            }
            return numbers;
        });
    }

    /** The numbers kept so far; nothing counted if there are none. */
    CorpusNumbers numbers(Session session) {
        return session.find(
                        "SELECT numbers::text AS numbers FROM truename.corpus_count WHERE run = $1 AND moment = $2 AND"
                                + " numbers IS NOT NULL",
                        row -> CorpusNumbers.fromJson(row.text("numbers")),
                        run,
                        moment.name())
                .orElseGet(CorpusNumbers::new);
    }

    /** Whether it was begun in this pass, which found nothing to move, and is not done. */
    boolean begun(Session session) {
        return session.find(
                        "SELECT c.run FROM truename.corpus_count c JOIN truename.run r ON r.number = c.run WHERE c.run = $1"
                                + " AND c.moment = $2 AND c.pass = r.pass AND r.found_in_pass = 0 AND c.numbers ->> 'done' ="
                                + " 'false'",
                        row -> row.get("run", Integer.class),
                        run,
                        moment.name())
                .isPresent();
    }

    void forget(Session session) {
        session.update("DELETE FROM truename.corpus_count WHERE run = $1 AND moment = $2", run, moment.name());
    }
}
