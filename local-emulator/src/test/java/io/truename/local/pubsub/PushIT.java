// SPDX-License-Identifier: Apache-2.0
package io.truename.local.pubsub;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static io.truename.local.pubsub.PubSubBench.PATIENCE;
import static io.truename.local.pubsub.PubSubBench.keyed;
import static io.truename.local.pubsub.PubSubBench.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import com.google.protobuf.util.Durations;
import com.google.pubsub.v1.PushConfig;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Contract: push delivery as in the cloud. The file is long because one endpoint and one catalog serve every case. */
final class PushIT {
    private static final String PATH = "/functions/generate/events";
    private static final String CATALOG = """
            functions:
              generate:
                description: Receives.
                deployable: functions/generate
                entryPoint: Generate
                timeoutSeconds: 60
                memoryMiB: 512
                scaling: {fewest: 0, most: 1, concurrency: 16}
                environment: {}
            topics:
              events: {description: All events., retentionSeconds: 600}
              dead-letters: {description: Failures., retentionSeconds: 600}
            subscriptions:
              generate-events:
                topic: events
                push: {function: generate, path: /events}
                ackDeadlineSeconds: 10
                retentionSeconds: 600
                ordered: true
                retry: {minimumBackoffSeconds: 10, maximumBackoffSeconds: 40}
                deadLetter: {topic: dead-letters, maxDeliveryAttempts: 5}
              dead-letters-kept: {topic: dead-letters, ackDeadlineSeconds: 10, retentionSeconds: 600}
            schedules: {}
            """;

    private final WireMockServer endpoint =
            new WireMockServer(WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"));
    private PubSubBench bench;

    @BeforeEach
    void start() throws Exception {
        endpoint.start();
        bench = new PubSubBench(CATALOG, "http://127.0.0.1:" + endpoint.port(), 1 << 24);
    }

    @AfterEach
    void stop() throws InterruptedException {
        bench.close();
        endpoint.stop();
    }

    @Test
    void envelope_isTheCloudsOwn() throws Exception {
        answer(204);
        String id = bench.topics
                .publish(
                        PubSubBench.topic("events"),
                        List.of(message("{\"document\":\"Ringelnatter ✓\"}", "stage", "uploaded").toBuilder()
                                .setOrderingKey("user-1")
                                .build()))
                .getMessageIds(0);
        await().atMost(PATIENCE).until(() -> bench.status("generate-events").acked() == 1);
        LoggedRequest request = requests().get(0);
        JsonMapper json = new JsonMapper();
        JsonNode body = json.readTree(request.getBodyAsString());
        String time = body.at("/message/publishTime").asText();
        assertThat(body).isEqualTo(json.readTree(golden().replace("$id", id).replace("$time", time)));
        assertThat(Instant.parse(time)).isNotNull();
        assertThat(request.getHeader("content-type")).isEqualTo("application/json");
        assertThat(request.getHeader("user-agent"))
                .isEqualTo("APIs-Google; (+https://developers.google.com/webmasters/APIs-Google)");
        assertThat(request.getHeader("from")).isEqualTo("noreply@google.com");
        assertThat(request.getHeader("accept")).isEqualTo("application/json");
        assertThat(request.getHeader("traceparent")).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01");
        assertThat(Integer.parseInt(request.getHeader("content-length"))).isEqualTo(request.getBody().length);
    }

    @Test
    void token_isSignedAndNamesTheFunctionsInvoker() throws Exception {
        answer(200);
        bench.publish("events", message("a"));
        await().atMost(PATIENCE).until(() -> bench.status("generate-events").acked() == 1);
        String authorization = requests().get(0).getHeader("authorization");
        assertThat(authorization).startsWith("Bearer ");
        JwtReader token = JwtReader.read(
                authorization.substring("Bearer ".length()),
                bench.control("GET", "/api/pubsub/oidc/keys", "", Map.of()).body());
        assertThat(token.genuine()).isTrue();
        assertThat(token.header().get("alg").asText()).isEqualTo("RS256");
        assertThat(token.header().get("typ").asText()).isEqualTo("JWT");
        JsonNode claims = token.claims();
        assertThat(claims.get("iss").asText()).isEqualTo("https://accounts.google.com");
        assertThat(claims.get("aud").asText()).isEqualTo("http://127.0.0.1:" + endpoint.port() + "/functions/generate");
        assertThat(claims.get("email").asText()).isEqualTo("generate-invoker@truename-local.iam.gserviceaccount.com");
        assertThat(claims.get("email_verified").asBoolean()).isTrue();
        assertThat(claims.get("sub").asText()).matches("[0-9]{21}");
        assertThat(claims.get("azp")).isEqualTo(claims.get("sub"));
        assertThat(claims.get("exp").asLong() - claims.get("iat").asLong()).isEqualTo(3600);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202, 204})
    void status_ofSuccess_acknowledges(int status) {
        answer(status);
        bench.publish("events", message("a"));
        await().atMost(PATIENCE).until(() -> bench.status("generate-events").acked() == 1);
        assertThat(requests()).hasSize(1);
        assertThat(bench.pushed).containsExactly("generate-events " + status);
    }

    @ParameterizedTest
    @ValueSource(ints = {203, 302, 400, 404, 429, 500, 503})
    void status_ofFailure_delaysByTheRetryPolicy(int status) {
        failThenSucceed(status);
        bench.publish("events", message("a"));
        await().atMost(PATIENCE)
                .until(() -> requests().size() == 1
                        && bench.status("generate-events").outstanding() == 0);
        assertThat(bench.status("generate-events").acked()).isZero();
        bench.clock.advance(Duration.ofSeconds(10));
        await().atMost(PATIENCE).until(() -> bench.status("generate-events").acked() == 1);
        assertThat(requests()).hasSize(2);
        assertThat(requests().get(1).getBodyAsString()).contains("\"deliveryAttempt\":2");
        assertThat(bench.pushed).containsExactly("generate-events " + status, "generate-events 200");
    }

    @Test
    void endpoint_withoutAnswer_isGivenUpAtTheAckDeadline() {
        endpoint.stubFor(post(anyUrl())
                .inScenario("slow")
                .whenScenarioStateIs(Scenario.STARTED)
                .willReturn(aResponse().withStatus(200).withFixedDelay(15_000))
                .willSetStateTo("quick"));
        endpoint.stubFor(post(anyUrl())
                .inScenario("slow")
                .whenScenarioStateIs("quick")
                .willReturn(aResponse().withStatus(200)));
        bench.publish("events", message("a"));
        await().atMost(PATIENCE)
                .until(() -> endpoint.getAllScenarios()
                        .getScenarios()
                        .get(0)
                        .getState()
                        .equals("quick"));
        bench.clock.advance(Duration.ofSeconds(10));
        await().atMost(PATIENCE).until(() -> {
            passTimeOnceAnswered();
            return bench.status("generate-events").acked() == 1;
        });
        assertThat(bench.pushed).containsExactly("generate-events 504", "generate-events 200");
    }

    @Test
    void endpoint_alwaysFailing_endsInDeadLetters() {
        answer(500);
        bench.publish("events", message("poison"));
        await().atMost(PATIENCE).until(() -> {
            passTimeOnceAnswered();
            return bench.status("generate-events").deadLettered() == 1;
        });
        assertThat(requests()).hasSize(5);
        assertThat(PubSubBench.texts(bench.pull("dead-letters-kept", 1))).containsExactly("poison");
    }

    @Test
    void orderingKey_isPushedOneByOne() {
        answer(200);
        for (int i = 0; i < 20; i++) {
            bench.publish("events", keyed("k", "m" + i));
        }
        await().atMost(PATIENCE).until(() -> bench.status("generate-events").acked() == 20);
        List<String> ids = requests().stream()
                .map(request -> request.getBodyAsString().replaceAll(".*\"messageId\":\"([0-9]+)\".*", "$1"))
                .toList();
        assertThat(ids).isSorted().hasSize(20);
    }

    @Test
    void unwrappedPush_sendsTheBytes_withMetadataAsHeaders() {
        answer(200);
        bench.createTopic("raw");
        bench.createSubscription(
                "raw-pushed",
                "raw",
                with -> with.setPushConfig(PushConfig.newBuilder()
                        .setPushEndpoint("http://127.0.0.1:" + endpoint.port() + "/raw")
                        .setNoWrapper(PushConfig.NoWrapper.newBuilder().setWriteMetadata(true))));
        bench.publish("raw", message("just this", "stage", "uploaded"));
        await().atMost(PATIENCE).until(() -> bench.status("raw-pushed").acked() == 1);
        LoggedRequest request =
                endpoint.findAll(postRequestedFor(urlEqualTo("/raw"))).get(0);
        assertThat(request.getBodyAsString()).isEqualTo("just this");
        assertThat(request.getHeader("x-goog-pubsub-subscription-name"))
                .isEqualTo(PubSubBench.subscription("raw-pushed"));
        assertThat(request.getHeader("x-goog-pubsub-message-id")).matches("[0-9]+");
        assertThat(request.getHeader("x-goog-pubsub-publish-time")).endsWith("Z");
        assertThat(request.getHeader("stage")).isEqualTo("uploaded");
        assertThat(request.getHeader("authorization")).isNull();
    }

    @Test
    void push_withoutRetryPolicy_slowsDownAsAWhole() {
        failThenSucceed(503);
        bench.createTopic("plain");
        bench.createSubscription(
                "plain-pushed",
                "plain",
                with -> with.setPushConfig(PushConfig.newBuilder()
                                .setPushEndpoint("http://127.0.0.1:" + endpoint.port() + "/plain"))
                        .setMessageRetentionDuration(Durations.fromSeconds(600)));
        bench.publish("plain", message("a"));
        await().atMost(PATIENCE).until(() -> bench.status("plain-pushed").acked() == 1);
        assertThat(endpoint.findAll(postRequestedFor(urlEqualTo("/plain")))).hasSize(2);
    }

    @Test
    void answer503Fault_failsDeliveriesBeforeTheyReachTheFunction() {
        answer(200);
        bench.faults("generate-events", "{\"answer503\": 2}");
        bench.publish("events", message("a"));
        await().atMost(PATIENCE).until(() -> {
            passTimeOnceAnswered();
            return bench.status("generate-events").acked() == 1;
        });
        assertThat(requests()).hasSize(1);
        assertThat(requests().get(0).getBodyAsString()).contains("\"deliveryAttempt\":3");
    }

    @Test
    void killFunctionFault_killsMidMessage_andDeliversAgain() {
        endpoint.stubFor(post(anyUrl())
                .inScenario("killed")
                .whenScenarioStateIs(Scenario.STARTED)
                .willReturn(aResponse().withStatus(200).withFixedDelay(5_000))
                .willSetStateTo("restarted"));
        endpoint.stubFor(post(anyUrl())
                .inScenario("killed")
                .whenScenarioStateIs("restarted")
                .willReturn(aResponse().withStatus(200)));
        bench.faults("generate-events", "{\"killFunction\": 1, \"killAfterMillis\": 20}");
        bench.publish("events", message("a"));
        await().atMost(PATIENCE).until(() -> bench.killed.equals(List.of("generate")));
        await().atMost(PATIENCE).until(() -> {
            passTimeOnceAnswered();
            return bench.status("generate-events").acked() == 1;
        });
    }

    @Test
    void killFunctionFault_ignoresWhatTheFunctionAnsweredBefore() {
        answer(200);
        bench.faults("generate-events", "{\"killFunction\": 1, \"killAfterMillis\": 60000}");
        bench.publish("events", message("a"));
        await().atMost(PATIENCE).until(() -> bench.killed.size() == 1);
        await().atMost(PATIENCE).until(() -> {
            passTimeOnceAnswered();
            return bench.status("generate-events").acked() == 1;
        });
        assertThat(requests()).hasSize(2);
    }

    @Test
    void loseAcksFault_deliversAgainAfterTheDeadline() {
        answer(200);
        bench.faults("generate-events", "{\"loseAcks\": 1}");
        bench.publish("events", message("a"));
        await().atMost(PATIENCE).until(() -> requests().size() == 1);
        bench.control("DELETE", "/api/pubsub/subscriptions/generate-events/faults", "", Map.of());
        await().atMost(PATIENCE).until(() -> {
            bench.clock.advance(Duration.ofSeconds(10));
            return bench.status("generate-events").acked() == 1;
        });
    }

    /** Advances the clock past a back-off, but not past the deadline of an in-flight request. */
    private void passTimeOnceAnswered() {
        if (bench.status("generate-events").outstanding() == 0) {
            bench.clock.advance(Duration.ofSeconds(10));
        }
    }

    private void answer(int status) {
        endpoint.stubFor(post(anyUrl()).willReturn(aResponse().withStatus(status)));
    }

    private void failThenSucceed(int status) {
        endpoint.stubFor(post(anyUrl())
                .inScenario("once")
                .whenScenarioStateIs(Scenario.STARTED)
                .willReturn(aResponse().withStatus(status))
                .willSetStateTo("well"));
        endpoint.stubFor(post(anyUrl())
                .inScenario("once")
                .whenScenarioStateIs("well")
                .willReturn(aResponse().withStatus(200)));
    }

    private List<LoggedRequest> requests() {
        return endpoint.findAll(postRequestedFor(urlEqualTo(PATH)));
    }

    private static String golden() throws IOException {
        try (InputStream file = PushIT.class.getResourceAsStream("message-published.push.json")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
