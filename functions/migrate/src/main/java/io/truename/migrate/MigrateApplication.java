// SPDX-License-Identifier: Apache-2.0
package io.truename.migrate;

import io.truename.edge.EdgeApplication;
import io.truename.edge.EdgeService;
import io.truename.edge.http.Settlement;
import io.truename.edge.log.EventLog;
import io.truename.edge.settings.Settings;
import io.truename.migrate.http.MigrateEvents;
import io.truename.migrate.http.MigrateRoutes;
import java.time.Clock;
import java.util.Optional;

/** Puts {@code migrate} together. */
public final class MigrateApplication extends EdgeApplication {
    @Override
    protected EdgeService start(Settings settings, EventLog events) {
        MigrateSettings read = MigrateSettings.read(settings);
        Clock clock = Clock.systemUTC();
        MigrateEvents told = new MigrateEvents(events);
        Wiring wiring = new Wiring(read, told, clock);
        return new EdgeService(
                "migrate",
                MigrateRoutes.of(
                        wiring::services,
                        told,
                        clock,
                        read.step(),
                        new Settlement("migrate", Optional.empty(), events)),
                MigrateRoutes.STEPS,
                events);
    }
}
