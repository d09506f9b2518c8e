// SPDX-License-Identifier: Apache-2.0
package io.truename.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.truename.local.database.LocalDatabase;
import io.truename.testkit.FreePort;
import io.truename.testkit.suite.LongSuite;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The trace of a schedule in the log of the real local cloud: scheduler, topic, push, function, topic, push, function. */
@LongSuite
class ScheduledTraceIT {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm");

    private final HttpClient client = HttpClient.newHttpClient();
    private final int port = LocalProcess.freePort();

    @Test
    void scheduleThatWakesARun_isOneTrace(@TempDir Path temporary) throws Exception {
        Path mapping = Files.writeString(temporary.resolve("mapping.yaml"), ExternalDatabaseIT.MAPPING);
        // With a database of its own, the cloud plays no story, which would take longer than all else.
        try (LocalDatabase database = LocalDatabase.start(
                        Files.createDirectories(temporary.resolve("theirs")), Optional.empty(), FreePort.next());
                LocalProcess cloud = LocalProcess.start(
                        Files.createDirectories(temporary.resolve("temporary")),
                        "--port",
                        String.valueOf(port),
                        "--database",
                        withCorpus(database),
                        "--mapping",
                        mapping.toString())) {
            cloud.awaitLine("Ctrl-C ends everything");
            String run = planned();
            startAndLoseTheStep(run);
            Instant begun = Instant.now();

            assertThat(send("POST", "/api/schedules/migrate-stalled-runs/run", "")
                            .statusCode())
                    .isEqualTo(202);

            // The schedule may come by itself at the same time: of two steps, one finds that the other has the lease.
            List<JsonNode> trace = await()
                    .atMost(LONGEST)
                    .until(
                            () -> tracesOf("jsonPayload.step=\"woken\" AND timestamp>=\"" + begun + "\""),
                            traces -> traces.stream().anyMatch(ScheduledTraceIT::holds))
                    .stream()
                    .filter(ScheduledTraceIT::holds)
                    .findFirst()
                    .orElseThrow();
            assertThat(trace.get(0).at("/jsonPayload/step").asText()).isEqualTo("woken");
            assertThat(trace.get(0).path("trace").asText()).startsWith("projects/truename-local/traces/");
            // The request of the schedule and that of the step are two spans of the one trace.
            JsonNode held = trace.stream()
                    .filter(line -> event(line).equals("migration.held"))
                    .findFirst()
                    .orElseThrow();
            assertThat(held.at("/jsonPayload/run").asText()).isEqualTo(run);
            assertThat(held.path("spanId").asText())
                    .matches("[0-9a-f]{16}")
                    .isNotEqualTo(trace.get(0).path("spanId").asText());
            cloud.terminate();
            cloud.awaitExit();
        }
    }

    private static String withCorpus(LocalDatabase database) {
        ExternalDatabaseIT.store(database.address());
        return database.address().urlWithPassword();
    }

    /** A planned run that moves nothing when it is started, because its window is hours away. */
    private String planned() throws Exception {
        LocalTime later = LocalTime.now(ZoneOffset.UTC).plusHours(6);
        HttpResponse<String> created = send(
                "POST",
                "/functions/migrate/migrations",
                "{\"acceptNoBackup\":true,\"window\":{\"from\":\"%s\",\"until\":\"%s\"}}"
                        .formatted(TIME.format(later), TIME.format(later.plusHours(1))));
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        String run = JSON.readTree(created.body()).path("id").asText();
        await().atMost(LONGEST)
                .until(
                        () -> send("GET", "/functions/migrate/migrations/" + run, "")
                                .body(),
                        body -> body.contains("\"state\":\"PLANNED\""));
        return run;
    }

    /** The schedule asks for no step of a run that has one on its way. */
    private void startAndLoseTheStep(String run) throws Exception {
        String faults = "/api/pubsub/topics/migration-steps/faults";
        assertThat(send("PUT", faults, "{\"answer503\":1000}").statusCode()).isEqualTo(200);
        assertThat(send("POST", "/functions/migrate/migrations/" + run + "/start", "{}")
                        .statusCode())
                .isEqualTo(202);
        await().atMost(LONGEST)
                .until(
                        () -> lines(
                                "jsonPayload.event=\"migration.step_not_queued\" AND jsonPayload.run=\"" + run + "\""),
                        lines -> !lines.isEmpty());
        assertThat(send("PUT", faults, "{\"answer503\":0}").statusCode()).isEqualTo(200);
    }

    private static boolean holds(List<JsonNode> trace) {
        return trace.stream().anyMatch(line -> event(line).equals("migration.held"));
    }

    private static String event(JsonNode line) {
        return line.at("/jsonPayload/event").asText();
    }

    /** All lines of each trace that has a line of the filter, in their order. */
    private List<List<JsonNode>> tracesOf(String filter) throws Exception {
        List<List<JsonNode>> traces = new ArrayList<>();
        for (JsonNode line : lines(filter)) {
            traces.add(lines("trace=\"" + line.path("trace").asText() + "\""));
        }
        return traces;
    }

    private List<JsonNode> lines(String filter) throws Exception {
        HttpResponse<String> answer =
                send("GET", "/api/logs?order=asc&filter=" + URLEncoder.encode(filter, StandardCharsets.UTF_8), "");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return StreamSupport.stream(JSON.readTree(answer.body()).path("items").spliterator(), false)
                .toList();
    }

    private HttpResponse<String> send(String method, String path, String body) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                        .header("content-type", "application/json")
                        .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }
}
