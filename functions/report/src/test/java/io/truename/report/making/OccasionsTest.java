// SPDX-License-Identifier: Apache-2.0
package io.truename.report.making;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.postgres.reporting.AnnouncementStore.Audience;
import io.truename.postgres.reporting.ReportStore.Kind;
import io.truename.postgres.reporting.ReportStore.Order;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OccasionsTest {
    private static final Set<Kind> WEEKLY = EnumSet.of(Kind.WEEKLY);

    private final Occasions occasions = new Occasions(ZoneId.of("Europe/Berlin"));

    private static Instant at(String time) {
        return Instant.parse(time);
    }

    @Test
    void weekly_isDueFromMondayNineByTheClockOnTheWall() {
        // In summer nine is 7:00 UTC.
        assertThat(occasions.due(at("2026-06-15T06:59:59Z"), WEEKLY)).isEmpty();
        assertThat(occasions.due(at("2026-06-15T07:00:00Z"), WEEKLY))
                .containsExactly(new Order(
                        Kind.WEEKLY,
                        at("2026-06-07T22:00:00Z"),
                        at("2026-06-14T22:00:00Z"),
                        "{\"span\":\"week\"}",
                        Optional.of("weekly week 2026-06-08"),
                        Optional.empty()));
    }

    @Test
    void week_inWhichClocksGoBack_has169Hours_andIsDueAnHourLaterInUtc() {
        assertThat(occasions.due(at("2026-10-26T07:59:59Z"), WEEKLY)).isEmpty();
        Order week = occasions.due(at("2026-10-26T08:00:00Z"), WEEKLY).get(0);
        assertThat(Duration.between(week.from(), week.until()).toHours()).isEqualTo(169);
    }

    @Test
    void occasion_isTheSameAtEachAsking_andPastAfterTwoDays() {
        List<Order> first = occasions.due(at("2026-06-15T07:00:00Z"), WEEKLY);
        assertThat(occasions.due(at("2026-06-16T23:00:00Z"), WEEKLY)).isEqualTo(first);
        assertThat(occasions.due(at("2026-06-18T07:00:00Z"), WEEKLY)).isEmpty();
    }

    @Test
    void firstOfAQuarter_isDueForMonthAndQuarter_onlyOfKindsThatCanBeMade() {
        assertThat(occasions.due(at("2026-07-01T12:00:00Z"), WEEKLY))
                .extracting(order -> order.occasion().orElse(""))
                .containsExactly("weekly month 2026-06-01", "weekly quarter 2026-04-01");
    }

    @Test
    void costs_areOfAMonthOfTheBill() {
        // Nine in Berlin is midnight in California, and nine in California is due.
        assertThat(occasions.due(at("2026-07-01T15:59:59Z"), EnumSet.of(Kind.COST)))
                .isEmpty();
        assertThat(occasions.due(at("2026-07-01T16:00:00Z"), EnumSet.of(Kind.COST)))
                .singleElement()
                .returns(at("2026-06-01T07:00:00Z"), Order::from)
                .returns(at("2026-07-01T07:00:00Z"), Order::until)
                .returns(Optional.of("cost month 2026-06-01"), Order::occasion);
    }

    @Test
    void announcements_ofAWeek_areAtTheHoursOfTheirReaders() {
        Order week = occasions.due(at("2026-06-15T07:00:00Z"), WEEKLY).get(0);
        assertThat(occasions.announcements(week, at("2026-06-15T07:01:00Z")))
                .isEqualTo(Map.of(
                        Audience.ENGINEERING, at("2026-06-15T07:01:00Z"),
                        Audience.LEADERSHIP, at("2026-06-15T08:00:00Z"),
                        Audience.SUPPORT, at("2026-06-15T12:00:00Z")));
    }

    @Test
    void announcements_ofAnOldWeek_areNow() {
        Order week = occasions.due(at("2026-06-15T07:00:00Z"), WEEKLY).get(0);
        Instant later = at("2026-06-20T07:00:00Z");
        assertThat(occasions.announcements(week, later).values()).containsOnly(later);
    }

    @Test
    void announcements_ofAMonth_areForThePublicToo() {
        Order month = occasions.due(at("2026-06-01T12:00:00Z"), WEEKLY).stream()
                .filter(order -> order.occasion().orElse("").contains("month"))
                .findFirst()
                .orElseThrow();
        assertThat(occasions.announcements(month, at("2026-06-01T12:00:00Z")))
                .containsOnlyKeys(Audience.ANYBODY, Audience.PUBLIC);
    }
}
