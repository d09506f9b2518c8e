// SPDX-License-Identifier: Apache-2.0
package io.truename.probe;

import io.truename.catalog.CatalogReader;
import io.truename.edge.corpus.Missing;
import io.truename.edge.corpus.NotSetUpException;
import io.truename.edge.http.Settlement;
import io.truename.edge.log.EventCatalogContract;
import io.truename.edge.log.EventLog;
import io.truename.probe.http.ProbeEvents;
import io.truename.probe.http.ProbeRoutes;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

class EventCatalogTest extends EventCatalogContract {
    EventCatalogTest() {
        super(CatalogReader.read(Path.of("../../terraform/catalog")), "probe", "io.truename.probe");
    }

    @Override
    protected List<Path> writers() {
        return List.of(EDGE, Path.of("../../infra/corpus-edge"), Path.of("../../infra/monitoring"));
    }

    @Override
    protected Set<String> paths() {
        EventLog log = new EventLog(() -> System.out, Clock.systemUTC(), "");
        return ProbeRoutes.of(
                        () -> {
                            throw new NotSetUpException(Missing.DATABASE, "not asked for");
                        },
                        new ProbeEvents(log),
                        Clock.systemUTC(),
                        Duration.ofSeconds(1),
                        new Settlement("probe", Optional.empty(), log))
                .paths();
    }
}
