// SPDX-License-Identifier: Apache-2.0
package io.truename.costing.budget;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * Calendar period of a budget, from midnight to midnight in US Pacific time, wherever the reader is. A month of it has 743 hours in March
 * and 721 in November.
 */
public enum BudgetPeriod {
    MONTH(1),
    QUARTER(3),
    YEAR(12);

    /** Time zone of Cloud Billing. */
    public static final ZoneId ZONE = ZoneId.of("America/Los_Angeles");

    private final int months;

    BudgetPeriod(int months) {
        this.months = months;
    }

    /** Begin of the period that a time is in. */
    public Instant start(Instant at) {
        LocalDate day = LocalDate.ofInstant(at, ZONE);
        int month = (day.getMonthValue() - 1) / months * months + 1;
        return LocalDate.of(day.getYear(), month, 1).atStartOfDay(ZONE).toInstant();
    }

    /** End of the period that a time is in: the begin of the next. */
    public Instant end(Instant at) {
        return LocalDate.ofInstant(start(at), ZONE)
                .plusMonths(months)
                .atStartOfDay(ZONE)
                .toInstant();
    }

    /** Share of the period that has passed, 0 to 1 without 1. */
    public double elapsed(Instant at) {
        Instant start = start(at);
        return (double) Duration.between(start, at).toMillis()
                / Duration.between(start, end(at)).toMillis();
    }
}
