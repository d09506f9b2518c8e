// SPDX-License-Identifier: Apache-2.0
package io.truename.report.http;

import io.truename.edge.corpus.DatabaseGuard;
import io.truename.edge.http.OpenApi;
import io.truename.edge.http.Routes;
import io.truename.edge.http.Settlement;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Optional;
import java.util.function.Supplier;

/** Routes of {@code report}. */
public final class ReportRoutes {
    /** Route that receives the deliveries of an event trigger. */
    public static final String STEPS = "/reports/steps";

    private static final Duration RETRY = Duration.ofSeconds(10);

    private ReportRoutes() {}

    /**
     * All routes. The first call that needs a service creates it.
     *
     * @param services as {@link DatabaseGuard} takes them
     * @param links for readers; empty if reports have none
     * @param zone of the readers
     * @param settlement of messages
     */
    public static Routes of(
            Supplier<Services> services,
            ReportEvents events,
            Optional<FeedbackLinks> links,
            ZoneId zone,
            Clock clock,
            Settlement settlement) {
        DatabaseGuard<Services> guard = new DatabaseGuard<>(services, events.ofCorpus());
        ReportCalls reports = new ReportCalls(events, links, zone, clock);
        TickCalls ticks = new TickCalls();
        BudgetCalls budgets = new BudgetCalls(clock);
        PriceCalls prices = new PriceCalls(events, zone, clock);
        CostCalls costs = new CostCalls(events, clock);
        EstimateCalls estimates = new EstimateCalls();
        RecommendationCalls recommendations = new RecommendationCalls(clock);
        FeedbackCalls feedback = new FeedbackCalls(zone, clock);
        FeedbackPages pages = new FeedbackPages(links, clock);
        ReviewCalls reviews = new ReviewCalls(zone, clock);
        return Routes.builder()
                .post("/reports", BucketGuard.on(guard.on(reports::begin)))
                .get("/reports", guard.on(reports::list))
                .get("/reports/{id}", BucketGuard.on(guard.on(reports::find)))
                .postOrMessage(
                        STEPS,
                        request -> BucketGuard.onMessage(
                                () -> guard.onMessage(with -> reports.step(with, request), RETRY), RETRY),
                        settlement)
                .postOrMessage(
                        "/ticks", request -> guard.onMessage(with -> ticks.tick(with, request), RETRY), settlement)
                .postOrMessage(
                        "/budgets", request -> guard.onMessage(with -> budgets.take(with, request), RETRY), settlement)
                .get("/budgets", guard.on(budgets::list))
                .postText("/prices", guard.on(prices::add), "application/json", "application/yaml")
                .get("/prices", guard.on(prices::list))
                .post("/prices/refresh", guard.on(prices::refresh))
                .postText("/costs", guard.on(costs::add), "application/json", CostCalls.CSV, CostCalls.JSON_LINES)
                .postText(
                        "/estimates",
                        guard.on(estimates::estimate),
                        "application/json",
                        CostCalls.CSV,
                        CostCalls.JSON_LINES)
                .get("/recommendations", guard.on(recommendations::list))
                .post("/recommendations", guard.on(recommendations::applied))
                .post("/feedback", guard.on(feedback::add))
                .get("/feedback", guard.on(feedback::show))
                .get("/feedback/{token}", pages::ask)
                .postText("/feedback/{token}", guard.on(pages::take), FeedbackPages.FORM)
                .post("/reviews", guard.on(reviews::review))
                .get("/health", guard.health(Services::database))
                .get("/openapi.json", OpenApi.beside(ReportRoutes.class))
                .build();
    }
}
