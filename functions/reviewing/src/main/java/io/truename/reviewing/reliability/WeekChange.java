// SPDX-License-Identifier: Apache-2.0
package io.truename.reviewing.reliability;

import io.truename.reporting.Absence;
import io.truename.reporting.Value;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Change of a number from the window before. Without a number there, there is no change, rather than one of 100 %.
 *
 * @param difference of the numbers
 * @param relative difference by the number before; empty if that was 0
 */
public record WeekChange(double difference, OptionalDouble relative) {
    /** The change; empty if either number is missing. */
    public static Optional<WeekChange> of(OptionalDouble before, OptionalDouble after) {
        if (before.isEmpty() || after.isEmpty()) {
            return Optional.empty();
        }
        double difference = after.getAsDouble() - before.getAsDouble();
        return Optional.of(new WeekChange(
                difference,
                before.getAsDouble() == 0
                        ? OptionalDouble.empty()
                        : OptionalDouble.of(difference / Math.abs(before.getAsDouble()))));
    }

    /** Relative change for a table, or the word for its lack. */
    public static Value relative(OptionalDouble before, OptionalDouble after) {
        return of(before, after)
                .flatMap(change ->
                        change.relative().stream().mapToObj(Value::share).findFirst())
                .orElse(Value.absent(Absence.NO_DATA));
    }
}
