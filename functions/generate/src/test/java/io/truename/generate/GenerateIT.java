// SPDX-License-Identifier: Apache-2.0
package io.truename.generate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.truename.testkit.InvokerProcess;
import io.truename.testkit.openapi.OpenApiDocument;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is deployed, in the framework's own process; every answer is held against the description it serves. */
class GenerateIT {
    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final int EIGHT_MIB = 8 * 1024 * 1024;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private static InvokerProcess function;
    private static HttpClient client;
    private static OpenApiDocument description;

    @BeforeAll
    static void start() throws Exception {
        function = Deployable.process().environment("GOOGLE_CLOUD_PROJECT", "p").start();
        client = HttpClient.newHttpClient();
        HttpResponse<String> served = client.send(
                HttpRequest.newBuilder(function.uri("/openapi.json")).build(), BodyHandlers.ofString());
        description = OpenApiDocument.of(served.body());
    }

    @AfterAll
    static void stop() {
        function.close();
    }

    @Test
    void ids_knownAnswers() throws Exception {
        assertThat(post("/ids", "{\"items\":[" + ItemReaderTest.DOCUMENT + "," + ItemReaderTest.CHUNK + "]}")
                        .body())
                .isEqualTo("{\"namespace\":\"6c8a1e6e-1f0b-4aa8-9f0a-1a7c2e6f2b42\",\"items\":["
                        + "{\"kind\":\"document\",\"id\":\"bf33f793-7447-5c56-a7da-9ffa2f8aa79d\"},"
                        + "{\"kind\":\"chunk\",\"id\":\"0e43e111-00f4-5877-9c66-147ba87ef38f\"}]}");
    }

    @Test
    void ids_job_isRandomV4() throws Exception {
        String one = post("/ids", "{\"kind\":\"job\"}").body();
        assertThat(one)
                .matches(
                        "\\{\"kind\":\"job\",\"id\":\"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\"}");
        assertThat(post("/ids", "{\"kind\":\"job\"}").body()).isNotEqualTo(one);
    }

    @Test
    void ids_badItem_refusesTheWholeBatchWithEveryProblem() throws Exception {
        HttpResponse<String> response = post(
                "/ids",
                "{\"items\":[" + ItemReaderTest.DOCUMENT
                        + ",{\"kind\":\"document\",\"userId\":\"alice smith\",\"fileSha256\":\"abc\",\"colour\":1}]}");

        assertThat(response.statusCode()).isEqualTo(400);
        JsonNode problems = MAPPER.readTree(response.body()).path("problems");
        assertThat(problems.findValuesAsText("pointer"))
                .containsExactlyInAnyOrder("/items/1/userId", "/items/1/fileSha256", "/items/1/colour");
        assertThat(response.body()).doesNotContain("alice", "abc", "bf33f793");
    }

    @Test
    void ids_tenThousand_isTheMost() throws Exception {
        HttpResponse<String> most = post("/ids", batch(10_000));
        assertThat(most.statusCode()).isEqualTo(200);
        assertThat(MAPPER.readTree(most.body()).path("items")).hasSize(10_000);

        HttpResponse<String> more = post("/ids", batch(10_001));
        assertThat(more.statusCode()).isEqualTo(400);
        assertThat(more.body()).contains("\"pointer\":\"/items\"", "10001 items");
    }

    @Test
    void ids_eightMebibytes_isTheMost() throws Exception {
        byte[] most = padded(EIGHT_MIB);
        assertThat(send("POST", "/ids", BodyPublishers.ofByteArray(most)).statusCode())
                .isEqualTo(200);
        HttpResponse<String> refused = send("POST", "/ids", BodyPublishers.ofByteArray(padded(EIGHT_MIB + 1)));
        assertThat(refused.statusCode()).isEqualTo(413);
        assertThat(refused.body()).contains("8388608");
    }

    @Test
    void verify_tellsTrueFromFalse() throws Exception {
        String right = ItemReaderTest.DOCUMENT.replace("}", ",\"id\":\"BF33F793-7447-5c56-a7da-9ffa2f8aa79d\"}");
        String wrong = ItemReaderTest.DOCUMENT.replace("}", ",\"id\":\"" + ItemReaderTest.UUID_TEXT + "\"}");
        assertThat(post("/ids/verify", "{\"items\":[" + right + "," + wrong + "]}")
                        .body())
                .isEqualTo(
                        "{\"items\":[{\"valid\":true},{\"valid\":false,\"expected\":\"bf33f793-7447-5c56-a7da-9ffa2f8aa79d\"}]}");
        assertThat(post("/ids/verify", right).body()).isEqualTo("{\"valid\":true}");
        assertThat(post("/ids/verify", wrong).statusCode()).isEqualTo(200);
        assertThat(post("/ids/verify", ItemReaderTest.DOCUMENT).statusCode()).isEqualTo(400);
    }

    @Test
    void health_andDescription() throws Exception {
        assertThat(get("/health").body()).contains("\"status\":\"up\"");
        assertThat(get("/openapi.json").body()).contains("\"openapi\": \"3.1.0\"");
    }

    @Test
    void selfChecks_byRequest_byMessage_andByNothingElse() throws Exception {
        assertThat(post("/self-checks", "{}").statusCode()).isEqualTo(200);
        String data = Base64.getEncoder().encodeToString("{}".getBytes(StandardCharsets.UTF_8));
        String message = "{\"message\":{\"data\":\"" + data
                + "\",\"attributes\":{\"reason\":\"schedule\"},\"messageId\":\"70000001\"},\"subscription\":\"projects/p/subscriptions/s\"}";
        assertThat(post("/self-checks", message).statusCode()).isEqualTo(200);
        assertThat(awaitLine("\"messageId\":\"70000001\"")).contains("\"route\":\"/self-checks\"");
        assertThat(post("/self-checks", "{\"now\":true}").statusCode()).isEqualTo(400);
    }

    @Test
    void errors_areAllDescribed() throws Exception {
        for (String path : List.of("/ids", "/ids/verify", "/self-checks")) {
            HttpResponse<String> wrongMethod = send("GET", path, BodyPublishers.noBody());
            assertThat(wrongMethod.statusCode()).isEqualTo(405);
            assertThat(wrongMethod.headers().firstValue("Allow")).contains("POST");
            assertThat(post(path, "{").statusCode()).isEqualTo(400);
            assertThat(sendAs("text/plain", path).statusCode()).isEqualTo(415);
            assertThat(send("POST", path, BodyPublishers.ofByteArray(padded(EIGHT_MIB + 1)))
                            .statusCode())
                    .isEqualTo(413);
        }
        for (String path : List.of("/health", "/openapi.json")) {
            HttpResponse<String> wrongMethod = post(path, "{}");
            assertThat(wrongMethod.statusCode()).isEqualTo(405);
            assertThat(wrongMethod.headers().firstValue("Allow")).contains("GET, HEAD");
        }
    }

    @Test
    void unknownPath_isAProblem() throws Exception {
        HttpResponse<String> response = client.send(
                HttpRequest.newBuilder(function.uri("/nowhere?userId=alice")).build(), BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.headers().firstValue("content-type")).contains("application/problem+json;charset=utf-8");
        assertThat(response.body()).doesNotContain("nowhere", "alice");
    }

    @Test
    void log_hasOneLineForARequest_withTheseKeys() throws Exception {
        String trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        client.send(
                HttpRequest.newBuilder(function.uri("/ids"))
                        .header("content-type", "application/json")
                        .header("traceparent", "00-" + trace + "-00f067aa0ba902b7-01")
                        .POST(BodyPublishers.ofString(
                                "{\"items\":[" + ItemReaderTest.DOCUMENT + "," + ItemReaderTest.DOCUMENT + "]}"))
                        .build(),
                BodyHandlers.discarding());

        JsonNode line = MAPPER.readTree(awaitLine(trace));
        List<String> keys = new ArrayList<>();
        line.fieldNames().forEachRemaining(keys::add);
        // Log-based metrics read these: a change here is a change of terraform/ as well.
        assertThat(keys)
                .containsExactlyInAnyOrder(
                        "severity",
                        "time",
                        "message",
                        "event",
                        "logging.googleapis.com/trace",
                        "logging.googleapis.com/spanId",
                        "logging.googleapis.com/trace_sampled",
                        "function",
                        "route",
                        "status",
                        "outcome",
                        "durationMs",
                        "requestBytes",
                        "responseBytes",
                        "items",
                        "duplicates",
                        "collisions",
                        "count");
        assertThat(line.path("event").asText()).isEqualTo("request.answered");
        assertThat(line.path("logging.googleapis.com/trace").asText()).isEqualTo("projects/p/traces/" + trace);
        assertThat(line.path("items").toString()).contains("\"document\":2", "\"chunk\":0", "\"job\":0");
        assertThat(line.path("duplicates").asInt()).isEqualTo(1);
        assertThat(line.path("durationMs").asDouble()).isPositive();
        assertThat(function.output().all().stream().filter(text -> text.contains(trace)))
                .hasSize(1);
    }

    @Test
    void log_startsWithTheSelfCheck() {
        String event = function.output()
                .await(line -> line.contains("identity.self_check"), DEADLINE)
                .orElseThrow();
        assertThat(event).contains("\"reason\":\"start\"", "\"outcome\":\"agreed\"", "\"severity\":\"INFO\"");
    }

    // What a reader copies from the README is executed here.
    @Test
    void readme_examples_work() throws Exception {
        String readme = Files.readString(Path.of("README.md"));
        Matcher example = Pattern.compile(
                        "(?s)curl -s localhost:8900/functions/generate(\\S+)(?: -H '([^']+)')?(?: -d '([^']+)')?\\n```\\n\\n```json\\n(.+?)\\n```")
                .matcher(readme);
        int count = 0;
        while (example.find()) {
            count++;
            String body = example.group(3);
            HttpResponse<String> response = body == null ? get(example.group(1)) : post(example.group(1), body);
            assertThat(MAPPER.readTree(response.body())).isEqualTo(MAPPER.readTree(example.group(4)));
        }
        assertThat(count).isGreaterThanOrEqualTo(4);
    }

    private static String awaitLine(String part) {
        return function.output()
                .await(line -> line.contains("request.answered") && line.contains(part), DEADLINE)
                .orElseThrow();
    }

    private static String batch(int items) {
        String item = "{\"kind\":\"job\"}";
        return "{\"items\":[" + (item + ",").repeat(items - 1) + item + "]}";
    }

    private static byte[] padded(int bytes) {
        return (ItemReaderTest.DOCUMENT + " ".repeat(bytes - ItemReaderTest.DOCUMENT.length()))
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static HttpResponse<String> get(String path) throws Exception {
        return send("GET", path, BodyPublishers.noBody());
    }

    private static HttpResponse<String> post(String path, String body) throws Exception {
        return send("POST", path, BodyPublishers.ofString(body));
    }

    private static HttpResponse<String> sendAs(String contentType, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(function.uri(path))
                .header("content-type", contentType)
                .POST(BodyPublishers.ofString("{}"))
                .build();
        return described("POST", path, client.send(request, BodyHandlers.ofString()));
    }

    private static HttpResponse<String> send(String method, String path, BodyPublisher body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(function.uri(path))
                .timeout(DEADLINE)
                .header("content-type", "application/json")
                .method(method, body)
                .build();
        return described(method, path, client.send(request, BodyHandlers.ofString(StandardCharsets.UTF_8)));
    }

    private static HttpResponse<String> described(String method, String path, HttpResponse<String> response)
            throws Exception {
        // An answer to a method that is not there is described with the method that is.
        String known = path.equals("/health") || path.equals("/openapi.json") ? "get" : "post";
        String mediaType =
                response.headers().firstValue("content-type").orElseThrow().split(";", 2)[0];
        assertThat(description.answerErrors(path, known, response.statusCode(), mediaType, response.body()))
                .as(method + " " + path + " " + response.statusCode())
                .isEmpty();
        return response;
    }
}
