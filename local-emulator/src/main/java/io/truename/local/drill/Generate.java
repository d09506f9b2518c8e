// SPDX-License-Identifier: Apache-2.0
package io.truename.local.drill;

import com.fasterxml.jackson.databind.JsonNode;
import io.truename.local.story.FunctionClient;
import io.truename.local.story.MismatchException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Requests to {@code generate}, and revisions of it. */
final class Generate {
    /** Alert that an instance may open which does little more than start. */
    static final String BUSY = "cpu-high";

    /** Alerts that the first requests of a new instance may open, which wait for its start. */
    static final List<String> SLOW = List.of(
            "latency-high",
            "latency-raised",
            "generation-latency-shifted",
            "generate-latency-fast",
            "generate-latency-slow",
            "generate-latency-ticket",
            "generate-latency-budget");

    /** Alerts that an instance which ends in the middle of requests may open. */
    static final List<String> FAILING = List.of(
            "generate-failures",
            "error-rate-high",
            "error-rate-raised",
            "generate-availability-fast",
            "generate-availability-slow",
            "generate-availability-ticket",
            "generate-availability-budget");

    /** Alerts that instances which start, fail and start again may open. */
    static final List<String> STARTING =
            Stream.of(SLOW, FAILING, List.of(BUSY)).flatMap(List::stream).toList();

    private static final String DOCUMENT =
            "{\"items\":[{\"kind\":\"document\",\"userId\":\"user-1\",\"fileSha256\":\"" + "5e".repeat(32) + "\"}]}";
    private static final String DEPLOY = "/functions/generate/deploy";

    /** So few that the instance is not busy. */
    private static final int PER_SECOND = 150;

    private static final int LOOKS = 30;
    private static final int BATCHES = 4;
    private static final int LEAST_MIB = 128;
    private static final int MORE_MIB = 8;
    private static final double ALMOST_ALL = 0.83;

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

    /** Deploys a revision that has hardly more memory than it needs, and gives it more and more work until it uses that. */
    void deployTight() throws InterruptedException {
        long memory = LEAST_MIB;
        deployWith(memory);
        for (int look = 1; look <= LOOKS; look++) {
            askForMany(BATCHES + look);
            TimeUnit.MILLISECONDS.sleep(600);
            long used = status().path("usedMiB").asLong();
            // More than all of it was used by the instance before.
            if (used > memory * ALMOST_ALL && used <= memory) {
                // One of twenty samples of five minutes must show it.
                TimeUnit.SECONDS.sleep(3);
                return;
            }
            if (used == 0) {
                // It needed more and was ended.
                memory += MORE_MIB;
                deployWith(memory);
            }
        }
        throw new MismatchException("generate did not use its memory: " + status());
    }

    private void deployWith(long memoryMiB) throws InterruptedException {
        cloud.post(DEPLOY, "{\"environment\":{},\"memoryMiB\":" + memoryMiB + "}");
    }

    /** Returns the share of a processor that the instance used within the last second. */
    double processor() throws InterruptedException {
        return status().path("processor").asDouble();
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
