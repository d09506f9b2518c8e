// SPDX-License-Identifier: Apache-2.0
package io.truename.generate;

import io.truename.catalog.CatalogReader;
import io.truename.edge.log.EventCatalogContract;
import io.truename.edge.log.EventLog;
import io.truename.edge.settings.Settings;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Set;

class EventCatalogTest extends EventCatalogContract {
    EventCatalogTest() {
        super(CatalogReader.read(Path.of("../../terraform/catalog")), "generate", "io.truename.generate");
    }

    @Override
    protected Set<String> paths() {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        EventLog events = new EventLog(() -> nowhere, Clock.systemUTC(), "");
        return new GenerateApplication()
                .start(new Settings(name -> null), events)
                .routes()
                .paths();
    }
}
