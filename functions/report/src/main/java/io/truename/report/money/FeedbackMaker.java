// SPDX-License-Identifier: Apache-2.0
package io.truename.report.money;

import io.truename.postgres.Database;
import io.truename.postgres.reporting.FeedbackStore;
import io.truename.postgres.reporting.ReportStore.Stored;
import io.truename.report.making.ReportMaker;
import io.truename.reporting.Report;
import io.truename.reporting.Value;
import io.truename.reviewing.feedback.Answer;
import io.truename.reviewing.feedback.FeedbackSection;
import io.truename.reviewing.feedback.FeedbackSummary;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;

/** Maker of the feedback report: the score and the share of useful answers, by segment and by week. */
public final class FeedbackMaker implements ReportMaker {
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
                List.of(
                        FeedbackSection.of(summary),
                        FeedbackWeeks.of(answers, until, FeedbackWeeks.between(from, until, zone), zone)));
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
}
