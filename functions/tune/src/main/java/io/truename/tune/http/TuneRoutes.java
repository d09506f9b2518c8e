// SPDX-License-Identifier: Apache-2.0
package io.truename.tune.http;

import io.truename.catalog.Catalog;
import io.truename.edge.corpus.DatabaseGuard;
import io.truename.edge.http.OpenApi;
import io.truename.edge.http.Routes;
import io.truename.edge.http.Settlement;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;

/** Routes of {@code tune}. */
public final class TuneRoutes {
    /** Route that receives the deliveries of an event trigger. */
    public static final String INCIDENTS = "/incidents";

    private static final Duration RETRY = Duration.ofSeconds(10);

    private TuneRoutes() {}

    /**
     * All routes. The first call that needs a service creates it.
     *
     * @param services as {@link DatabaseGuard} takes them
     * @param settlement of messages
     */
    public static Routes of(
            Supplier<Services> services,
            Supplier<Catalog> catalog,
            TuneEvents events,
            Clock clock,
            Settlement settlement) {
        DatabaseGuard<Services> guard = new DatabaseGuard<>(services, events.ofCorpus());
        BaselineCalls baselines = new BaselineCalls(catalog, clock);
        BacktestCalls backtests = new BacktestCalls(catalog, clock);
        RegressionCalls regressions = new RegressionCalls(catalog, clock);
        CapacityCalls capacity = new CapacityCalls(catalog, clock);
        AnomalyCalls anomalies = new AnomalyCalls(catalog, clock);
        ProposalCalls proposals = new ProposalCalls(catalog, events);
        DecisionCalls decisions = new DecisionCalls(catalog, events, clock);
        ThresholdCalls thresholds = new ThresholdCalls(catalog, events, clock);
        IncidentCalls incidents = new IncidentCalls(catalog, events);
        AccuracyCalls accuracy = new AccuracyCalls(catalog, clock);
        TickCalls ticks = new TickCalls(events, clock);
        ActionCalls actions = new ActionCalls(catalog, clock);
        return Routes.builder()
                .post("/baselines", guard.on(baselines::describe))
                .post("/backtests", guard.on(backtests::run))
                .get("/regressions", guard.on(regressions::look))
                .get("/capacity", guard.on(capacity::foretell))
                .get("/anomalies", guard.on(anomalies::look))
                .postOrNothing("/proposals", guard.on(proposals::begin))
                .get("/proposals", guard.on(proposals::list))
                .get("/proposals/{id}", guard.on(proposals::find))
                .postOrNothing("/proposals/{id}/apply", guard.on(decisions::apply))
                .postOrNothing("/proposals/{id}/reject", guard.on(decisions::reject))
                .postOrMessage(
                        "/proposals/steps",
                        request -> guard.onMessage(with -> proposals.step(with, request), RETRY),
                        settlement)
                .get("/thresholds", guard.on(thresholds::list))
                .post("/rollback", guard.on(thresholds::rollBack))
                .postOrMessage(
                        INCIDENTS,
                        // A notification waits for a database or a setting: it is not at fault.
                        request -> guard.onMessage(with -> incidents.take(with, request), RETRY),
                        settlement)
                .get(INCIDENTS, guard.on(incidents::list))
                .post("/incidents/{id}/verdict", guard.on(incidents::judge))
                .get("/actions", guard.on(actions::list))
                .post("/actions/{action}/no", guard.on(actions::refuse))
                .postOrNothing("/actions/{action}/yes", guard.on(actions::allow))
                .get("/accuracy", guard.on(accuracy::list))
                .postOrMessage(
                        "/ticks", request -> guard.onMessage(with -> ticks.tick(with, request), RETRY), settlement)
                .get("/health", guard.health(Services::database))
                .get("/openapi.json", OpenApi.beside(TuneRoutes.class))
                .build();
    }
}
