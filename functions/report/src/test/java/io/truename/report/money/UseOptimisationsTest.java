// SPDX-License-Identifier: Apache-2.0
package io.truename.report.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.truename.costing.budget.BudgetLedger;
import io.truename.costing.budget.BudgetPeriod;
import io.truename.costing.cost.CostRow;
import io.truename.costing.cost.CostRow.BilledUsage;
import io.truename.costing.cost.CostRow.Export;
import io.truename.costing.optimisation.Optimisation;
import io.truename.costing.optimisation.OptimisationRanking;
import io.truename.costing.price.Price;
import io.truename.costing.price.PriceTable;
import io.truename.costing.price.Tier;
import io.truename.history.BilledHistory.Cache;
import io.truename.history.BilledHistory.Logs;
import io.truename.history.BilledHistory.Server;
import io.truename.history.BilledHistory.Topic;
import io.truename.history.BilledHistory.Use;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Optimisations of a bill of 15 days, so that a month costs twice as much. */
class UseOptimisationsTest {
    private static final Instant FROM = Instant.parse("2026-11-01T08:00:00Z");
    private static final Instant UNTIL = FROM.plus(Duration.ofDays(15));
    private static final double GIB = 1L << 30;
    private static final Use NOTHING = new Use(List.of(), List.of(), List.of(), List.of());

    private static CostRow row(String service, String sku, String cost, String amount, String unit) {
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
                Map.of(),
                new BigDecimal(cost),
                BigDecimal.ZERO,
                "USD",
                Optional.of(new BilledUsage(new BigDecimal(amount), unit)),
                CostRow.Type.USAGE);
    }

    private static List<Optimisation> of(Use use, CostRow... rows) {
        return UseOptimisations.of(new CostFacts(
                FROM,
                UNTIL,
                UNTIL,
                UNTIL.minusMillis(1),
                List.of(rows),
                Optional.empty(),
                FROM,
                List.of(),
                Optional.of(UNTIL),
                BudgetLedger.empty(),
                BudgetPeriod.MONTH,
                PriceTable.of(List.of(Price.tiered(
                        "Log Storage cost",
                        "GiBy",
                        List.of(Tier.of("0", "0"), Tier.of("50", "0.5")),
                        LocalDate.of(2026, 1, 1),
                        "list"))),
                LocalDate.of(2026, 11, 15),
                Optional.empty(),
                Map.of(),
                List.of(),
                Optional.of(use),
                List.of()));
    }

    private static Use logs(Logs... logs) {
        return new Use(List.of(logs), List.of(), List.of(), List.of());
    }

    // 150 GiB a month, of which 50 are free: 100 at 0.50. The 60 of containers are 40 % of it, and the last 60 cost 30.
    @Test
    void logs_thatNothingReads_areExcluded_forTheirShareAtLeast() {
        List<Optimisation> found = of(
                logs(
                        new Logs("_Default", "k8s_container", 30 * GIB),
                        new Logs("_Default", "cloud_run_revision", 20 * GIB),
                        new Logs("truename-operations", "generic_task", 25 * GIB),
                        new Logs("_Required", "k8s_container", 900 * GIB)),
                row("Cloud Logging", "Log Storage cost", "25", "50", "gibibyte"));
        assertThat(found).extracting(Optimisation::key).containsExactly("log-exclusion/_Default/k8s_container");
        assertThat(found.get(0).low()).isEqualByComparingTo("20");
        assertThat(found.get(0).high()).isEqualByComparingTo("30");
        assertThat(found.get(0).evidence()).startsWith("60.0 GiB a month");
    }

    @Test
    void retention_isThatOfTheBill() {
        CostRow retention = row("Cloud Logging", "Log Retention cost", "3", "300", "gibibyte month");
        List<Optimisation> found = of(logs(new Logs("truename-audit", "audited_resource", GIB)), retention);
        assertThat(found).extracting(Optimisation::key).containsExactly("log-retention/audit");
        assertThat(found.get(0).high()).isEqualByComparingTo("6");
        // Somebody else's buckets.
        assertThat(of(logs(new Logs("_Default", "audited_resource", GIB)), retention))
                .isEmpty();
    }

    @Test
    void days_areThoseOfTerraform() throws IOException {
        String terraform = Files.readString(Path.of("..", "..", "terraform", "modules", "observability", "logs.tf"));
        UseOptimisations.DAYS.forEach((bucket, days) ->
                assertThat(terraform).containsPattern(bucket + " = \\{\\s+days\\s+= " + days + "\\b"));
    }

    @Test
    void cache_isMadeSmaller_atItsShareOfTheBill() {
        Use use = new Use(
                List.of(),
                List.of(new Cache("ids", 8 * GIB, 0.3, 0), new Cache("full", 4 * GIB, 0.99, 0)),
                List.of(),
                List.of());
        List<Optimisation> found = of(use, row("Cloud Memorystore for Redis", "Capacity", "216", "1", "h"));
        assertThat(found).extracting(Optimisation::key).containsExactly("cache-size/ids");
        // 432 a month for 12 GiB, of which 4 are enough for 2.4.
        assertThat(found.get(0).high()).isEqualByComparingTo("144");
    }

    @Test
    void replica_thatThePrimaryCanCarry_costsItsShareOfProcessors() {
        CostRow bill = row("Cloud SQL", "vCPU", "60", "1", "h");
        List<Optimisation> found = of(servers(true, 0.2), bill);
        assertThat(found).extracting(Optimisation::key).containsExactly("replica/reads");
        // 2 of 6 processors, or of 10 with the standby.
        assertThat(found.get(0).low()).isEqualByComparingTo("24");
        assertThat(found.get(0).high().doubleValue()).isCloseTo(40, within(1e-9));
        assertThat(found.get(0).evidence()).contains("at most 50 %");
        // The only instance to take over, and one that is too busy.
        assertThat(of(servers(false, 0.2), bill)).isEmpty();
        assertThat(of(servers(true, 0.4), bill)).isEmpty();
    }

    @Test
    void replicas_ofOnePrimary_areSavedOnce() {
        Use use = new Use(
                List.of(),
                List.of(),
                List.of(
                        new Server("main", false, 4, 0.2, 1_000, false),
                        new Server("first", true, 2, 0.6, 10, false),
                        new Server("second", true, 2, 0.6, 10, false)),
                List.of());
        OptimisationRanking ranking = OptimisationRanking.of(of(use, row("Cloud SQL", "vCPU", "60", "1", "h")));
        assertThat(ranking.ranked()).hasSize(2);
        assertThat(ranking.counted()).hasSize(1);
    }

    private static Use servers(boolean standby, double primaryPeak) {
        return new Use(
                List.of(),
                List.of(),
                List.of(
                        new Server("main", false, 4, primaryPeak, 1_000, standby),
                        new Server("reads", true, 2, 0.6, 10, false)),
                List.of());
    }

    @Test
    void messages_ofSmallRequests_areBatched_atThePriceOfTheBill() {
        Use use = new Use(
                List.of(),
                List.of(),
                List.of(),
                List.of(
                        new Topic("document-events", 1L << 29, 1L << 29, 250.0 * (1L << 29)),
                        new Topic("large", 1L << 29, 1L << 29, 5_000.0 * (1L << 29)),
                        new Topic("quiet", 0, 0, 0)));
        List<Optimisation> found = of(use, row("Cloud Pub/Sub", "Message Delivery Basic", "80", "2", "tebibyte"));
        assertThat(found).extracting(Optimisation::key).containsExactly("batch/document-events");
        assertThat(found.get(0).high().doubleValue()).isCloseTo(40 * 750 / 1024.0, within(1e-9));
    }

    @Test
    void useWithoutABill_andABillWithoutUse_sayNothing() {
        assertThat(of(servers(true, 0.1))).isEmpty();
        assertThat(of(logs(new Logs("_Default", "k8s_container", GIB)))).isEmpty();
        assertThat(of(
                        NOTHING,
                        row("Cloud SQL", "vCPU", "60", "1", "h"),
                        row("Cloud Logging", "Log Storage cost", "25", "50", "gibibyte"),
                        row("Cloud Memorystore for Redis", "Capacity", "216", "1", "h"),
                        row("Cloud Pub/Sub", "Message Delivery Basic", "80", "2", "tebibyte")))
                .isEmpty();
    }
}
