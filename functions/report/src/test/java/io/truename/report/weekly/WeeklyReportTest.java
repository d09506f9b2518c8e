// SPDX-License-Identifier: Apache-2.0
package io.truename.report.weekly;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.alerting.series.Histogram;
import io.truename.costing.budget.BudgetLedger;
import io.truename.history.RequestHistory.Served;
import io.truename.history.RequestHistory.Slot;
import io.truename.report.money.RequestCounts;
import io.truename.reporting.Report;
import io.truename.reporting.ReportMarkdown;
import io.truename.reporting.Section;
import io.truename.reporting.Section.Figures;
import io.truename.reporting.Section.Table;
import io.truename.reporting.Value;
import io.truename.reviewing.audience.Reader;
import io.truename.testkit.GoldenFile;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WeeklyReportTest {
    private static final Report WHOLE = WeeklyReport.of(Weeks.whole());
    private static final Report NOTHING = WeeklyReport.of(Weeks.nothing());

    private static String figure(Report report, String section, String key) {
        return ((Figures) report.find(section).orElseThrow())
                .figures().stream()
                        .filter(figure -> figure.key().equals(key))
                        .findFirst()
                        .orElseThrow()
                        .value()
                        .forPeople();
    }

    private static List<String> row(Report report, String table, String name) {
        return ((Table) report.find(table).orElseThrow())
                .rows().stream()
                        .map(row -> row.stream().map(Value::forPeople).toList())
                        .filter(row -> row.get(0).equals(name))
                        .findFirst()
                        .orElseThrow();
    }

    private static WeekFacts with(WeekCosts costs) {
        WeekFacts facts = Weeks.whole();
        return Weeks.facts(facts.current(), facts.before(), costs, List.of());
    }

    @ParameterizedTest
    @EnumSource(Reader.class)
    void week_isRenderedForItsReaders(Reader reader) {
        GoldenFile.compare(
                "weekly-" + reader.name().toLowerCase(Locale.ROOT) + ".md", ReportMarkdown.render(reader.of(WHOLE)));
    }

    @Test
    void weekOfWhichNothingIsKnown_hasWordsForNumbers() {
        String rendered = ReportMarkdown.render(NOTHING);
        GoldenFile.compare("weekly-nothing.md", rendered);
        assertThat(rendered).doesNotContain("100.0", "| 0 |", "0.0 %");
        // Of incidents there can be none.
        assertThat(rendered).containsOnlyOnce("None.");
    }

    @Test
    void thePublic_getsNeitherMoneyNorNamesOfOurs() {
        assertThat(ReportMarkdown.render(Reader.PUBLIC.of(WHOLE)))
                .contains("Availability")
                .doesNotContain(
                        "USD",
                        "udget Production",
                        "generate",
                        "probe",
                        "GET /",
                        "onnections",
                        "run.googleapis.com",
                        "console");
    }

    @Test
    void numbersOfTheReport_areChecked_andOneThatDoesNotFitIsOnTop() {
        assertThat(WHOLE.lead()).doesNotContain("do not fit");
        assertThat(((Table) WHOLE.find("arithmetic").orElseThrow()).rows()).isEmpty();
        assertThat(WHOLE.find("arithmetic").orElseThrow().meaning()).matches("All [0-9]{2,} checked numbers fit.");

        // Answers by status that are not those of the minutes, such as of another query.
        WeekFacts facts = Weeks.whole();
        Map<String, Served> served = new HashMap<>(facts.current().served());
        served.computeIfPresent(
                "generate", (name, of) -> new Served(of.step(), of.slots(), Map.of("200", 1L, "503", 599L)));
        ProductionData.Window changed = new ProductionData.Window(
                facts.current().window(),
                facts.current().until(),
                served,
                facts.current().latencies(),
                facts.current().quality(),
                facts.current().adoption(),
                facts.current().cache(),
                facts.current().database(),
                List.of());
        Report wrong = WeeklyReport.of(Weeks.facts(changed, facts.before(), facts.costs(), List.of()));
        assertThat(wrong.lead()).contains("1 of its numbers do not fit the others.");
        assertThat(ReportMarkdown.render(wrong)).contains("The parts add up to 599, not 600.");
    }

    // A bill below the price of its requests is of another time, or not all of it.
    @Test
    void billThatCannotPayForItsRequests_isFound() {
        WeekCosts costs = Weeks.whole().costs();
        WeekCosts cheap = new WeekCosts(
                costs.days(),
                costs.daysBefore(),
                costs.now(),
                costs.at(),
                costs.billedUntil(),
                costs.rows(),
                costs.earlier(),
                costs.budgets(),
                Map.of("generate", new RequestCounts.Counted(797_600_000L * 7, 1)),
                costs.eachRequest(),
                costs.report());
        assertThat(WeeklyReport.of(with(cheap)).lead()).contains("1 of its numbers do not fit");
    }

    @Test
    void budgets_haveFourWords() {
        Optional<Instant> billed = Weeks.whole().costs().billedUntil();
        Instant fresh = Instant.parse("2026-11-29T20:00:00Z");
        assertThat(figure(WHOLE, "budget", "spent")).isEqualTo("95.0 %");
        assertThat(figure(
                        WeeklyReport.of(with(Weeks.costs(billed, Weeks.budget("190", "0", fresh)))), "budget", "spent"))
                .isEqualTo("no budget");
        assertThat(figure(
                        WeeklyReport.of(
                                with(Weeks.costs(billed, Weeks.budget("190", "200", fresh.minus(Duration.ofDays(2)))))),
                        "budget",
                        "spent"))
                .isEqualTo("stale");
        assertThat(figure(WeeklyReport.of(with(Weeks.costs(billed, BudgetLedger.empty()))), "budget", "spent"))
                .isEqualTo("no data");
    }

    @Test
    void costs_thatEndBeforeTheWeek_areStale_andOfALateDayAreTold() {
        Instant end = Weeks.whole().costs().days().end();
        assertThat(figure(WHOLE, "costs", "netCost")).isEqualTo("33.00 USD");
        assertThat(figure(WHOLE, "costs", "costChange")).isEqualTo("17.9 %");

        Report hours =
                WeeklyReport.of(with(Weeks.costs(Optional.of(end.minus(Duration.ofHours(5))), BudgetLedger.empty())));
        assertThat(figure(hours, "costs", "netCost")).isEqualTo("33.00 USD");
        assertThat(figure(hours, "costs", "costChange")).isEqualTo("no data");
        assertThat(hours.find("costs").orElseThrow().meaning()).contains("Billed until 2026-11-30T03:00:00Z.");

        Report days =
                WeeklyReport.of(with(Weeks.costs(Optional.of(end.minus(Duration.ofDays(3))), BudgetLedger.empty())));
        assertThat(figure(days, "costs", "netCost")).isEqualTo("stale");
        assertThat(figure(days, "costs", "costPerRequest")).isEqualTo("stale");
        assertThat(figure(NOTHING, "costs", "costPerRequest")).isEqualTo("no data");
    }

    @Test
    void database_isBesideTheWeekBefore() {
        assertThat(row(WHOLE, "database", "Connections, the most at once"))
                .containsExactly("Connections, the most at once", "98", "70", "40.0 %");
        assertThat(row(WHOLE, "database", "Share of the limit of 120 connections"))
                .containsExactly("Share of the limit of 120 connections", "81.7 %", "58.3 %", "40.0 %");
        assertThat(row(WHOLE, "database", "Sessions that waited for a lock, the most at once"))
                .containsExactly("Sessions that waited for a lock, the most at once", "no data", "no data", "no data");
        assertThat(row(WHOLE, "actions", "Make room for connections to the database."))
                .contains("81.7 % of 120 were in use");
    }

    @Test
    void latency_withoutBucketsOrRequests_isAWord() {
        assertThat(figure(NOTHING, "latency", "latencyP99")).isEqualTo("no data");
        WeekFacts facts = Weeks.whole();
        Served idle =
                new Served(Duration.ofMinutes(1), Map.of(new Slot(Weeks.WEEK.from(), "r"), new long[2]), Map.of());
        ProductionData.Window window = new ProductionData.Window(
                Weeks.WEEK,
                Weeks.WEEK.until(),
                Map.of("generate", idle),
                Optional.<Histogram>empty(),
                Weeks.NOT_SCANNED,
                Weeks.NOT_TOLD,
                Map.of("memory", 0L),
                facts.current().database(),
                List.of());
        Report report = WeeklyReport.of(Weeks.facts(window, facts.before(), facts.costs(), List.of()));
        assertThat(figure(report, "latency", "latencyP99")).isEqualTo("no traffic");
        assertThat(figure(report, "reliability", "availability")).isEqualTo("no traffic");
        assertThat(figure(report, "cache", "fromMemory")).isEqualTo("no traffic");
        assertThat(figure(report, "quality", "opened")).isEqualTo("no data");
    }

    @Test
    void feedback_isThere_whereSomeWasGiven() {
        assertThat(NOTHING.find("feedback")).isEmpty();
        assertThat(row(WHOLE, "feedback", "all")).element(1).isEqualTo("25");
        assertThat(((Table) WHOLE.find("weeks").orElseThrow()).rows())
                .extracting(row -> row.get(1).forPeople())
                .containsExactly("15", "25");
        assertThat(WHOLE.sections()).extracting(Section::key).endsWith("feedback", "weeks", "arithmetic");
    }
}
