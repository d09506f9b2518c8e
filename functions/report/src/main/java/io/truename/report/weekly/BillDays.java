// SPDX-License-Identifier: Apache-2.0
package io.truename.report.weekly;

import io.truename.costing.budget.BudgetPeriod;
import io.truename.reviewing.reliability.ReportWindow;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

/**
 * Days of a bill: those of a window by the calendar, from midnight to midnight where bills have it. A bill that is cut at the midnight of its
 * readers has parts of days, and fits no invoice.
 *
 * @param until exclusive
 */
record BillDays(LocalDate from, LocalDate until) {
    /** The days that a window touches in the zone of its readers. */
    static BillDays of(ReportWindow window, ZoneId zone) {
        return new BillDays(
                LocalDate.ofInstant(window.from(), zone),
                LocalDate.ofInstant(window.until().minusNanos(1), zone).plusDays(1));
    }

    /** The days of the window before, or as many before these, if a window of hours has its day in common with the one before. */
    BillDays before(ReportWindow windowBefore, ZoneId zone) {
        BillDays earlier = of(windowBefore, zone);
        return earlier.until().isAfter(from) ? new BillDays(from.minusDays(days()), from) : earlier;
    }

    Instant begin() {
        return from.atStartOfDay(BudgetPeriod.ZONE).toInstant();
    }

    /** Begin of the first day after them. */
    Instant end() {
        return until.atStartOfDay(BudgetPeriod.ZONE).toInstant();
    }

    int days() {
        return Math.toIntExact(from.until(until, ChronoUnit.DAYS));
    }
}
