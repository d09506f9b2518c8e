// SPDX-License-Identifier: Apache-2.0
package io.truename.report.weekly;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.reviewing.reliability.ReportWindow;
import io.truename.reviewing.reliability.ReportWindow.Span;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class BillDaysTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    // The week of the readers begins nine hours before that of the bill, and the clocks of the two change on different
    // days.
    @Test
    void week_isItsDaysByTheClockOfTheBill() {
        ReportWindow week = ReportWindow.before(Span.WEEK, Instant.parse("2026-11-02T08:00:00Z"), BERLIN);
        BillDays days = BillDays.of(week, BERLIN);

        assertThat(days).isEqualTo(new BillDays(LocalDate.of(2026, 10, 26), LocalDate.of(2026, 11, 2)));
        assertThat(days.begin()).isEqualTo(Instant.parse("2026-10-26T07:00:00Z"));
        assertThat(days.end()).isEqualTo(Instant.parse("2026-11-02T08:00:00Z"));
        assertThat(days.days()).isEqualTo(7);
        assertThat(days.before(week.previous(BERLIN), BERLIN).until()).isEqualTo(days.from());
    }

    @Test
    void hours_areOfTheirDay_andComparedWithTheOneBefore() {
        ReportWindow hours = new ReportWindow(
                Span.WEEK, Instant.parse("2026-11-25T10:00:00Z"), Instant.parse("2026-11-25T12:00:00Z"));
        ReportWindow before = new ReportWindow(
                Span.WEEK, Instant.parse("2026-11-25T08:00:00Z"), Instant.parse("2026-11-25T10:00:00Z"));
        BillDays days = BillDays.of(hours, BERLIN);

        assertThat(days).isEqualTo(new BillDays(LocalDate.of(2026, 11, 25), LocalDate.of(2026, 11, 26)));
        assertThat(days.before(before, BERLIN).from()).isEqualTo(LocalDate.of(2026, 11, 24));
    }
}
