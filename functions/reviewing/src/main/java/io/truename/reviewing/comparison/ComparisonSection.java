// SPDX-License-Identifier: Apache-2.0
package io.truename.reviewing.comparison;

import io.truename.reporting.Absence;
import io.truename.reporting.Section;
import io.truename.reporting.Section.Column;
import io.truename.reporting.Value;
import io.truename.reviewing.comparison.HourComparison.Verdict;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.DoubleFunction;

/** Section that compares measures in equal hours before and after a change. */
public final class ComparisonSection {
    private ComparisonSection() {}

    /**
     * A measure and its comparison.
     *
     * @param shown value of the measure in its unit
     */
    public record Row(String name, HourComparison comparison, DoubleFunction<Value> shown) {}

    /** The rows in their order. */
    public static Section of(List<Row> rows, EqualHours hours) {
        return new Section.Table(
                "equalHours",
                "Before and after, in equal hours",
                "Each of the " + hours.after().size() + " whole hours since the end is compared with the same hour "
                        + hours.days() + (hours.days() == 1 ? " day" : " days")
                        + " earlier. A change counts if Student's interval of 95 % of the mean difference leaves out 0, and the mean"
                        + " changed by more than " + Math.round(HourComparison.SMALLEST * 100) + " %.",
                List.of(
                        new Column("measure", "Measure"),
                        new Column("before", "Before", "mean of the hours before"),
                        new Column("after", "After", "mean of the hours after"),
                        new Column("low", "Difference, at least", "95 %"),
                        new Column("high", "Difference, at most", "95 %"),
                        new Column("pairs", "Hours"),
                        new Column("verdict", "Verdict")),
                rows.stream().map(ComparisonSection::row).toList());
    }

    private static List<Value> row(Row row) {
        HourComparison comparison = row.comparison();
        return List.of(
                Value.of(row.name()),
                value(comparison.before(), row.shown()),
                value(comparison.after(), row.shown()),
                value(
                        comparison
                                .difference()
                                .map(difference -> OptionalDouble.of(difference.low()))
                                .orElse(OptionalDouble.empty()),
                        row.shown()),
                value(
                        comparison
                                .difference()
                                .map(difference -> OptionalDouble.of(difference.high()))
                                .orElse(OptionalDouble.empty()),
                        row.shown()),
                Value.count(comparison.pairs()),
                Value.of(word(comparison.verdict())));
    }

    private static Value value(OptionalDouble amount, DoubleFunction<Value> shown) {
        return amount.isPresent() ? shown.apply(amount.getAsDouble()) : Value.absent(Absence.NO_DATA);
    }

    private static String word(Verdict verdict) {
        return switch (verdict) {
            case BETTER -> "better";
            case WORSE -> "worse";
            case UNCHANGED -> "no change";
            case CHANGED -> "changed";
            case TOO_FEW -> "too few hours";
        };
    }
}
