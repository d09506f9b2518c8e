// SPDX-License-Identifier: Apache-2.0
package io.truename.report;

import io.truename.edge.EdgeApplication;
import io.truename.edge.EdgeService;
import io.truename.edge.corpus.CorpusServices;
import io.truename.edge.http.Settlement;
import io.truename.edge.log.EventLog;
import io.truename.edge.settings.Settings;
import io.truename.pubsub.Publisher;
import io.truename.report.http.ReportEvents;
import io.truename.report.http.ReportRoutes;
import java.time.Clock;
import java.util.Optional;

/** Composition root of {@code report}. */
public final class ReportApplication extends EdgeApplication {
    @Override
    protected EdgeService start(Settings settings, EventLog events) {
        ReportSettings read = ReportSettings.read(settings);
        Clock clock = Clock.systemUTC();
        Optional<Publisher> publisher = CorpusServices.publisher(read.corpus());
        ReportComponents components = new ReportComponents(read, publisher, clock);
        Settlement settlement =
                new Settlement("report", CorpusServices.deadLetters(publisher, read.deadLettersTopic()), events);
        return new EdgeService(
                "report",
                ReportRoutes.of(
                        components.services(), new ReportEvents(events), read.links(), read.zone(), clock, settlement),
                ReportEvents.REQUEST_ANSWERED,
                ReportRoutes.STEPS,
                events);
    }
}
