// SPDX-License-Identifier: Apache-2.0
package io.truename.reviewing.reliability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.truename.reporting.Absence;
import io.truename.reporting.Provenance;
import io.truename.reporting.Section.Figure;
import io.truename.reviewing.reliability.Availability.Region;
import io.truename.reviewing.reliability.Availability.Users;
import io.truename.reviewing.reliability.ReportWindow.Span;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class AvailabilityTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final Objective GOAL = Objective.of("0.9995");
    private static final ReportWindow WEEK =
            ReportWindow.before(Span.WEEK, Instant.parse("2026-11-27T12:00:00Z"), ZoneOffset.UTC);

    @Test
    void week_inNumbers() {
        Availability week = week(
                minute(0, "europe-west1", 10_000, 10_000),
                minute(0, "us-central1", 999, 1000),
                minute(1, "europe-west1", 5000, 10_000),
                minute(2, "us-central1", 0, 0));

        assertThat(week.requests()).isEqualTo(new Requests(15_999, 21_000));
        assertThat(week.badMinutes()).isEqualTo(1);
        assertThat(week.met()).hasValue(false);
        assertThat(week.regions())
                .containsExactly(
                        new Region("europe-west1", new Requests(15_000, 20_000)),
                        new Region("us-central1", new Requests(999, 1000)));
        assertThat(week.budget()).isEqualTo(Duration.ofMillis(302_400));
        assertThat(week.spentMinutes().orElseThrow()).isCloseTo(5001 / 21_000.0 * 10_080, within(1e-9));
    }

    // Users stop asking in an outage: its minute has few requests, and the usual traffic says how bad it was.
    @Test
    void badMinutes_areWeightedByUsualTraffic() {
        List<Minute> minutes = new ArrayList<>();
        for (int at = 0; at < 10; at++) {
            minutes.add(new Minute(
                    WEEK.from().plusSeconds(60L * at),
                    "r",
                    new Requests(at == 0 ? 1 : 100, at == 0 ? 2 : 100),
                    at == 0 ? 300 : 100));
        }
        Availability week = Availability.of(GOAL, WEEK, minutes, Users.UNKNOWN);

        assertThat(week.badMinutes()).isEqualTo(1);
        assertThat(week.weightedBadMinutes()).isCloseTo(300 / 1200.0 * 10_080, within(1e-9));
    }

    // After six weeks points of ten minutes are all that is kept: a step is bad as a whole.
    @Test
    void badSteps_countAsTheirMinutes_andSaySo() {
        Availability quarter = Availability.of(
                GOAL,
                WEEK,
                Duration.ofMinutes(10),
                List.of(minute(0, "r", 9_000, 10_000), minute(10, "r", 10, 10), minute(20, "r", 0, 7)),
                Users.UNKNOWN);

        assertThat(quarter.badMinutes()).isEqualTo(20);
        Figure shown = quarter.figures(provenance(), provenance()).get(1);
        assertThat(shown.value().forPeople()).isEqualTo("20");
        assertThat(shown.meaning()).startsWith("Minutes, in steps of 10, with a ratio below the objective");
        assertThat(shown.derivation().orElseThrow().formula()).startsWith("10 * count of steps of 10 minutes");
    }

    @Test
    void users_areThoseOfRetrievals_withTheirOwnSource() {
        Availability known = Availability.of(GOAL, WEEK, List.of(minute(0, "r", 9, 10)), new Users(40, 3));
        Provenance retrievals = new Provenance(WEEK.from(), WEEK.until(), "tables of probe", WEEK.until());
        Figure shown = known.figures(provenance(), retrievals).get(2);
        assertThat(shown.value().forPeople()).isEqualTo("7.5 %");
        assertThat(shown.derivation().orElseThrow().source()).isEqualTo("tables of probe");
        Figure unknown =
                week(minute(0, "r", 9, 10)).figures(provenance(), retrievals).get(2);
        assertThat(unknown.value().forPeople()).isEqualTo("no data");
        assertThat(unknown.meaning()).contains("No retrieval named its user");
    }

    @Test
    void nothing_isNotEverything() {
        assertThat(week().absence()).hasValue(Absence.NO_DATA);
        Availability idle = week(minute(0, "r", 0, 0));
        assertThat(idle.absence()).hasValue(Absence.NO_TRAFFIC);
        assertThat(idle.met()).isEmpty();
        assertThat(idle.figures(provenance(), provenance()))
                .extracting(figure -> figure.value().forPeople())
                .containsExactly("no traffic", "no traffic", "no data", "no traffic", "no traffic");
        // Minutes of another week are not of this one.
        assertThat(week(minute(-1, "r", 1, 1)).absence()).hasValue(Absence.NO_DATA);
    }

    @Test
    void ratio_justBelowTheGoal_isNotRoundedUp() {
        Availability week = week(minute(0, "r", 999_499_999, 1_000_000_000));

        assertThat(week.met()).hasValue(false);
        assertThat(figure(week, "availability")).isEqualTo("99.949 %");
        assertThat(figure(week(minute(0, "r", 999_999_999, 1_000_000_000)), "availability"))
                .isEqualTo("99.999 %");
        assertThat(figure(week(minute(0, "r", 9995, 10_000)), "availability")).isEqualTo("99.950 %");
        assertThat(week(minute(0, "r", 9995, 10_000)).met()).hasValue(true);
    }

    @Test
    void budget_isInMinutes() {
        Availability week = week(minute(0, "r", 9982, 10_000));

        assertThat(figure(week, "burnRate")).isEqualTo("3.6×");
        assertThat(figure(week, "errorBudgetLeft")).isEqualTo("-13.1 min");
    }

    @Test
    void requests_moreGoodThanAll_areRefused() {
        assertThatThrownBy(() -> new Requests(1008, 1000)).hasMessageContaining("one query");
    }

    @Test
    void incidents_useTheBudget() {
        Availability week = week(minute(0, "r", 9_990_000, 10_000_000));
        Incident incident = incident("outage", 60, Optional.of(WEEK.from().plusSeconds(600)), 1100);
        Incident before = incident("old", -3600, Optional.of(WEEK.from()), 5);
        Incident open = incident("open", -3600, Optional.empty(), 900);

        assertThat(incident.budgetUsed(week)).isCloseTo(0.22, within(1e-9));
        assertThat(incident.needsReview(week)).isTrue();
        assertThat(open.needsReview(week)).isFalse();
        assertThat(incident.toDetect()).isEqualTo(Duration.ofSeconds(30));
        assertThat(incident.toMitigate()).hasValue(Duration.ofMinutes(9));
        assertThat(Incident.within(List.of(open, before, incident), WEEK)).containsExactly(incident, open);
    }

    @Test
    void change_withoutAWeekBefore_isNone() {
        assertThat(WeekChange.of(OptionalDouble.empty(), OptionalDouble.of(1))).isEmpty();
        assertThat(WeekChange.of(OptionalDouble.of(0), OptionalDouble.of(1))
                        .orElseThrow()
                        .relative())
                .isEmpty();
        assertThat(WeekChange.relative(OptionalDouble.of(4), OptionalDouble.of(5))
                        .forPeople())
                .isEqualTo("25.0 %");
        assertThat(WeekChange.relative(OptionalDouble.empty(), OptionalDouble.of(5))
                        .forPeople())
                .isEqualTo("no data");
    }

    @Test
    void week_inWhichClocksChange_hasItsLength() {
        ReportWindow autumn = ReportWindow.before(Span.WEEK, Instant.parse("2026-10-26T08:00:00Z"), BERLIN);
        assertThat(autumn.from()).isEqualTo(Instant.parse("2026-10-18T22:00:00Z"));
        assertThat(autumn.length()).isEqualTo(Duration.ofHours(169));
        assertThat(autumn.previous(BERLIN).length()).isEqualTo(Duration.ofDays(7));
        assertThat(autumn.previous(BERLIN).until()).isEqualTo(autumn.from());
        assertThat(ReportWindow.before(Span.WEEK, Instant.parse("2026-03-30T08:00:00Z"), BERLIN)
                        .length())
                .isEqualTo(Duration.ofHours(167));
        assertThat(ReportWindow.before(Span.QUARTER, Instant.parse("2026-11-27T08:00:00Z"), BERLIN)
                        .from())
                .isEqualTo(Instant.parse("2026-06-30T22:00:00Z"));
        assertThat(ReportWindow.before(Span.MONTH, Instant.parse("2026-11-01T00:00:00Z"), BERLIN)
                        .length())
                .isEqualTo(Duration.ofHours(31 * 24 + 1));
    }

    private static String figure(Availability availability, String key) {
        return availability.figures(provenance(), provenance()).stream()
                .filter(figure -> figure.key().equals(key))
                .map(Figure::value)
                .findFirst()
                .orElseThrow()
                .forPeople();
    }

    private static Incident incident(String name, int began, Optional<Instant> mitigated, long bad) {
        Instant begin = WEEK.from().plusSeconds(began);
        return new Incident(name, begin, begin.plusSeconds(30), mitigated, bad);
    }

    private static Provenance provenance() {
        return new Provenance(WEEK.from(), WEEK.until(), "Cloud Monitoring", WEEK.until());
    }

    private static Availability week(Minute... minutes) {
        return Availability.of(GOAL, WEEK, List.of(minutes), Users.UNKNOWN);
    }

    private static Minute minute(int at, String region, long good, long total) {
        return new Minute(WEEK.from().plusSeconds(60L * at), region, new Requests(good, total), (double) total);
    }
}
