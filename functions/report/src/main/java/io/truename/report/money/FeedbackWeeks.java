// SPDX-License-Identifier: Apache-2.0
package io.truename.report.money;

import io.truename.reporting.Absence;
import io.truename.reporting.Section;
import io.truename.reporting.Section.Column;
import io.truename.reporting.Value;
import io.truename.reviewing.feedback.Answer;
import io.truename.reviewing.feedback.FeedbackSummary;
import io.truename.reviewing.feedback.FeedbackTrend;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;

/** Section of feedback by week. */
public final class FeedbackWeeks {
    private static final int MOST = 60;

    private FeedbackWeeks() {}

    /** Number of calendar weeks that a time is in, at most 60. */
    public static int between(Instant from, Instant until, ZoneId zone) {
        Instant last = until.minusNanos(1);
        int weeks = 1;
        while (weeks < MOST && FeedbackTrend.begin(last, weeks, zone).isAfter(from)) {
            weeks++;
        }
        return weeks;
    }

    /** The last weeks before a time, the oldest first. {@code zone} of the readers, in which weeks begin on Mondays. */
    public static Section of(List<Answer> answers, Instant until, int weeks, ZoneId zone) {
        return new Section.Table(
                "weeks",
                "Feedback by week",
                "From Monday to Monday. Weeks with fewer than " + FeedbackSummary.FEWEST + " answers have no numbers.",
                List.of(
                        new Column("week", "Week from"),
                        new Column("answers", "Answers"),
                        new Column("useful", "Useful", "yes / asked"),
                        new Column(
                                "score",
                                "Net promoter score",
                                "100 * (promoters - detractors) / answers with a score")),
                FeedbackTrend.of(answers, until.minusNanos(1), weeks, zone).stream()
                        .map(week -> row(week, zone))
                        .toList());
    }

    private static List<Value> row(FeedbackTrend.Week week, ZoneId zone) {
        Value none = Value.absent(Absence.NO_DATA);
        return List.of(
                Value.of(LocalDate.ofInstant(week.from(), zone).toString()),
                week.all().<Value>map(all -> Value.count(all.answers())).orElse(none),
                week.all()
                        .filter(all -> all.useful().isPresent())
                        .<Value>map(all -> Value.share((double) all.yes() / all.asked()))
                        .orElse(none),
                week.all()
                        .flatMap(FeedbackSummary.Result::score)
                        .<Value>map(score -> Value.points(score.score()))
                        .orElse(none));
    }
}
