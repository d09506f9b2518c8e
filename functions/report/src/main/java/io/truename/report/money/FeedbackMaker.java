// SPDX-License-Identifier: Apache-2.0
package io.truename.report.money;

import io.truename.postgres.Database;
import io.truename.postgres.reporting.FeedbackStore;
import io.truename.postgres.reporting.ReportStore.Stored;
import io.truename.report.making.ReportMaker;
import io.truename.reporting.Absence;
import io.truename.reporting.Report;
import io.truename.reporting.Section;
import io.truename.reporting.Section.Column;
import io.truename.reporting.Value;
import io.truename.reviewing.feedback.Answer;
import io.truename.reviewing.feedback.FeedbackSection;
import io.truename.reviewing.feedback.FeedbackSummary;
import io.truename.reviewing.feedback.FeedbackTrend;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;

/** Maker of the feedback report: the score and the share of useful answers, by segment and by week. */
public final class FeedbackMaker implements ReportMaker {
    private static final int MOST_WEEKS = 60;

    private final Database database;
    private final FeedbackStore feedback;
    private final ZoneId zone;
    private final Clock clock;

    /** {@code zone} of the readers, in which weeks begin on Mondays. */
    public FeedbackMaker(Database database, FeedbackStore feedback, ZoneId zone, Clock clock) {
        this.database = database;
        this.feedback = feedback;
        this.zone = zone;
        this.clock = clock;
    }

    @Override
    public Report make(Stored stored) {
        Instant from = stored.order().from();
        Instant until = stored.order().until();
        List<Answer> answers = database.with(session -> feedback.answers(session, from, until));
        FeedbackSummary summary = FeedbackSummary.of(answers);
        return new Report(
                "feedback",
                "Feedback from " + LocalDate.ofInstant(from, zone) + " to "
                        + LocalDate.ofInstant(until.minusNanos(1), zone),
                lead(summary),
                clock.instant(),
                List.of(FeedbackSection.of(summary), weeks(answers, from, until)));
    }

    private static String lead(FeedbackSummary summary) {
        return summary.all()
                .map(all -> all.answers() + " answers."
                        + all.useful()
                                .map(interval -> " "
                                        + Value.share((double) all.yes() / all.asked())
                                                .forPeople()
                                        + " found it useful, at 95 % between "
                                        + Value.share(interval.low()).forPeople() + " and "
                                        + Value.share(interval.high()).forPeople() + ".")
                                .orElse(""))
                .orElse("Fewer than " + FeedbackSummary.FEWEST + " answers came: too few to show.");
    }

    private Section weeks(List<Answer> answers, Instant from, Instant until) {
        Instant last = until.minusNanos(1);
        int weeks = (int) Math.min(MOST_WEEKS, Duration.between(from, last).toDays() / 7 + 2);
        List<List<Value>> rows = FeedbackTrend.of(answers, last, weeks, zone).stream()
                .filter(week -> week.until().isAfter(from))
                .map(this::row)
                .toList();
        return new Section.Table(
                "weeks",
                "By week",
                "From Monday to Monday. Weeks with fewer than " + FeedbackSummary.FEWEST + " answers have no numbers.",
                List.of(
                        new Column("week", "Week from"),
                        new Column("answers", "Answers"),
                        new Column("useful", "Useful", "yes / asked"),
                        new Column(
                                "score",
                                "Net promoter score",
                                "100 * (promoters - detractors) / answers with a score")),
                rows);
    }

    private List<Value> row(FeedbackTrend.Week week) {
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
