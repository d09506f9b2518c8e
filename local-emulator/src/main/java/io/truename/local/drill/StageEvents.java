// SPDX-License-Identifier: Apache-2.0
package io.truename.local.drill;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.truename.local.story.FunctionClient;
import java.time.Instant;
import java.util.UUID;

/** Events of stages in one request to {@code probe}, as a pipeline sends them. */
final class StageEvents {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ObjectNode body = JSON.createObjectNode();
    private final ArrayNode events = body.putArray("events");

    /** Adds that a stage was done with a document under the id {@code used}. */
    ObjectNode add(String stage, StoredDocument document, UUID used, Instant at) {
        return events.addObject()
                .put("stage", stage)
                .put("documentId", used.toString())
                .put("userId", document.userId())
                .put("contentHash", document.sha256())
                .put("at", at.toString());
    }

    void send(FunctionClient probe) throws InterruptedException {
        probe.post("/events", body.toString());
    }
}
