// SPDX-License-Identifier: Apache-2.0
package io.truename.local.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Map;

/** Answers of the function probe for the stub server: a corpus with findings, a pipeline with losses. */
final class StubProbe {
    static final String FINDINGS = "/functions/probe/findings";
    static final String FINGERPRINT = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";

    private static final Map<String, String> ADDRESSES = Map.of(
            "findings", FINDINGS,
            "finding", FINDINGS + "/" + FINGERPRINT,
            "scans", "/functions/probe/scans",
            "stages", "/functions/probe/stages",
            "retrieval", "/functions/probe/retrieval",
            "score", "/functions/probe/score",
            "database", "/functions/probe/database",
            "known", "/functions/probe/known/stats",
            "self-checks", "/functions/probe/self-checks");

    private StubProbe() {}

    /** Sets all answers, and adds the function to the status. Returns the answers. */
    static ObjectNode serve(ConsoleStubServer cloud) throws IOException {
        ObjectNode fixture = (ObjectNode) ConsoleStubServer.resource("/console/probe.json");
        ADDRESSES.forEach(
                (name, address) -> cloud.answer(address, 200, fixture.get(name).toString()));
        ObjectNode status = cloud.status();
        status.withArray("functions")
                .addObject()
                .put("name", "probe")
                .put("url", "http://localhost:8900/functions/probe")
                .put("state", "RUNNING")
                .put("requests", 10)
                .put("failures", 0);
        cloud.show(status);
        return fixture;
    }
}
