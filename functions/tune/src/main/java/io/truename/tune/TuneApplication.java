// SPDX-License-Identifier: Apache-2.0
package io.truename.tune;

import io.truename.catalog.Catalog;
import io.truename.catalog.CatalogReader;
import io.truename.edge.EdgeApplication;
import io.truename.edge.EdgeService;
import io.truename.edge.corpus.CorpusServices;
import io.truename.edge.corpus.LazyServices;
import io.truename.edge.http.Settlement;
import io.truename.edge.log.EventLog;
import io.truename.edge.settings.Settings;
import io.truename.pubsub.Publisher;
import io.truename.tune.http.TuneEvents;
import io.truename.tune.http.TuneRoutes;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Supplier;

/** Composition root of {@code tune}. */
public final class TuneApplication extends EdgeApplication {
    @Override
    protected EdgeService start(Settings settings, EventLog events) {
        TuneSettings read = TuneSettings.read(settings);
        Clock clock = Clock.systemUTC();
        Supplier<Catalog> catalog = new LazyServices<>(CatalogReader::installed);
        TuneEvents told = new TuneEvents(events);
        Optional<Publisher> publisher = CorpusServices.publisher(read.corpus());
        TuneComponents components = new TuneComponents(read, catalog, publisher, clock);
        Settlement settlement =
                new Settlement("tune", CorpusServices.deadLetters(publisher, read.deadLettersTopic()), events);
        return new EdgeService(
                "tune",
                TuneRoutes.of(components.services(), catalog, told, clock, settlement),
                TuneEvents.REQUEST_ANSWERED,
                TuneRoutes.INCIDENTS,
                events);
    }
}
