// SPDX-License-Identifier: Apache-2.0
package io.truename.migrate;

import io.truename.edge.EdgeApplication;
import io.truename.edge.EdgeService;
import io.truename.edge.corpus.CorpusServices;
import io.truename.edge.http.Settlement;
import io.truename.edge.log.EventLog;
import io.truename.edge.settings.Settings;
import io.truename.migrate.http.MigrateEvents;
import io.truename.migrate.http.MigrateRoutes;
import io.truename.pubsub.Publisher;
import java.time.Clock;
import java.util.Optional;

/** Composition root of {@code migrate}. */
public final class MigrateApplication extends EdgeApplication {
    @Override
    protected EdgeService start(Settings settings, EventLog events) {
        MigrateSettings read = MigrateSettings.read(settings);
        Clock clock = Clock.systemUTC();
        MigrateEvents told = new MigrateEvents(events);
        Optional<Publisher> publisher = CorpusServices.publisher(read.corpus());
        MigrateComponents components = new MigrateComponents(
                read, publisher, told, CorpusServices.metrics(read.corpus(), "migrate", clock), clock);
        Settlement settlement =
                new Settlement("migrate", CorpusServices.deadLetters(publisher, read.deadLettersTopic()), events);
        return new EdgeService(
                "migrate",
                MigrateRoutes.of(components.services(), told, clock, read.step(), settlement),
                MigrateEvents.REQUEST_ANSWERED,
                MigrateRoutes.STEPS,
                events);
    }
}
