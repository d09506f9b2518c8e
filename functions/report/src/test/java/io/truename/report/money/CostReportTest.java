// SPDX-License-Identifier: Apache-2.0
package io.truename.report.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.truename.costing.budget.BudgetLedger;
import io.truename.costing.budget.BudgetNotification;
import io.truename.costing.budget.BudgetPeriod;
import io.truename.costing.cost.CostRow;
import io.truename.costing.cost.CostRow.BilledUsage;
import io.truename.costing.cost.CostRow.Export;
import io.truename.costing.optimisation.Optimisation;
import io.truename.costing.price.Price;
import io.truename.costing.price.PriceTable;
import io.truename.postgres.reporting.CostStore.Steady;
import io.truename.reporting.Report;
import io.truename.reporting.ReportMarkdown;
import io.truename.reporting.Section;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CostReportTest {
    private static final Instant FROM = Instant.parse("2026-10-01T07:00:00Z");
    private static final Instant UNTIL = Instant.parse("2026-10-31T07:00:00Z");
    private static final LocalDate DAY = LocalDate.of(2026, 10, 30);
    private static final BudgetLedger BUDGETS = BudgetLedger.of(List.of(new BudgetNotification(
            "A",
            "b",
            "Production",
            new BigDecimal("75"),
            FROM,
            new BigDecimal("150"),
            "USD",
            Optional.empty(),
            Optional.empty(),
            Instant.parse("2026-10-30T07:00:00Z"))));

    private static CostRow row(String service, String sku, String function, String cost) {
        return new CostRow(
                Export.STANDARD,
                "A",
                service,
                sku,
                sku,
                FROM,
                UNTIL,
                "p",
                "r",
                Map.of("function", function, "team", function.equals("generate") ? "ingest" : ""),
                new BigDecimal(cost),
                new BigDecimal("-0.5"),
                "USD",
                Optional.of(new BilledUsage(BigDecimal.TEN, "h")),
                CostRow.Type.USAGE);
    }

    private static final List<CostRow> ROWS = List.of(
            row("Cloud Run", "CPU", "generate", "10.5"),
            row("Cloud Run", "Min Instance CPU", "probe", "30.5"),
            row("Cloud SQL", "vCPU", "", "60.5"));

    private static CostFacts facts(
            List<CostRow> rows,
            List<CostRow> earlier,
            BudgetLedger budgets,
            Optional<Map<String, RequestCounts.Counted>> requests,
            List<CostFacts.Followed> followed) {
        return new CostFacts(
                FROM,
                UNTIL,
                UNTIL.plusSeconds(3600),
                UNTIL.minusMillis(1),
                rows,
                Optional.of("team"),
                FROM.minus(Duration.ofDays(30)),
                earlier,
                rows.isEmpty() ? Optional.empty() : Optional.of(UNTIL),
                budgets,
                BudgetPeriod.MONTH,
                PriceTable.of(List.of(Price.flat("CPU", "h", "1", LocalDate.of(2026, 1, 1), "list"))),
                DAY,
                requests,
                Map.of("generate", 0, "probe", 1),
                List.of(
                        new Steady("Cloud Run", new BigDecimal("0.1"), new BigDecimal("0.2")),
                        new Steady("Cloud SQL", new BigDecimal("0.05"), new BigDecimal("0.06"))),
                Optional.empty(),
                followed);
    }

    private static final Map<String, RequestCounts.Counted> REQUESTS =
            Map.of("generate", new RequestCounts.Counted(1_000, 0.9), "probe", new RequestCounts.Counted(0, 0.25));

    private static String figure(Report report, String section, String figure) {
        return ((Section.Figures) report.find(section).orElseThrow())
                .figures().stream()
                        .filter(each -> each.key().equals(figure))
                        .findFirst()
                        .orElseThrow()
                        .value()
                        .forPeople();
    }

    private static String row(Report report, String section, int row) {
        return ((Section.Table) report.find(section).orElseThrow())
                .rows().get(row).stream()
                        .map(value -> value.forPeople())
                        .toList()
                        .toString();
    }

    @Test
    void report_setsTheBillBesideBudgetAndTheTimeBefore() {
        CostReport made = CostReport.of(facts(
                ROWS, List.of(row("Cloud Run", "CPU", "generate", "80.5")), BUDGETS, Optional.of(REQUESTS), List.of()));
        Report report = made.report();

        assertThat(report.lead()).isEqualTo("The bill is 100.00 USD, 25.0 % more than in the time before.");
        assertThat(figure(report, "change", "change")).isEqualTo("25.0 %");
        assertThat(figure(report, "budget", "spent")).isEqualTo("50.0 %");
        assertThat(row(report, "byService", 0)).startsWith("[Cloud SQL, 60.50 USD, -0.50 USD, 60.00 USD, 60.0 %");
        assertThat(row(report, "byFunction", 0)).startsWith("[(without), 60.50 USD");
        assertThat(row(report, "byLabel", 0)).startsWith("[(without), 91.00 USD");
        assertThat(row(report, "byLabel", 1)).startsWith("[ingest, 10.50 USD");
        assertThat(figure(report, "perRequest", "costPerRequest")).isEqualTo("0.10 USD");
        assertThat(figure(report, "perRequest", "marginalCostPerRequest")).isEqualTo("0.01 USD");
        assertThat(figure(report, "perRequest", "idleCost")).isEqualTo("30.00 USD");
        assertThat(row(report, "perFunction", 1)).isEqualTo("[probe, 0, 30.00 USD, 30.00 USD, no traffic, no traffic]");
        // 10 h at 1 each of 10.5 billed for CPU; two SKUs have no price.
        assertThat(row(report, "billCheck", 0)).isEqualTo("[Usage at its prices, 10.00 USD]");
        assertThat(row(report, "billCheck", 3)).isEqualTo("[Unexplained, 91.50 USD]");
    }

    @Test
    void report_proposesWhatItsFactsSpeakFor() {
        CostReport made = CostReport.of(facts(ROWS, List.of(), BUDGETS, Optional.of(REQUESTS), List.of()));

        assertThat(made.ranking().ranked())
                .extracting(Optimisation::key)
                .containsExactly("min-instances/probe", "commitment/Cloud SQL");
        // 30 for what waits, and 730 hours at 0.05, of which a commitment saves a quarter.
        assertThat(made.ranking().high()).isEqualByComparingTo("39.125");
        assertThat(made.ranking().low()).isEqualByComparingTo("22.5");
        assertThat(row(made.report(), "optimisations", 0)).contains("var.functions[\"probe\"]: min = 0 (was 1)");
    }

    @Test
    void report_followsUp() {
        Optimisation proposed = CostReport.of(facts(ROWS, List.of(), BUDGETS, Optional.of(REQUESTS), List.of()))
                .ranking()
                .ranked()
                .get(0);
        CostReport made = CostReport.of(facts(
                ROWS,
                List.of(),
                BUDGETS,
                Optional.empty(),
                List.of(new CostFacts.Followed(
                        proposed,
                        Optional.of(FROM),
                        new BigDecimal("1"),
                        new BigDecimal("0.1"),
                        FROM.plus(Duration.ofDays(10))))));

        assertThat(row(made.report(), "followUps", 0)).contains("27.00 USD, as foretold");
    }

    // Neither a bill of 0 nor a request for nothing.
    @Test
    void report_withoutAnything_saysNoData() {
        Report report = CostReport.of(facts(List.of(), List.of(), BudgetLedger.empty(), Optional.empty(), List.of()))
                .report();

        assertThat(report.lead()).startsWith("No billed cost is known");
        assertThat(figure(report, "change", "net")).isEqualTo("no data");
        assertThat(figure(report, "change", "change")).isEqualTo("no data");
        assertThat(figure(report, "budget", "spent")).isEqualTo("no data");
        assertThat(figure(report, "perRequest", "costPerRequest")).isEqualTo("no data");
        assertThat(ReportMarkdown.render(report)).contains("There is no bill to check.");
    }

    @Test
    void costsThatCannotBeAdded_areRefused() {
        CostRow euro = new CostRow(
                Export.STANDARD,
                "A",
                "Cloud Run",
                "CPU",
                "CPU",
                FROM,
                UNTIL,
                "",
                "",
                Map.of(),
                BigDecimal.ONE,
                BigDecimal.ZERO,
                "EUR",
                Optional.empty(),
                CostRow.Type.USAGE);

        assertThatThrownBy(() -> CostReport.of(
                        facts(List.of(ROWS.get(0), euro), List.of(), BUDGETS, Optional.empty(), List.of())))
                .hasMessageContaining("currency");
    }
}
