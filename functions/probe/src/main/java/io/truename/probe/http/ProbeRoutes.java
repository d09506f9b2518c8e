// SPDX-License-Identifier: Apache-2.0
package io.truename.probe.http;

import io.truename.edge.corpus.DatabaseGuard;
import io.truename.edge.http.OpenApi;
import io.truename.edge.http.Routes;
import io.truename.edge.http.Settlement;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;

/** Routes of {@code probe}. */
public final class ProbeRoutes {
    /** Route that receives the deliveries of an event trigger. */
    public static final String EVENTS = "/events";

    /** Route that receives the messages by which scans go on. */
    public static final String SCAN_STEPS = "/scans/steps";

    private static final String PRODUCTION_HEALTH = "/production-health";
    private static final String SELF_CHECKS = "/self-checks";
    private static final Duration RETRY = Duration.ofSeconds(10);

    private ProbeRoutes() {}

    /**
     * All routes. The first call that needs a service creates it.
     *
     * @param services as {@link DatabaseGuard} takes them
     * @param settlement of messages
     * @param step how long a call may scan
     */
    public static Routes of(
            Supplier<Services> services, ProbeEvents events, Clock clock, Duration step, Settlement settlement) {
        DatabaseGuard<Services> guard = new DatabaseGuard<>(services, events.ofCorpus());
        ScanCalls scans = new ScanCalls(clock, step);
        FindingCalls findings = new FindingCalls(clock);
        EventCalls eventCalls = new EventCalls(events, clock);
        StageCalls stages = new StageCalls(clock);
        RetrievalCalls retrieval = new RetrievalCalls(clock);
        KnownCalls known = new KnownCalls(events);
        return Routes.builder()
                .postOrNothing("/scans", guard.on(ScanCalls::begin))
                .get("/scans", guard.on(ScanCalls::list))
                .get("/scans/{id}", guard.on(ScanCalls::find))
                .postOrMessage(
                        SCAN_STEPS,
                        // A step waits for a database or a setting: its message is not at fault.
                        request -> guard.onMessage(with -> scans.step(with, request), RETRY),
                        settlement)
                .get("/findings", guard.on(findings::list))
                .get("/findings/{fingerprint}", guard.on(FindingCalls::find))
                .post("/findings/{fingerprint}/acknowledge", guard.on(findings::acknowledge))
                .postOrMessage(
                        EVENTS,
                        // An event waits for a database or a setting: its message is not at fault.
                        request -> guard.onMessage(with -> eventCalls.take(with, request), RETRY),
                        settlement)
                .get("/stages", guard.on(stages::show))
                .get("/retrieval", guard.on(retrieval::overall))
                .get("/retrieval/users", guard.on(retrieval::ofNamedUser))
                .get("/retrieval/users/{id}", guard.on(retrieval::ofUser))
                .get("/known", guard.on(known::find))
                .post("/known", guard.on(known::findAll))
                .get("/database", guard.on(DatabaseCalls::advise))
                .get("/score", guard.on(HealthCalls::score))
                .get(PRODUCTION_HEALTH, guard.on(HealthCalls::look))
                .postOrMessage(
                        PRODUCTION_HEALTH,
                        request -> guard.onMessage(with -> HealthCalls.record(with, request), RETRY),
                        settlement)
                .postOrMessage(
                        SELF_CHECKS,
                        request -> guard.onMessage(with -> SelfCheckCalls.run(with, request), RETRY),
                        settlement)
                .get(SELF_CHECKS, guard.on(SelfCheckCalls::list))
                .get("/known/stats", guard.on(KnownCalls::stats))
                .post("/known/warm", guard.on(KnownCalls::warm))
                .postOrMessage(
                        "/known/changes",
                        request -> guard.onMessage(with -> known.change(with, request), RETRY),
                        settlement)
                .get("/health", guard.health(Services::database))
                .get("/openapi.json", OpenApi.beside(ProbeRoutes.class))
                .build();
    }
}
