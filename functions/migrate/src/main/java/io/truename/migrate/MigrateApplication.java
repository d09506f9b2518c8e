// SPDX-License-Identifier: Apache-2.0
package io.truename.migrate;

import io.truename.edge.EdgeApplication;
import io.truename.edge.EdgeService;
import io.truename.edge.event.DeadLetters;
import io.truename.edge.http.Settlement;
import io.truename.edge.log.EventLog;
import io.truename.edge.settings.Settings;
import io.truename.migrate.http.MigrateEvents;
import io.truename.migrate.http.MigrateRoutes;
import io.truename.monitoring.CloudMonitoringWriter;
import io.truename.monitoring.Metrics;
import io.truename.monitoring.MonitoredInstance;
import io.truename.pubsub.Message;
import io.truename.pubsub.PubSubEndpoint;
import io.truename.pubsub.PubSubPublisher;
import io.truename.pubsub.Publisher;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;

/** Composition root of {@code migrate}. */
public final class MigrateApplication extends EdgeApplication {
    @Override
    protected EdgeService start(Settings settings, EventLog events) {
        MigrateSettings read = MigrateSettings.read(settings);
        Clock clock = Clock.systemUTC();
        MigrateEvents told = new MigrateEvents(events);
        Optional<Publisher> publisher = read.corpus()
                .project()
                .map(project -> new PubSubPublisher(
                        new PubSubEndpoint(project, read.corpus().pubSubEmulator())));
        MigrateComponents components = new MigrateComponents(read, publisher, told, metrics(read, clock), clock);
        Settlement settlement = new Settlement("migrate", deadLetters(publisher, read.deadLettersTopic()), events);
        return new EdgeService(
                "migrate",
                MigrateRoutes.of(components.services(), told, clock, read.step(), settlement),
                MigrateEvents.REQUEST_ANSWERED,
                MigrateRoutes.STEPS,
                events);
    }

    private static Metrics metrics(MigrateSettings read, Clock clock) {
        return read.corpus()
                .monitoring()
                .<Metrics>map(endpoint -> new CloudMonitoringWriter(
                        endpoint,
                        new MonitoredInstance(
                                read.corpus().region(),
                                "migrate",
                                UUID.randomUUID().toString()),
                        clock))
                .orElse(Metrics.NONE);
    }

    private static Optional<DeadLetters> deadLetters(Optional<Publisher> publisher, Optional<String> topic) {
        return publisher.flatMap(topics -> topic.map(name ->
                letter -> topics.publish(name, new Message(letter.data(), letter.attributes(), Optional.empty()))));
    }
}
