// SPDX-License-Identifier: Apache-2.0
package io.truename.probe;

import io.truename.edge.EdgeApplication;
import io.truename.edge.EdgeService;
import io.truename.edge.corpus.CorpusServices;
import io.truename.edge.http.Settlement;
import io.truename.edge.log.EventLog;
import io.truename.edge.settings.Settings;
import io.truename.probe.http.ProbeEvents;
import io.truename.probe.http.ProbeRoutes;
import io.truename.pubsub.Publisher;
import java.time.Clock;
import java.util.Optional;

/** Composition root of {@code probe}. */
public final class ProbeApplication extends EdgeApplication {
    @Override
    protected EdgeService start(Settings settings, EventLog events) {
        ProbeSettings read = ProbeSettings.read(settings);
        Clock clock = Clock.systemUTC();
        ProbeEvents told = new ProbeEvents(events);
        Optional<Publisher> publisher = CorpusServices.publisher(read.corpus());
        ProbeComponents components = new ProbeComponents(
                read, publisher, told, CorpusServices.metrics(read.corpus(), "probe", clock), clock);
        Settlement settlement =
                new Settlement("probe", CorpusServices.deadLetters(publisher, read.deadLettersTopic()), events);
        return new EdgeService(
                "probe",
                ProbeRoutes.of(components.services(), told, clock, read.step(), settlement),
                ProbeEvents.REQUEST_ANSWERED,
                ProbeRoutes.EVENTS,
                events);
    }
}
