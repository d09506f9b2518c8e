// SPDX-License-Identifier: Apache-2.0
package io.truename.reviewing.feedback;

import io.truename.reporting.Absence;
import io.truename.reporting.Section;
import io.truename.reporting.Section.Column;
import io.truename.reporting.Value;
import java.util.ArrayList;
import java.util.List;

/** Section on feedback. */
public final class FeedbackSection {
    private FeedbackSection() {}

    /** The whole first, then segments that may be shown. */
    public static Section of(FeedbackSummary summary) {
        List<List<Value>> rows = new ArrayList<>();
        summary.all().ifPresent(all -> rows.add(row(all)));
        summary.segments().forEach(segment -> rows.add(row(segment)));
        return new Section.Table(
                "feedback",
                "Feedback",
                "Segments with fewer than " + FeedbackSummary.FEWEST + " answers are not shown; " + summary.hidden()
                        + " are hidden.",
                List.of(
                        new Column("segment", "Segment"),
                        new Column("answers", "Answers"),
                        new Column("useful", "Useful", "yes / asked"),
                        new Column("low", "At least", "Wilson's interval of 95 %"),
                        new Column("high", "At most", "Wilson's interval of 95 %"),
                        new Column(
                                "score", "Net promoter score", "100 * (promoters - detractors) / answers with a score"),
                        new Column("margin", "Give or take", "1.96 * standard error")),
                rows);
    }

    private static List<Value> row(FeedbackSummary.Result result) {
        Value none = Value.absent(Absence.NO_DATA);
        return List.of(
                Value.of(result.segment()),
                Value.count(result.answers()),
                result.useful().isPresent() ? Value.share((double) result.yes() / result.asked()) : none,
                result.useful()
                        .<Value>map(interval -> Value.share(interval.low()))
                        .orElse(none),
                result.useful()
                        .<Value>map(interval -> Value.share(interval.high()))
                        .orElse(none),
                result.score().<Value>map(score -> Value.points(score.score())).orElse(none),
                result.score().<Value>map(score -> Value.points(score.margin())).orElse(none));
    }
}
