// SPDX-License-Identifier: Apache-2.0
package io.truename.report.weekly;

import io.truename.alerting.series.Buckets;
import io.truename.alerting.series.Histogram;
import io.truename.catalog.CatalogReader;
import io.truename.costing.budget.BudgetLedger;
import io.truename.costing.budget.BudgetNotification;
import io.truename.costing.cost.CostRow;
import io.truename.costing.price.Price;
import io.truename.history.CatalogComponents;
import io.truename.history.DatabaseHistory.Use;
import io.truename.history.RequestHistory.Served;
import io.truename.history.RequestHistory.Slot;
import io.truename.postgres.reporting.QualityReader.Adoption;
import io.truename.postgres.reporting.QualityReader.Quality;
import io.truename.postgres.reporting.ReportStore.Kind;
import io.truename.postgres.reporting.ReportStore.Order;
import io.truename.postgres.reporting.ReportStore.State;
import io.truename.postgres.reporting.ReportStore.Stored;
import io.truename.postgres.reporting.ServerReader.Limits;
import io.truename.report.money.RequestCounts;
import io.truename.reviewing.feedback.Answer;
import io.truename.reviewing.reliability.Objective;
import io.truename.reviewing.reliability.ReportWindow;
import io.truename.reviewing.reliability.ReportWindow.Span;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.UUID;

/** Facts of a week: one with everything, and one of which nothing is known. */
final class Weeks {
    static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    static final Instant MADE = Instant.parse("2026-11-30T08:02:00Z");
    static final ReportWindow WEEK = ReportWindow.before(Span.WEEK, MADE, BERLIN);
    static final ReportWindow BEFORE = WEEK.previous(BERLIN);
    static final Quality NOT_SCANNED = new Quality(false, 0, 0, 0, 0, 0, 0);
    static final Adoption NOT_TOLD = new Adoption(false, 0, 0, 0, 0, 0, 0);
    static final Limits LIMITS = new Limits(120);

    private static final String INCIDENT = """
            {"version": "1.2", "incident": {"incident_id": "0.1", "state": "closed", "started_at": %d, "ended_at": %d,
             "policy_name": "generate-failures", "policy_user_labels": {"alert": "generate-failures"}, "severity": "Critical",
             "resource": {"type": "generic_task", "labels": {}}, "metric": {"type": "m", "labels": {}},
             "condition_name": "c", "summary": "s"}}""";

    private Weeks() {}

    /** Forty requests a minute in two regions for a week, of which some fail in half an hour of one region. */
    private static Served served(ReportWindow window, long failed) {
        Map<Slot, long[]> slots = new HashMap<>();
        for (Instant minute = window.from(); minute.isBefore(window.until()); minute = minute.plusSeconds(60)) {
            long bad = outage(window, minute) ? failed : 0;
            slots.put(new Slot(minute, "europe-west1"), new long[] {30 - bad, 30});
            slots.put(new Slot(minute, "us-central1"), new long[] {10, 10});
        }
        long all = slots.values().stream().mapToLong(counts -> counts[1]).sum();
        long bad = 30 * failed;
        return new Served(Duration.ofMinutes(1), slots, Map.of("200", all - bad - 500, "400", 500L, "503", bad));
    }

    private static boolean outage(ReportWindow window, Instant minute) {
        Instant begin = window.from().plus(Duration.ofHours(50));
        return !minute.isBefore(begin) && minute.isBefore(begin.plus(Duration.ofMinutes(30)));
    }

    private static Use use(double connections, double bytes, double lookUp) {
        return new Use(
                OptionalDouble.of(connections),
                Optional.of(Histogram.of(Buckets.exponential(30, 1.5, 0.0001), lookUp, lookUp, 2 * lookUp, 9 * lookUp)),
                OptionalDouble.of(1.5),
                OptionalDouble.empty(),
                OptionalDouble.of(2),
                OptionalDouble.of(3),
                OptionalDouble.of(bytes),
                OptionalDouble.of(1e9));
    }

    private static CostRow row(String service, String sku, Instant from, String cost) {
        return new CostRow(
                CostRow.Export.STANDARD,
                "A",
                service,
                sku,
                sku,
                from,
                from.plus(Duration.ofDays(7)),
                "p",
                "r",
                Map.of(),
                new BigDecimal(cost),
                new BigDecimal("-0.5"),
                "USD",
                Optional.empty(),
                CostRow.Type.USAGE);
    }

    static BudgetLedger budget(String cost, String amount, Instant publishedAt) {
        return BudgetLedger.of(List.of(new BudgetNotification(
                "A",
                "b",
                "Production",
                new BigDecimal(cost),
                Instant.parse("2026-11-01T07:00:00Z"),
                new BigDecimal(amount),
                "USD",
                Optional.empty(),
                Optional.empty(),
                publishedAt)));
    }

    private static List<CostRow> rows(BillDays days, String requests) {
        return List.of(
                row("Cloud Run", "Requests", days.begin(), requests),
                row("Cloud Run", "Min Instance CPU", days.begin(), "3.5"),
                row("Cloud SQL", "vCPU", days.begin(), "20.5"));
    }

    /** Costs of the week, as far as they are billed. */
    static WeekCosts costs(Optional<Instant> billedUntil, BudgetLedger budgets) {
        BillDays days = BillDays.of(WEEK, BERLIN);
        BillDays before = days.before(BEFORE, BERLIN);
        UUID id = UUID.fromString("7d444840-9dc0-41d1-b245-5ffdce74fad2");
        Order order = new Order(Kind.COST, before.begin(), days.end(), "{}", Optional.empty(), Optional.empty());
        return new WeekCosts(
                days,
                before,
                MADE,
                WEEK.until().minusMillis(1),
                billedUntil,
                billedUntil.isPresent() ? rows(days, "10.5") : List.of(),
                billedUntil.isPresent() ? rows(before, "5.5") : List.of(),
                budgets,
                billedUntil.isPresent() ? Map.of("generate", new RequestCounts.Counted(403_200, 1)) : Map.of(),
                Optional.of(Price.flat("run-requests", "request", "0.0000004", LocalDate.of(2026, 11, 1), "list")),
                billedUntil.map(known -> new Stored(
                        id,
                        7,
                        order,
                        State.READY,
                        0,
                        0,
                        MADE,
                        Optional.of(MADE),
                        Optional.of("Costs"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty())));
    }

    private static List<Answer> answers() {
        List<Answer> answers = new ArrayList<>();
        for (int at = 0; at < 40; at++) {
            answers.add(new Answer(
                    at % 2 == 0 ? "weekly-engineering" : "console",
                    Optional.of(at % 4 != 0),
                    OptionalInt.of(at % 11),
                    (at < 15 ? BEFORE : WEEK).from().plus(Duration.ofHours(at))));
        }
        return answers;
    }

    private static ProductionData.Window window(
            ReportWindow window, long failed, Use use, Quality quality, List<String> notifications) {
        Map<String, Served> served = new HashMap<>();
        served.put("generate", served(window, failed));
        served.put("probe", new Served(Duration.ofHours(1), Map.of(), Map.of("200", 900L, "404", 9L, "500", 1L)));
        Map<String, Long> cache = new LinkedHashMap<>();
        cache.put("memory", 7_000L);
        cache.put("store", 1_500L);
        cache.put("database", 1_500L);
        double[] latencies = new double[1_000];
        for (int at = 0; at < latencies.length; at++) {
            latencies[at] = 5 + at * 0.1;
        }
        return new ProductionData.Window(
                window,
                window.until(),
                served,
                Optional.of(Histogram.of(Buckets.explicit(5, 10, 25, 50, 100, 250), latencies)),
                quality,
                new Adoption(true, 800, 790, 40, 3, 9_000, 12),
                cache,
                use,
                notifications);
    }

    /** A week of which everything is known. */
    static WeekFacts whole() {
        Instant opened = WEEK.from().plus(Duration.ofHours(50)).plus(Duration.ofMinutes(4));
        String told = INCIDENT.formatted(
                opened.getEpochSecond(), opened.plusSeconds(7_200).getEpochSecond());
        return facts(
                window(WEEK, 20, use(98, 41e9, 0.004), new Quality(true, 4, 3, 1, 6, 168, 0), List.of(told)),
                window(BEFORE, 1, use(70, 40e9, 0.003), new Quality(true, 2, 2, 0, 5, 168, 0), List.of()),
                costs(
                        Optional.of(BillDays.of(WEEK, BERLIN).end()),
                        budget("190", "200", Instant.parse("2026-11-29T20:00:00Z"))),
                answers());
    }

    /** A week of which nothing is known. */
    static WeekFacts nothing() {
        return facts(unknown(WEEK), unknown(BEFORE), costs(Optional.empty(), BudgetLedger.empty()), List.of());
    }

    static WeekFacts facts(
            ProductionData.Window current, ProductionData.Window before, WeekCosts costs, List<Answer> answers) {
        return new WeekFacts(
                MADE,
                BERLIN,
                Optional.empty(),
                "generate",
                Objective.of("0.9995"),
                CatalogComponents.of(CatalogReader.installed()),
                current,
                before,
                before.of("generate"),
                LIMITS,
                costs,
                answers);
    }

    private static ProductionData.Window unknown(ReportWindow window) {
        return new ProductionData.Window(
                window,
                window.until(),
                Map.of(),
                Optional.empty(),
                NOT_SCANNED,
                NOT_TOLD,
                Map.of(),
                Use.UNKNOWN,
                List.of());
    }
}
