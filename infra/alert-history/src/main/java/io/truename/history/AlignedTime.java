// SPDX-License-Identifier: Apache-2.0
package io.truename.history;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Time that is read in steps of one length, the first of which begins with it. Periods of Cloud Monitoring are counted from the end of a
 * question, so that a step which does not divide the time would reach back before it.
 *
 * @param until end of the last whole step
 */
record AlignedTime(Instant from, Instant until, Duration step) {
    /** The shortest period that Cloud Monitoring aligns to. */
    private static final Duration SHORTEST = Duration.ofMinutes(1);

    /** Steps of one reading: those of a month in minutes. A page has 100,000 points, and there are few series. */
    private static final long MOST = 31L * 24 * 60;

    /** With a step of that length if it divides the time, else of a minute; the rest after the last step is not in it. */
    static AlignedTime of(Instant from, Instant until, Duration step) {
        Duration length = Duration.between(from, until);
        boolean divides = !length.isNegative() && length.toMillis() % step.toMillis() == 0;
        Duration used = divides ? step : SHORTEST;
        long steps = Math.max(0, length.dividedBy(used));
        return new AlignedTime(from, from.plus(used.multipliedBy(steps)), used);
    }

    /** In parts of one reading each; none if there is no whole step. */
    List<AlignedTime> parts() {
        List<AlignedTime> parts = new ArrayList<>();
        for (Instant begin = from; begin.isBefore(until); begin = begin.plus(step.multipliedBy(MOST))) {
            Instant end = begin.plus(step.multipliedBy(MOST));
            parts.add(new AlignedTime(begin, end.isBefore(until) ? end : until, step));
        }
        return parts;
    }

    boolean holds(Instant at) {
        return !at.isBefore(from) && at.isBefore(until);
    }

    /** Begin of the step that a time is in. */
    Instant begin(Instant at) {
        return from.plus(step.multipliedBy(Duration.between(from, at).dividedBy(step)));
    }
}
