// SPDX-License-Identifier: Apache-2.0
package io.truename.local.story.probe;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.UUID;

/** Events of stages, as a pipeline posts them in one request. */
final class StageEvents {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ObjectNode body = JSON.createObjectNode();
    private final ArrayNode events = body.putArray("events");

    /** Adds that a stage was done with an upload under the id {@code used}. */
    StageEvents done(String stage, LateUpload upload, UUID used, Instant at) {
        event(stage, upload, used, at);
        return this;
    }

    /** The same of a stage that wrote rows. */
    StageEvents wrote(String stage, LateUpload upload, UUID used, Instant at, int rows) {
        event(stage, upload, used, at).put("rows", rows);
        return this;
    }

    /** Adds that the owner looked the upload up by its true id. */
    StageEvents lookedUp(LateUpload upload, Instant at, boolean found) {
        event("retrieved", upload, upload.documentId(), at).put("found", found);
        return this;
    }

    int count() {
        return events.size();
    }

    String json() {
        return body.toString();
    }

    private ObjectNode event(String stage, LateUpload upload, UUID used, Instant at) {
        return events.addObject()
                .put("stage", stage)
                .put("documentId", used.toString())
                .put("userId", upload.userId())
                .put("contentHash", upload.sha256())
                .put("at", at.toString());
    }
}
