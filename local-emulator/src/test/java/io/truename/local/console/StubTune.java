// SPDX-License-Identifier: Apache-2.0
package io.truename.local.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/** Answers of the function tune for the stub server: a proposal to be decided, one that is in force, and judged incidents. */
final class StubTune {
    static final String PROPOSALS = "/functions/tune/proposals";
    static final String INCIDENTS = "/functions/tune/incidents";

    private StubTune() {}

    /** Sets all answers, and adds the function and the alerts to the status. Returns the answers. */
    static ObjectNode serve(ConsoleStubServer cloud) throws IOException {
        StubAlerts.serve(cloud);
        ObjectNode fixture = (ObjectNode) ConsoleStubServer.resource("/console/tuning.json");
        cloud.answer(PROPOSALS, 200, fixture.get("proposals").toString());
        cloud.answer(INCIDENTS, 200, fixture.get("incidents").toString());
        cloud.answer(
                "/functions/tune/thresholds", 200, fixture.get("thresholds").toString());
        show(cloud, fixture.get("ready"));
        show(cloud, fixture.get("applied"));
        ObjectNode status = cloud.status();
        status.withArray("functions")
                .addObject()
                .put("name", "tune")
                .put("url", "http://localhost:8900/functions/tune")
                .put("state", "RUNNING")
                .put("requests", 10)
                .put("failures", 0);
        cloud.show(status);
        return fixture;
    }

    static void show(ConsoleStubServer cloud, JsonNode proposal) {
        cloud.answer(address(proposal), 200, proposal.toString());
    }

    static String address(JsonNode proposal) {
        return PROPOSALS + "/" + proposal.path("id").asText();
    }
}
