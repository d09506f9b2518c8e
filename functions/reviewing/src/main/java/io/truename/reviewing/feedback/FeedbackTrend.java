// SPDX-License-Identifier: Apache-2.0
package io.truename.reviewing.feedback;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Trend of feedback by calendar week in a zone, from Monday to Monday. */
public final class FeedbackTrend {
    private FeedbackTrend() {}

    /**
     * A week.
     *
     * @param until exclusive
     * @param all empty with fewer than ten answers
     */
    public record Week(Instant from, Instant until, Optional<FeedbackSummary.Result> all) {}

    /** Begin of the first of so many weeks, of which the last is the one that a time is in. */
    public static Instant begin(Instant now, int weeks, ZoneId zone) {
        return monday(now, zone).minusWeeks(weeks - 1L).atStartOfDay(zone).toInstant();
    }

    /** The weeks, the oldest first. */
    public static List<Week> of(Collection<Answer> answers, Instant now, int weeks, ZoneId zone) {
        List<Week> trend = new ArrayList<>();
        for (int ago = weeks - 1; ago >= 0; ago--) {
            LocalDate monday = monday(now, zone).minusWeeks(ago);
            Instant from = monday.atStartOfDay(zone).toInstant();
            Instant until = monday.plusWeeks(1).atStartOfDay(zone).toInstant();
            trend.add(new Week(
                    from,
                    until,
                    FeedbackSummary.of(answers.stream()
                                    .filter(answer -> !answer.at().isBefore(from)
                                            && answer.at().isBefore(until))
                                    .toList())
                            .all()));
        }
        return trend;
    }

    private static LocalDate monday(Instant now, ZoneId zone) {
        return LocalDate.ofInstant(now, zone).with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
    }
}
