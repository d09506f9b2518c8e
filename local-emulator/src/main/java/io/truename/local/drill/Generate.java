// SPDX-License-Identifier: Apache-2.0
package io.truename.local.drill;

import com.fasterxml.jackson.databind.JsonNode;
import io.truename.local.story.FunctionClient;
import io.truename.local.story.MismatchException;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Requests to {@code generate}, and revisions of it. */
final class Generate {
    private static final String DOCUMENT =
            "{\"items\":[{\"kind\":\"document\",\"userId\":\"user-1\",\"fileSha256\":\"" + "5e".repeat(32) + "\"}]}";
    private static final String DEPLOY = "/functions/generate/deploy";

    /** So few that the instance is not busy. */
    private static final int PER_SECOND = 150;

    private static final int LOOKS = 100;
    private static final int BATCHES = 60;

    private final FunctionClient cloud;
    private final Burst ids;

    Generate(URI gateway, FunctionClient cloud) {
        this.cloud = cloud;
        this.ids = new Burst(gateway, "/functions/generate/ids");
    }

    /** Sends requests at once; returns the number of failed ones. */
    int ask(int requests) {
        return ids.atOnce(requests, DOCUMENT);
    }

    /** Sends requests evenly; returns the number of failed ones. */
    int askEvenly(int requests) throws InterruptedException {
        return ids.evenly(requests, PER_SECOND, DOCUMENT);
    }

    /** Sends large requests for a while, one after another on each of several connections. */
    int askForMany(int requests) {
        StringBuilder items = new StringBuilder("{\"items\":[");
        for (int i = 0; i < 1_000; i++) {
            items.append(i == 0 ? "" : ",")
                    .append(
                            "{\"kind\":\"chunk\",\"documentId\":\"7d444840-9dc0-51d1-b245-5ffdce74fad2\",\"chunker\":\"drill\",")
                    .append("\"chunkerVersion\":\"1\",\"ordinal\":")
                    .append(i)
                    .append('}');
        }
        return ids.atOnce(requests, items.append("]}").toString());
    }

    /** Deploys a revision that refuses to start. */
    void deployBroken() throws InterruptedException {
        cloud.post(DEPLOY, "{\"environment\":{\"TRUENAME_NAMESPACE\":\"no namespace\"}}");
    }

    /** Deploys the catalog's revision. */
    void deploy() throws InterruptedException {
        cloud.post(DEPLOY, "{\"environment\":{}}");
    }

    void kill() throws InterruptedException {
        cloud.post("/functions/generate/kill", "{}");
    }

    /** Deploys a revision that has a tenth more memory than the present one uses, and waits until it uses its own. */
    void deployTight() throws InterruptedException {
        ask(1);
        long used = await(status -> status.path("usedMiB").asLong() > 0)
                .path("usedMiB")
                .asLong();
        cloud.post(DEPLOY, "{\"environment\":{},\"memoryMiB\":" + Math.max(128, used * 11 / 10) + "}");
        ask(1);
        await(status ->
                status.path("usedMiB").asLong() > 0.8 * status.path("memoryMiB").asLong());
    }

    private JsonNode await(Predicate<JsonNode> wanted) throws InterruptedException {
        JsonNode status = status();
        for (int look = 0; !wanted.test(status); look++) {
            if (look == LOOKS) {
                throw new MismatchException("generate did not use its memory: " + status);
            }
            TimeUnit.MILLISECONDS.sleep(100);
            status = status();
        }
        return status;
    }

    private JsonNode status() throws InterruptedException {
        for (JsonNode part : cloud.get("/status?log=off").path("functions")) {
            if (part.path("name").asText().equals("generate")) {
                return part;
            }
        }
        throw new MismatchException("the local cloud has no function generate");
    }
}
