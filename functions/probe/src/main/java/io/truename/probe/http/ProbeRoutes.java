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
        return Routes.builder()
                .get("/health", guard.health(Services::database))
                .get("/openapi.json", OpenApi.beside(ProbeRoutes.class))
                .build();
    }
}
