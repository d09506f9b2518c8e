// SPDX-License-Identifier: Apache-2.0
package io.truename.reviewing.comparison;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * Hours after a change, each with an hour before it that had the same time of the day: a comparison of a night with a day would show a change
 * that is none.
 *
 * @param days whole days between the hours of a pair, the fewest with which every earlier hour ends before the change began
 * @param after begins of whole hours, in order
 */
public record EqualHours(int days, List<Instant> after) {
    /** Hours that are watched after a change. */
    public static final int WATCH = 48;

    public EqualHours {
        after = List.copyOf(after);
        if (days < 1) {
            throw new IllegalArgumentException("days: at least 1");
        }
    }

    /**
     * The whole hours after a change that have ended, at most {@link #WATCH}.
     *
     * @param began of the change; hours that overlap it are neither before nor after
     * @param ended of the change
     */
    public static EqualHours of(Instant began, Instant ended, Instant now) {
        if (ended.isBefore(began)) {
            throw new IllegalArgumentException("ended: not before began");
        }
        Instant first = ended.truncatedTo(ChronoUnit.HOURS);
        first = first.isBefore(ended) ? first.plus(1, ChronoUnit.HOURS) : first;
        List<Instant> after = new ArrayList<>();
        for (int hour = 0; hour < WATCH; hour++) {
            Instant begin = first.plus(hour, ChronoUnit.HOURS);
            if (begin.plus(1, ChronoUnit.HOURS).isAfter(now)) {
                break;
            }
            after.add(begin);
        }
        Instant end = after.isEmpty() ? first : after.get(after.size() - 1).plus(1, ChronoUnit.HOURS);
        long apart = Duration.between(began, end).toSeconds();
        return new EqualHours(
                (int) Math.max(1, -Math.floorDiv(-apart, Duration.ofDays(1).toSeconds())), after);
    }

    /** The hour before the change that an hour after it is compared with. */
    public Instant before(Instant hour) {
        return hour.minus(days, ChronoUnit.DAYS);
    }

    /** Whether the watch is over: nothing that comes later changes the comparison. */
    public boolean over() {
        return after.size() == WATCH;
    }
}
