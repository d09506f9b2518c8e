// SPDX-License-Identifier: Apache-2.0
package io.truename.probe;

import io.truename.edge.EdgeApplication;
import io.truename.edge.EdgeService;
import io.truename.edge.event.DeadLetters;
import io.truename.edge.http.Settlement;
import io.truename.edge.log.EventLog;
import io.truename.edge.settings.Settings;
import io.truename.monitoring.CloudMonitoringWriter;
import io.truename.monitoring.Metrics;
import io.truename.monitoring.MonitoredInstance;
import io.truename.probe.http.ProbeEvents;
import io.truename.probe.http.ProbeRoutes;
import io.truename.pubsub.Message;
import io.truename.pubsub.PubSubEndpoint;
import io.truename.pubsub.PubSubPublisher;
import io.truename.pubsub.Publisher;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;

/** Composition root of {@code probe}. */
public final class ProbeApplication extends EdgeApplication {
    @Override
    protected EdgeService start(Settings settings, EventLog events) {
        ProbeSettings read = ProbeSettings.read(settings);
        Clock clock = Clock.systemUTC();
        ProbeEvents told = new ProbeEvents(events);
        Optional<Publisher> publisher = read.corpus()
                .project()
                .map(project -> new PubSubPublisher(
                        new PubSubEndpoint(project, read.corpus().pubSubEmulator())));
        ProbeComponents components = new ProbeComponents(read, publisher, told, metrics(read, clock), clock);
        Settlement settlement = new Settlement("probe", deadLetters(publisher, read.deadLettersTopic()), events);
        return new EdgeService(
                "probe",
                ProbeRoutes.of(components.services(), told, clock, read.step(), settlement),
                ProbeEvents.REQUEST_ANSWERED,
                ProbeRoutes.EVENTS,
                events);
    }

    private static Metrics metrics(ProbeSettings read, Clock clock) {
        return read.corpus()
                .monitoring()
                .<Metrics>map(endpoint -> new CloudMonitoringWriter(
                        endpoint,
                        new MonitoredInstance(
                                read.corpus().region(),
                                "probe",
                                UUID.randomUUID().toString()),
                        clock))
                .orElse(Metrics.NONE);
    }

    private static Optional<DeadLetters> deadLetters(Optional<Publisher> publisher, Optional<String> topic) {
        return publisher.flatMap(topics -> topic.map(name ->
                letter -> topics.publish(name, new Message(letter.data(), letter.attributes(), Optional.empty()))));
    }
}
