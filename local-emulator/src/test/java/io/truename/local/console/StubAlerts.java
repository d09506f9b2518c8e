// SPDX-License-Identifier: Apache-2.0
package io.truename.local.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Map;

/** Answers of the alerts for the stub server: latency burns an objective. */
final class StubAlerts {
    static final String INCIDENT = "i-1";

    private static final Map<String, String> ADDRESSES = Map.of(
            "alerts", "/api/alerts",
            "incidents", "/api/incidents",
            "incident", "/api/incidents/" + INCIDENT,
            "slos", "/api/slos");

    private StubAlerts() {}

    /** Sets all answers, and adds alerts to the status. */
    static void serve(ConsoleStubServer cloud) throws IOException {
        ObjectNode fixture = (ObjectNode) ConsoleStubServer.resource("/console/alerts.json");
        ADDRESSES.forEach(
                (name, address) -> cloud.answer(address, 200, fixture.get(name).toString()));
        ObjectNode status = cloud.status();
        status.putObject("alerts").put("policies", 8).put("open", 4);
        cloud.show(status);
    }
}
