// SPDX-License-Identifier: Apache-2.0
package io.truename.local.story.probe;

import com.fasterxml.jackson.databind.JsonNode;
import io.truename.local.story.FunctionClient;
import io.truename.local.story.MismatchException;
import io.truename.local.story.StoryFailedException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** HTTP client of {@code probe}. */
final class ProbeClient {
    private final FunctionClient probe;

    ProbeClient(URI gateway) {
        this.probe = new FunctionClient(gateway, "probe");
    }

    /** Scans the whole corpus. Returns the scan when it is done; {@code seen} gets it after each look. */
    JsonNode scan(Consumer<JsonNode> seen) throws InterruptedException {
        JsonNode scan = probe.post("/scans", "{\"kind\":\"full\"}");
        seen.accept(scan);
        while (scan.path("state").asText().equals("RUNNING")) {
            TimeUnit.MILLISECONDS.sleep(300);
            scan = probe.get("/scans/" + scan.path("id").asText());
            seen.accept(scan);
        }
        if (!scan.path("state").asText().equals("DONE")) {
            throw new StoryFailedException(
                    "the scan failed (" + scan.path("error").asText("no reason given") + "): look at the log of probe.",
                    false,
                    null);
        }
        return scan;
    }

    /** Returns the findings of a state, such as {@code OPEN}. */
    List<JsonNode> findings(String state) throws InterruptedException {
        List<JsonNode> findings = new ArrayList<>();
        String after = "";
        while (true) {
            JsonNode page = probe.get("/findings?limit=100&state=" + state + after);
            page.path("items").forEach(findings::add);
            if (!page.path("next").isTextual()) {
                return findings;
            }
            after = "&after=" + page.path("next").asText();
        }
    }

    /** Keeps a report on the health of the production, as the schedule does every quarter of an hour. */
    void reportHealth() throws InterruptedException {
        probe.post("/production-health", "{}");
    }

    /** Asks twice whether a stored upload is known, as two uploaders would: the second answer comes from memory. */
    void requireKnown(LateUpload upload) throws InterruptedException {
        for (int uploader = 0; uploader < 2; uploader++) {
            JsonNode known = probe.get("/known?user=" + upload.userId() + "&contentHash=" + upload.sha256());
            if (!known.path("id").asText().equals(upload.documentId().toString())) {
                throw new MismatchException("the probe does not know the stored document " + upload.documentId());
            }
        }
    }

    /** Returns how the stages of a day agree. */
    JsonNode stages() throws InterruptedException {
        return probe.get("/stages");
    }

    /** Returns the retrievals of a day. */
    JsonNode retrieval() throws InterruptedException {
        return probe.get("/retrieval");
    }

    /** Returns the retrievals of one user. */
    JsonNode retrieval(String user) throws InterruptedException {
        return probe.get("/retrieval/users/" + user);
    }

    /** Sends events; all are counted when this returns. */
    void send(StageEvents events) throws InterruptedException {
        JsonNode taken = probe.post("/events", events.json());
        if (taken.path("counted").asInt() != events.count()) {
            throw new MismatchException("the probe counted "
                    + taken.path("counted").asInt() + " of " + events.count() + " new stage events");
        }
    }
}
