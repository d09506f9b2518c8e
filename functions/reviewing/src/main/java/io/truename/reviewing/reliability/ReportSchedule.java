// SPDX-License-Identifier: Apache-2.0
package io.truename.reviewing.reliability;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.TemporalAdjusters;

/**
 * Schedule of a report by the clock on the wall of a zone. On the day when clocks go back, an hour that comes twice counts once, the first
 * time. On the day when they go forward, an hour that is missing is an hour later.
 */
public record ReportSchedule(Rhythm rhythm, LocalTime time, ZoneId zone) {
    /** How often. */
    public enum Rhythm {
        /** Mondays. */
        WEEKLY,
        /** First day of a month. */
        MONTHLY,
        /** First day of January, April, July and October. */
        QUARTERLY
    }

    /** Readers, each with the same snapshot in another order and depth. */
    public enum Audience {
        ENGINEERING(9),
        LEADERSHIP(10),
        SUPPORT(14);

        private final int hour;

        Audience(int hour) {
            this.hour = hour;
        }

        /** Monday at this audience's hour. */
        public ReportSchedule schedule(ZoneId zone) {
            return new ReportSchedule(Rhythm.WEEKLY, LocalTime.of(hour, 0), zone);
        }
    }

    /** The first time after another. */
    public Instant next(Instant after) {
        LocalDate day = LocalDate.ofInstant(after, zone);
        for (LocalDate date = first(day); ; date = following(date)) {
            Instant at = at(date);
            if (at.isAfter(after)) {
                return at;
            }
        }
    }

    private Instant at(LocalDate date) {
        return ZonedDateTime.of(date, time, zone).withEarlierOffsetAtOverlap().toInstant();
    }

    private LocalDate first(LocalDate day) {
        return switch (rhythm) {
            case WEEKLY -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
            case MONTHLY -> day.withDayOfMonth(1);
            case QUARTERLY -> day.withDayOfMonth(1).minusMonths((day.getMonthValue() - 1) % 3);
        };
    }

    private LocalDate following(LocalDate day) {
        return switch (rhythm) {
            case WEEKLY -> day.plusWeeks(1);
            case MONTHLY -> day.plusMonths(1);
            case QUARTERLY -> day.plusMonths(3);
        };
    }
}
