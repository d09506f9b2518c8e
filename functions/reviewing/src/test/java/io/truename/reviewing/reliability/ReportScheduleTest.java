// SPDX-License-Identifier: Apache-2.0
package io.truename.reviewing.reliability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.truename.reviewing.reliability.Edition.Decision;
import io.truename.reviewing.reliability.ReportSchedule.Audience;
import io.truename.reviewing.reliability.ReportSchedule.Rhythm;
import io.truename.reviewing.reliability.ReportWindow.Span;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportScheduleTest {
    // Clocks in Berlin go back on 25 October 2026 and forward on 29 March; in New York on 1 November and 8 March.
    @ParameterizedTest
    @CsvSource({
        "Europe/Berlin, 2026-10-20T00:00:00Z, 2026-10-26T08:00:00Z",
        "Europe/Berlin, 2026-10-19T06:59:59Z, 2026-10-19T07:00:00Z",
        "Europe/Berlin, 2026-10-19T07:00:00Z, 2026-10-26T08:00:00Z",
        "Europe/Berlin, 2026-03-24T00:00:00Z, 2026-03-30T07:00:00Z",
        "America/New_York, 2026-10-27T00:00:00Z, 2026-11-02T14:00:00Z",
        "Asia/Kolkata, 2026-11-01T20:00:00Z, 2026-11-02T03:30:00Z",
    })
    void monday_nineOnTheWall(String zone, String after, String next) {
        assertThat(Audience.ENGINEERING.schedule(ZoneId.of(zone)).next(Instant.parse(after)))
                .isEqualTo(Instant.parse(next));
    }

    @Test
    void hour_thatComesTwice_countsOnce() {
        // 1 November 2026 is a Sunday and the first of a month: 01:30 comes twice in New York.
        ReportSchedule monthly = new ReportSchedule(Rhythm.MONTHLY, LocalTime.of(1, 30), ZoneId.of("America/New_York"));
        Instant first = monthly.next(Instant.parse("2026-10-20T00:00:00Z"));

        assertThat(first).isEqualTo(Instant.parse("2026-11-01T05:30:00Z"));
        assertThat(monthly.next(first)).isEqualTo(Instant.parse("2026-12-01T06:30:00Z"));
    }

    @Test
    void hour_thatIsMissing_isLater() {
        // Clocks in Amman went from 0:00 to 1:00 on 1 April 2016 (a Friday): 0:30 was missing.
        ReportSchedule monthly = new ReportSchedule(Rhythm.MONTHLY, LocalTime.of(0, 30), ZoneId.of("Asia/Amman"));

        assertThat(monthly.next(Instant.parse("2016-03-20T00:00:00Z")))
                .isEqualTo(Instant.parse("2016-03-31T22:30:00Z"));
    }

    @Test
    void audiences_haveTheirHours() {
        Instant sunday = Instant.parse("2026-11-22T12:00:00Z");
        assertThat(Audience.LEADERSHIP.schedule(ZoneOffset.UTC).next(sunday))
                .isEqualTo(Instant.parse("2026-11-23T10:00:00Z"));
        assertThat(Audience.SUPPORT.schedule(ZoneOffset.UTC).next(sunday))
                .isEqualTo(Instant.parse("2026-11-23T14:00:00Z"));
        assertThat(new ReportSchedule(Rhythm.QUARTERLY, LocalTime.NOON, ZoneOffset.UTC).next(sunday))
                .isEqualTo(Instant.parse("2027-01-01T12:00:00Z"));
    }

    @Test
    void lateData_amendOnce() {
        ReportWindow week = ReportWindow.before(Span.WEEK, Instant.parse("2026-11-23T09:00:00Z"), ZoneOffset.UTC);
        Instant made = Instant.parse("2026-11-23T09:00:00Z");
        Edition first = new Edition(1, made, made, week, 10_000, 0);

        assertThat(first.decide(made)).isEqualTo(Decision.KEEP);
        assertThat(first.banner()).isEmpty();
        assertThat(first.plusLate(9).decide(made.plus(Edition.WAIT))).isEqualTo(Decision.KEEP);
        Edition late = first.plusLate(10);
        assertThat(late.decide(made)).isEqualTo(Decision.WAIT);
        assertThat(late.banner()).hasValueSatisfying(text -> assertThat(text).contains("10 records"));
        assertThat(late.decide(made.plus(Edition.WAIT))).isEqualTo(Decision.AMEND);
        Edition second = late.amended(made.plus(Edition.WAIT));
        assertThat(second.records()).isEqualTo(10_010);
        assertThat(second.plusLate(500).decide(made.plus(Edition.WAIT).plus(Edition.WAIT)))
                .isEqualTo(Decision.TELL_IN_NEXT);
        assertThatThrownBy(() -> second.amended(made)).hasMessageContaining("next report");
        assertThat(new Edition(1, made, week.until().minusSeconds(1), week, 1, 0).banner())
                .isPresent();
    }
}
