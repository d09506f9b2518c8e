// SPDX-License-Identifier: Apache-2.0
package io.truename.generate;

import io.truename.edge.EdgeService;
import io.truename.edge.log.EventCatalogContract;
import io.truename.edge.log.EventLog;
import io.truename.edge.settings.Settings;

class EventCatalogTest extends EventCatalogContract {
    EventCatalogTest() {
        super("generate");
    }

    @Override
    protected EdgeService start(Settings settings, EventLog events) {
        return new GenerateApplication().start(settings, events);
    }
}
