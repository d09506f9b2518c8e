// SPDX-License-Identifier: Apache-2.0
package io.truename.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.truename.testkit.InvokerProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each outcome over each transport, in Google's invoker: the table of infra/edge/README.md, cell by cell. */
class SettlementIT {
    /** How a call reaches the function. */
    private enum Transport {
        PERSON,
        PUSH,
        /** A push of a subscription that has a dead-letter policy. */
        PUSH_WITH_POLICY,
        /** A job of Cloud Scheduler publishes to a topic, so it arrives as a push, too. */
        SCHEDULER,
        EVENT
    }

    /** Where the function may publish dead letters. */
    private enum Letters {
        TAKEN,
        REFUSED,
        NOT_CONFIGURED
    }

    private static final AtomicInteger IDS = new AtomicInteger(70_000);
    private static final List<Map<String, List<String>>> LETTERS = new CopyOnWriteArrayList<>();
    private static volatile int lettersStatus;

    private static HttpServer letterBox;
    private static InvokerProcess http;
    private static InvokerProcess bareHttp;
    private static InvokerProcess events;
    private static InvokerProcess bareEvents;
    private static HttpClient client;

    @BeforeAll
    static void start() throws IOException {
        letterBox = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        letterBox.createContext("/", SettlementIT::take);
        letterBox.start();
        String address = "http://localhost:" + letterBox.getAddress().getPort() + "/";
        http = EdgeFunctionIT.probe().environment("PROBE_DEAD_LETTERS", address).start();
        bareHttp = EdgeFunctionIT.probe().start();
        events = EdgeFunctionIT.probe()
                .environment("PROBE_DEAD_LETTERS", address)
                .takingEvents()
                .start();
        bareEvents = EdgeFunctionIT.probe().takingEvents().start();
        client = HttpClient.newHttpClient();
    }

    @AfterAll
    static void stop() {
        for (InvokerProcess process : List.of(http, bareHttp, events, bareEvents)) {
            process.close();
        }
        letterBox.stop(0);
    }

    @BeforeEach
    void empty() {
        LETTERS.clear();
    }

    private static void take(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        if (lettersStatus == 200) {
            LETTERS.add(exchange.getRequestHeaders());
        }
        exchange.sendResponseHeaders(lettersStatus, -1);
        exchange.close();
    }

    static Stream<Arguments> cells() {
        List<Arguments> cells = new ArrayList<>();
        for (Letters letters : Letters.values()) {
            for (Transport transport : Transport.values()) {
                boolean event = transport == Transport.EVENT;
                boolean person = transport == Transport.PERSON;
                boolean policy = transport == Transport.PUSH_WITH_POLICY;
                cells.add(arguments("done", transport, letters, 200, "done", ""));
                cells.add(arguments("early", transport, letters, event ? 500 : 429, person ? "refused" : "again", ""));
                cells.add(arguments(
                        "unavailable", transport, letters, event ? 500 : 503, person ? "failed" : "again", ""));
                cells.add(arguments("fault", transport, letters, 500, "failed", ""));
                if (person) {
                    cells.add(arguments("never", transport, letters, 400, "refused", ""));
                    continue;
                }
                cells.add(
                        switch (letters) {
                            case TAKEN ->
                                arguments("never", transport, letters, event ? 200 : 204, "refused", "published");
                            case REFUSED ->
                                arguments("never", transport, letters, event ? 500 : 503, "again", "failed");
                            case NOT_CONFIGURED ->
                                policy
                                        ? arguments("never", transport, letters, 400, "refused", "subscription")
                                        : arguments("never", transport, letters, event ? 200 : 204, "refused", "none");
                        });
            }
        }
        return cells.stream();
    }

    @ParameterizedTest
    @MethodSource("cells")
    void call_isSettled(
            String outcome, Transport transport, Letters letters, int status, String logged, String deadLetter)
            throws Exception {
        lettersStatus = letters == Letters.TAKEN ? 200 : 503;
        boolean bare = letters == Letters.NOT_CONFIGURED;
        InvokerProcess function =
                transport == Transport.EVENT ? (bare ? bareEvents : events) : (bare ? bareHttp : http);
        String id = String.valueOf(IDS.incrementAndGet());

        HttpResponse<String> response = call(function, transport, "\"" + outcome + "\"", id);

        assertThat(response.statusCode()).isEqualTo(status);
        if (status == 204) {
            assertThat(response.body()).isEmpty();
        }
        if (status == 429) {
            assertThat(response.headers().firstValue("Retry-After")).contains("7");
        }
        if (status == 503) {
            assertThat(response.headers().firstValue("Retry-After").orElse("")).matches("9|10");
        }
        assertThat(LETTERS).hasSize(deadLetter.equals("published") ? 1 : 0).allSatisfy(letter -> {
            assertThat(letter).containsEntry("X-deadlettermessageid", List.of(id));
            assertThat(letter).containsEntry("X-deadletterfunction", List.of("probe"));
            assertThat(letter).containsEntry("X-deadletterreason", List.of("/run must be a UUID, got nothing"));
            assertThat(letter.get("X-deadlettersubscription"))
                    .first()
                    .asString()
                    .isEqualTo(transport == Transport.EVENT ? "projects/p/topics/t" : "projects/p/subscriptions/s");
        });
        boolean pushedFault = outcome.equals("fault") && transport != Transport.EVENT;
        if (transport != Transport.PERSON && !pushedFault) {
            assertThat(EdgeFunctionIT.answered(function, "\"messageId\":\"" + id + "\"")
                            .orElseThrow())
                    .contains("\"outcome\":\"" + logged + "\"");
            assertThat(function.output().all().stream()
                            .filter(line -> line.contains("message.refused") && line.contains(id))
                            .toList())
                    .hasSize(deadLetter.isEmpty() ? 0 : 1)
                    .allSatisfy(line -> assertThat(line).contains("\"deadLetter\":\"" + deadLetter + "\""));
        }
    }

    private static HttpResponse<String> call(InvokerProcess function, Transport transport, String body, String id)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        function.uri(transport == Transport.EVENT ? "/" : "/events"))
                .timeout(Duration.ofSeconds(30))
                // Lines of a sampled trace are always written.
                .header("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
                .header("content-type", "application/json");
        if (transport == Transport.EVENT) {
            request.header("ce-id", id)
                    .header("ce-source", "//pubsub.googleapis.com/projects/p/topics/t")
                    .header("ce-specversion", "1.0")
                    .header("ce-type", "google.cloud.pubsub.topic.v1.messagePublished")
                    .header("ce-time", "2026-01-01T00:00:00.123Z");
        }
        String data = Base64.getEncoder().encodeToString(body.getBytes(StandardCharsets.UTF_8));
        String attributes = transport == Transport.SCHEDULER ? "{\"reason\":\"schedule\"}" : "{}";
        String attempt = transport == Transport.PUSH_WITH_POLICY ? "\"deliveryAttempt\":1," : "";
        String envelope = "{" + attempt + "\"message\":{\"attributes\":" + attributes + ",\"data\":\"" + data
                + "\",\"messageId\":\"" + id + "\"},\"subscription\":\"projects/p/subscriptions/s\"}";
        request.POST(BodyPublishers.ofString(transport == Transport.PERSON ? body : envelope));
        return client.send(request.build(), BodyHandlers.ofString());
    }
}
