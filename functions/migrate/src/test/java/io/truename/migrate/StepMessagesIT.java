// SPDX-License-Identifier: Apache-2.0
package io.truename.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.pubsub.v1.PubsubMessage;
import io.grpc.Status;
import io.truename.testkit.InvokerProcess;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer;
import io.truename.testkit.schema.SchemaVariant;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Messages that ask for steps, pushed and as events, with dead letters published to a real gRPC server. */
class StepMessagesIT {
    private static final String NEVER = "{\"run\":\"x\",\"shard\":16}";
    private static final Instant LATER = Instant.parse("2999-01-01T00:00:00Z");

    private static Topics topics;
    private static InvokerProcess pushed;
    private static InvokerProcess events;
    private static HttpClient client;

    @BeforeAll
    static void start() throws Exception {
        topics = Topics.start();
        TestDatabase database = TestServer.shared(TestServer.Version.NEWEST).database();
        SchemaVariant.SAMPLE_PIPELINE.create(database, 5);
        pushed = migrate(database).start();
        events = migrate(database).takingEvents().start();
        client = HttpClient.newHttpClient();
    }

    private static InvokerProcess.Builder migrate(TestDatabase database) {
        return Deployable.process()
                .environment("TRUENAME_DATABASE_URL", database.url())
                .environment("TRUENAME_MAPPING", SchemaVariant.SAMPLE_PIPELINE.mapping())
                .environment("GOOGLE_CLOUD_PROJECT", "p1")
                .environment("PUBSUB_EMULATOR_HOST", topics.address())
                .environment("TRUENAME_DEAD_LETTERS_TOPIC", "dead-letters")
                .environment("TRUENAME_MONITORING", "off");
    }

    @AfterAll
    static void stop() {
        pushed.close();
        events.close();
        topics.close();
    }

    @BeforeEach
    void empty() {
        topics.requests().clear();
        topics.failures().clear();
    }

    @Test
    void done_isAcknowledged() throws Exception {
        assertThat(push("{}", Instant.EPOCH).statusCode()).isEqualTo(200);
        assertThat(event("{}", Instant.EPOCH)).isEqualTo(200);
        assertThat(topics.requests()).isEmpty();
    }

    @Test
    void never_isAcknowledged_andLiesWithTheDeadLetters() throws Exception {
        assertThat(push(NEVER, Instant.EPOCH).statusCode()).isEqualTo(204);
        assertThat(event(NEVER, Instant.EPOCH)).isEqualTo(200);

        assertThat(topics.requests()).hasSize(2).allSatisfy(request -> {
            assertThat(request.getTopic()).isEqualTo("projects/p1/topics/dead-letters");
            PubsubMessage letter = request.getMessages(0);
            assertThat(letter.getData().toStringUtf8()).isEqualTo(NEVER);
            assertThat(letter.getAttributesMap())
                    .containsAllEntriesOf(Map.of(
                            "notBefore", Instant.EPOCH.toString(),
                            "deadLetterFunction", "migrate",
                            "deadLetterMessageId", "42"))
                    .hasEntrySatisfying(
                            "deadLetterReason",
                            reason -> assertThat(reason)
                                    .contains("/run must be a UUID", "/shard must be a whole number from 0 to 15"));
        });
        assertThat(topics.requests().get(0).getMessages(0).getAttributesMap())
                .containsEntry("deadLetterSubscription", "projects/p1/subscriptions/migrate-steps");
    }

    @Test
    void never_itsDeadLetter_belongsToTheTraceOfTheMessage() throws Exception {
        String trace = "0af7651916cd43dd8448eb211c80319c";
        push(pushed, NEVER, Map.of("traceparent", "00-" + trace + "-00f067aa0ba902b7-01"));
        assertThat(topics.requests().get(0).getMessages(0).getAttributesMap().get("traceparent"))
                .startsWith("00-" + trace)
                .doesNotContain("00f067aa0ba902b7");
    }

    // One trace from the request that starts a run, over its steps, to the lines of its batches.
    @Test
    void run_isOneTrace_fromItsRequestToItsBatches() throws Exception {
        String planned = "1af7651916cd43dd8448eb211c80319c";
        HttpResponse<String> created = command("/migrations", "{\"acceptNoBackup\":true}", planned);
        assertThat(created.statusCode()).isEqualTo(201);
        String id = created.headers().firstValue("Location").orElseThrow().replace("migrations/", "");
        deliverSteps(planned);
        assertThat(line("\"to\":\"PLANNED\"")).contains("/traces/" + planned);

        String started = "2af7651916cd43dd8448eb211c80319c";
        assertThat(command("/migrations/" + id + "/start", "{}", started).statusCode())
                .isEqualTo(202);
        deliverSteps(started);
        assertThat(line("migration.batch")).contains("/traces/" + started, id);
        assertThat(line("\"to\":\"FINISHED\"")).contains("/traces/" + started);
    }

    private static HttpResponse<String> command(String path, String body, String trace) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(pushed.uri(path))
                .header("content-type", "application/json")
                .header("traceparent", "00-" + trace + "-00f067aa0ba902b7-01")
                .POST(BodyPublishers.ofString(body))
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    /** Delivers each message as it was published, until none comes any more. */
    private static void deliverSteps(String trace) throws Exception {
        int steps = 0;
        for (; !topics.requests().isEmpty() && steps < 200; steps++) {
            PubsubMessage step = topics.requests().remove(0).getMessages(0);
            assertThat(step.getAttributesMap().get("traceparent")).startsWith("00-" + trace);
            // Without the time before which it must not be done: the test does not wait for holds.
            Map<String, String> attributes = new HashMap<>(step.getAttributesMap());
            attributes.remove("notBefore");
            assertThat(attributes).containsKey("step");
            push(pushed, step.getData().toStringUtf8(), attributes);
        }
        assertThat(steps).isBetween(1, 199);
    }

    private static String line(String part) {
        return pushed.output()
                .await(line -> line.contains(part), Duration.ofSeconds(10))
                .orElseThrow();
    }

    @Test
    void never_thatTheDeadLettersDoNotTake_comesAgain() throws Exception {
        topics.failures().add(Status.NOT_FOUND);
        assertThat(push(NEVER, Instant.EPOCH).statusCode()).isEqualTo(503);
        topics.failures().add(Status.NOT_FOUND);
        assertThat(event(NEVER, Instant.EPOCH)).isEqualTo(500);

        assertThat(push(NEVER, Instant.EPOCH).statusCode()).isEqualTo(204);
    }

    // Before, an event that came too early was acknowledged, and its step lost.
    @Test
    void again_comesAgain() throws Exception {
        HttpResponse<String> early = push("{}", LATER);
        assertThat(early.statusCode()).isEqualTo(429);
        assertThat(early.headers().firstValue("Retry-After")).isPresent();
        assertThat(event("{}", LATER)).isEqualTo(500);
        assertThat(topics.requests()).isEmpty();
    }

    @Test
    void missingDatabase_comesAgain() throws Exception {
        try (InvokerProcess bare = Deployable.process().start()) {
            HttpResponse<String> answer = push(bare, NEVER, Instant.EPOCH);
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.headers().firstValue("Retry-After")).contains("10");
        }
    }

    private static HttpResponse<String> push(String data, Instant notBefore) throws Exception {
        return push(pushed, data, notBefore);
    }

    private static HttpResponse<String> push(InvokerProcess function, String data, Instant notBefore) throws Exception {
        return push(function, data, Map.of("notBefore", notBefore.toString()));
    }

    private static HttpResponse<String> push(InvokerProcess function, String data, Map<String, String> attributes)
            throws Exception {
        HttpRequest request = HttpRequest.newBuilder(function.uri("/steps"))
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofString(envelope(data, attributes)))
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    private static int event(String data, Instant notBefore) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(events.uri("/"))
                .header("content-type", "application/json")
                .header("ce-id", "42")
                .header("ce-source", "//pubsub.googleapis.com/projects/p1/topics/migration-steps")
                .header("ce-specversion", "1.0")
                .header("ce-type", "google.cloud.pubsub.topic.v1.messagePublished")
                .header("ce-time", "2026-01-01T00:00:00.123Z")
                .POST(BodyPublishers.ofString(envelope(data, Map.of("notBefore", notBefore.toString()))))
                .build();
        return client.send(request, BodyHandlers.discarding()).statusCode();
    }

    private static String envelope(String data, Map<String, String> attributes) {
        String named = attributes.entrySet().stream()
                .map(attribute -> "\"" + attribute.getKey() + "\":\"" + attribute.getValue() + "\"")
                .collect(Collectors.joining(","));
        return "{\"subscription\":\"projects/p1/subscriptions/migrate-steps\",\"message\":{\"messageId\":\"42\",\"attributes\":"
                + "{" + named + "},\"data\":\""
                + Base64.getEncoder().encodeToString(data.getBytes(StandardCharsets.UTF_8)) + "\"}}";
    }
}
