// SPDX-License-Identifier: Apache-2.0
package io.truename.reviewing.reliability;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;

/**
 * Calendar week, month or quarter in a zone, from midnight to midnight there. A week in which clocks change has 167 or 169 hours.
 *
 * @param from begin
 * @param until end, exclusive
 */
public record ReportWindow(Span span, Instant from, Instant until) {
    public ReportWindow {
        if (!from.isBefore(until)) {
            throw new IllegalArgumentException("until: after from");
        }
    }

    /** Lengths of a report. */
    public enum Span {
        WEEK,
        MONTH,
        QUARTER
    }

    /** The last whole window before a time. */
    public static ReportWindow before(Span span, Instant at, ZoneId zone) {
        LocalDate day = LocalDate.ofInstant(at, zone);
        LocalDate end = switch (span) {
            case WEEK -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
            case MONTH -> day.withDayOfMonth(1);
            case QUARTER -> day.withDayOfMonth(1).minusMonths((day.getMonthValue() - 1) % 3);
        };
        return ending(span, end, zone);
    }

    /** The window before this one, of the same span. */
    public ReportWindow previous(ZoneId zone) {
        return ending(span, LocalDate.ofInstant(from, zone), zone);
    }

    private static ReportWindow ending(Span span, LocalDate end, ZoneId zone) {
        LocalDate begin = switch (span) {
            case WEEK -> end.minusWeeks(1);
            case MONTH -> end.minusMonths(1);
            case QUARTER -> end.minusMonths(3);
        };
        return new ReportWindow(
                span,
                begin.atStartOfDay(zone).toInstant(),
                end.atStartOfDay(zone).toInstant());
    }

    public Duration length() {
        return Duration.between(from, until);
    }

    public boolean holds(Instant at) {
        return !at.isBefore(from) && at.isBefore(until);
    }
}
