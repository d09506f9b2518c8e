// SPDX-License-Identifier: Apache-2.0
package io.truename.alerting.policy;

import io.truename.alerting.series.SeriesKey;
import java.util.OptionalDouble;

/**
 * One series at one condition, after an evaluation.
 *
 * @param value the newest value; empty if there is none at this time
 * @param violating whether the comparison holds
 * @param violatingSince time of the first evaluation since which it holds; this evaluation's if it does not
 * @param lastData time of the newest evaluation with a value
 * @param met whether it held for the condition's duration
 */
public record SeriesState(
        SeriesKey series, OptionalDouble value, boolean violating, long violatingSince, long lastData, boolean met) {
    /** Returns the state before a series' first value. */
    static SeriesState unknown(SeriesKey series, long time) {
        return new SeriesState(series, OptionalDouble.empty(), false, time, time, false);
    }

    /** Returns the state after a value was compared. */
    SeriesState measured(double next, boolean violates, long time, long duration) {
        return moved(OptionalDouble.of(next), violates, time, time, duration);
    }

    /** Returns the state after a time without value that counts as {@code violates}. */
    SeriesState missing(boolean violates, long time, long duration) {
        return moved(OptionalDouble.empty(), violates, time, lastData, duration);
    }

    /** Returns the state after a time without value that is not evaluated. */
    SeriesState kept() {
        return new SeriesState(series, OptionalDouble.empty(), violating, violatingSince, lastData, met);
    }

    private SeriesState moved(OptionalDouble next, boolean violates, long time, long dataAt, long duration) {
        long since = violates && violating ? violatingSince : time;
        return new SeriesState(series, next, violates, since, dataAt, violates && time - since >= duration);
    }
}
