// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.reporting;

import io.truename.postgres.Session;
import io.truename.postgres.Session.Null;
import io.truename.reviewing.feedback.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/**
 * Store of feedback in {@code truename.feedback}: answers without a person and without words. What is older than {@link #KEPT} is
 * dropped.
 */
public final class FeedbackStore {
    /** Time for which answers are kept: two years, so that a quarter can be compared with the one a year before. */
    public static final Duration KEPT = Duration.ofDays(731);

    /** The most answers of one reading, the newest. */
    public static final int MOST = 100_000;

    /**
     * Keeps an answer; whether it is new.
     *
     * @param id of the answer, by which it counts once
     */
    public boolean add(Session session, UUID id, Answer answer) {
        session.update(
                "DELETE FROM truename.feedback WHERE at < $1",
                Times.at(answer.at().minus(KEPT)));
        return session.update(
                        "INSERT INTO truename.feedback (id, segment, useful, score, at) VALUES ($1, $2, $3, $4, $5)"
                                + " ON CONFLICT DO NOTHING",
                        id,
                        answer.segment(),
                        answer.useful().<Object>map(useful -> useful).orElse(new Null(Boolean.class)),
                        answer.score().isPresent()
                                ? (Object) (short) answer.score().getAsInt()
                                : new Null(Short.class),
                        Times.at(answer.at()))
                == 1;
    }

    /** Answers of a time, until exclusive, the newest first. */
    public List<Answer> answers(Session session, Instant from, Instant until) {
        return session.list(
                "SELECT segment, useful, score, at FROM truename.feedback WHERE at >= $1 AND at < $2"
                        + " ORDER BY at DESC, id LIMIT $3",
                FeedbackStore::answer,
                Times.at(from),
                Times.at(until),
                MOST);
    }

    private static Answer answer(Session.Fields row) {
        Optional<Short> score = row.find("score", Short.class);
        return new Answer(
                row.text("segment"),
                row.find("useful", Boolean.class),
                score.isPresent() ? OptionalInt.of(score.get()) : OptionalInt.empty(),
                Times.of(row, "at"));
    }
}
