// SPDX-License-Identifier: Apache-2.0
package io.truename.report;

import io.truename.edge.EdgeService;
import io.truename.edge.log.EventCatalogContract;
import io.truename.edge.log.EventLog;
import io.truename.edge.settings.Settings;

class EventCatalogTest extends EventCatalogContract {
    EventCatalogTest() {
        super("report", "infra/corpus-edge", "infra/monitoring");
    }

    @Override
    protected EdgeService start(Settings settings, EventLog events) {
        return new ReportApplication().start(settings, events);
    }
}
