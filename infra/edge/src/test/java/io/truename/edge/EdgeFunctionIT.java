// SPDX-License-Identifier: Apache-2.0
package io.truename.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.truename.edge.http.EdgeBody;
import io.truename.testkit.InvokerFailedException;
import io.truename.testkit.InvokerProcess;
import io.truename.testkit.RawConnection;
import io.truename.testkit.RawResponse;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One test for each fault of the adapter that the edge repairs; {@link BareAdapterFaultsIT} shows the faults. */
class EdgeFunctionIT {
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private static InvokerProcess function;
    private static HttpClient client;

    @BeforeAll
    static void start() {
        function = probe().environment("GOOGLE_CLOUD_PROJECT", "my-project").start();
        client = HttpClient.newHttpClient();
    }

    @AfterAll
    static void stop() {
        function.close();
    }

    // The adapter sends the body first: beyond 32 KB status and headers are lost.
    @Test
    void service_largeBody_keepsStatusAndHeaders() throws Exception {
        HttpResponse<String> response = send(get("/large"));

        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(response.headers().firstValue("X-Own")).contains("kept");
        assertThat(response.body()).hasSize(300_000);
    }

    // The adapter sends id, timestamp, contentType, statusCode and ce-* headers that nobody set.
    @Test
    void service_sendsNoHeaderThatNobodySet() throws Exception {
        HttpResponse<String> response = send(post("/echo", "{}")
                .header("ce-id", "1")
                .header("ce-specversion", "1.0")
                .header("ce-type", "t")
                .header("ce-source", "s")
                .header("X-Sent", "mine"));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().map().keySet())
                .isSubsetOf(Set.of("content-length", "content-type", "date", "server"));
    }

    // Gson rounds what does not fit a double.
    @Test
    void service_numbersOf64Bits_areExact() throws Exception {
        String body = "{\"n\":9223372036854775807,\"m\":0.10,\"e\":1e400}";
        assertThat(send(post("/echo", body)).body()).isEqualTo(body);
    }

    // Without a charset the adapter's text is ISO-8859-1 on the older framework.
    @Test
    void service_text_isUtf8BothWays() throws Exception {
        String body = "{\"a\":\"žluťoučký 日本 \uD83D\uDC0E\"}";
        assertThat(send(post("/echo", body)).body()).isEqualTo(body);
        HttpResponse<String> text = send(get("/text"));
        assertThat(text.body()).contains("žluťoučký kůň 日本 \uD83D\uDC0E");
        assertThat(text.headers().firstValue("content-type")).contains("application/json;charset=utf-8");
    }

    // The adapter splits an array and calls the function for each element, and answers broken JSON with 500.
    @ParameterizedTest
    @ValueSource(strings = {"[1,2,3]", "[]", "{", "not json", "\"x\"", "", "null"})
    void service_anyBody_reachesTheFunctionAsItCame(String body) throws Exception {
        HttpResponse<String> response = send(post("/echo", body));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo(body);
    }

    // The adapter tells a function neither method nor path, and fails on a GET without a body.
    @Test
    void service_methodAndPath_reachTheFunction() throws Exception {
        assertThat(send(get("/text")).statusCode()).isEqualTo(200);
        assertThat(send(get("/nowhere")).statusCode()).isEqualTo(404);
        HttpResponse<String> refused = send(get("/echo"));
        assertThat(refused.statusCode()).isEqualTo(405);
        assertThat(refused.headers().firstValue("Allow")).contains("POST");
    }

    @Test
    void service_head_announcesTheLengthOfGet() throws IOException {
        try (RawConnection connection = new RawConnection(function.port(), DEADLINE)) {
            connection.send(ascii("GET /text HTTP/1.1\r\nhost: x\r\n\r\n"));
            RawResponse get = connection.read(false);
            connection.send(ascii("HEAD /text HTTP/1.1\r\nhost: x\r\n\r\n"));
            assertThat(connection.read(true).header("content-length")).isEqualTo(get.header("content-length"));
        }
    }

    // The adapter answers an exception with a bare 500.
    @ParameterizedTest
    @ValueSource(strings = {"/throws", "/overflows"})
    void service_fault_isAProblemThatTellsNothing(String path) throws Exception {
        HttpResponse<String> response = send(get(path));

        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.headers().firstValue("content-type")).contains("application/problem+json;charset=utf-8");
        assertThat(response.body()).contains("\"status\":500").doesNotContain("Exception", "Error", "io.truename");
        String event = function.output()
                .await(line -> line.contains("request.failed") && line.contains("\"" + path + "\""), DEADLINE)
                .orElseThrow();
        assertThat(event).contains("\"severity\":\"ERROR\"", "stack_trace").doesNotContain(ProbeFunction.SECRET);
    }

    // With the adapter's routing function a caller picks the bean.
    @Test
    void service_routingHeader_choosesNothing() throws Exception {
        HttpResponse<String> response = send(post("/echo", "{}")
                .header("spring.cloud.function.definition", "functionRouter")
                .header("spring.cloud.function.routing-expression", "T(java.lang.System).exit(1)"));
        assertThat(response.body()).isEqualTo("{}");
        assertThat(function.isAlive()).isTrue();
    }

    @Test
    void service_tooLarge_isReadToItsEndAndRefused() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(function.uri("/echo"))
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofByteArray(new byte[EdgeBody.MOST_BYTES + 1]))
                .build();
        assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(413);
    }

    @Test
    void service_callerStopsHalfway_is400() throws IOException {
        try (RawConnection connection = new RawConnection(function.port(), DEADLINE)) {
            connection.send(ascii(
                    "POST /echo HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 9\r\n\r\n{}"));
            connection.sendEnd();
            assertThat(connection.read(false).status()).isEqualTo(400);
        }
    }

    @Test
    void service_writesOneLineForARequest_withItsTrace() throws Exception {
        String trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        send(post("/echo", "{\"a\":\"alice\"}").header("traceparent", "00-" + trace + "-00f067aa0ba902b7-01"));

        assertThat(function.output()
                        .await(line -> line.contains(trace), DEADLINE)
                        .orElseThrow())
                .contains(
                        "\"event\":\"request.answered\"",
                        "\"logging.googleapis.com/trace\":\"projects/my-project/traces/" + trace)
                .contains(
                        "\"route\":\"/echo\"",
                        "\"status\":200",
                        "\"outcome\":\"done\"",
                        "\"requestBytes\":13",
                        "\"echoed\":true")
                .doesNotContain("alice");
        assertThat(function.output().all().stream().filter(line -> line.contains(trace)))
                .hasSize(1);
    }

    @Test
    void service_olderTraceHeader_isTaken() throws Exception {
        String trace = "5bf92f3577b34da6a3ce929d0e0e4736";
        send(post("/echo", "{}").header("x-cloud-trace-context", trace + "/255;o=1"));
        assertThat(answered(function, "/traces/" + trace).orElseThrow())
                .contains("\"logging.googleapis.com/spanId\":\"00000000000000ff\"", "trace_sampled\":true");
    }

    @Test
    void service_withoutATrace_startsOne() throws Exception {
        send(post("/echo", "{\"started\":true}"));
        assertThat(answered(function, "\"requestBytes\":16").orElseThrow()).containsPattern("/traces/[0-9a-f]{32}\"");
    }

    // The delivery has a trace of its own, which leads nowhere: the message's goes back to whoever asked for the work.
    @Test
    void push_belongsToTheTraceOfItsMessage() throws Exception {
        String trace = "6bf92f3577b34da6a3ce929d0e0e4736";
        String envelope =
                "{\"subscription\":\"s\",\"message\":{\"messageId\":\"6001\",\"attributes\":{\"traceparent\":\"00-"
                        + trace + "-00f067aa0ba902b7-01\"}}}";
        send(post("/events", envelope)
                .header("traceparent", "00-7bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00"));
        assertThat(answered(function, "\"messageId\":\"6001\"").orElseThrow())
                .contains("/traces/" + trace, "trace_sampled\":true")
                .doesNotContain("00f067aa0ba902b7");
    }

    @Test
    void push_ofAMessageWithoutATrace_belongsToTheDeliverys() throws Exception {
        String trace = "8bf92f3577b34da6a3ce929d0e0e4736";
        send(post("/events", "{\"subscription\":\"s\",\"message\":{\"messageId\":\"6002\"}}")
                .header("traceparent", "00-" + trace + "-00f067aa0ba902b7-01"));
        assertThat(answered(function, "\"messageId\":\"6002\"").orElseThrow()).contains("/traces/" + trace);
    }

    @Test
    void output_isOneJsonObjectALine_butForTheAdaptersOwn() throws Exception {
        send(get("/text"));
        List<String> plain = function.output().all().stream()
                .filter(line -> !line.startsWith("{\"severity\":"))
                .toList();
        // Printed by the adapter's FunctionalSpringApplication, past any logger.
        assertThat(plain).hasSizeLessThanOrEqualTo(1).allMatch(line -> line.startsWith("======> SOURCE: "));
    }

    @Test
    void start_badSettings_endsTheProcessWithEveryProblem() {
        assertThatThrownBy(() -> probe().environment("PROBE_NUMBER", "x")
                        .environment("PROBE_OTHER", "y")
                        .start())
                .isInstanceOf(InvokerFailedException.class)
                .hasMessageContaining("PROBE_NUMBER: must be a number")
                .hasMessageContaining("PROBE_OTHER: must be a number");
    }

    static InvokerProcess.Builder probe() {
        return InvokerProcess.of(System.getProperty("java.class.path"), ProbeFunction.class.getName());
    }

    private static HttpRequest.Builder get(String path) {
        return HttpRequest.newBuilder(function.uri(path));
    }

    private static HttpRequest.Builder post(String path, String body) {
        return get(path).header("content-type", "application/json").POST(BodyPublishers.ofString(body));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.timeout(DEADLINE).build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    static Optional<String> answered(InvokerProcess process, String part) {
        return process.output().await(line -> line.contains("request.answered") && line.contains(part), DEADLINE);
    }
}
