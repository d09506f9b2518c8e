// SPDX-License-Identifier: Apache-2.0
package io.truename.local.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.truename.catalog.Catalog;
import io.truename.catalog.FunctionSpec;
import io.truename.local.control.ControlReply;
import io.truename.local.control.ControlRoutes;
import io.truename.local.functions.FunctionHost;
import io.truename.local.functions.FunctionObserver;
import io.truename.local.log.LogBuffer;
import io.truename.local.logging.LogsApi;
import io.truename.testkit.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Contract: RFC 9110 and RFC 9112, byte by byte. Every error response is a problem document (RFC 9457). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class GatewayHttpIT {
    private static final int PATIENCE_MILLIS = 20_000;
    private static final String JOB = "{\"kind\":\"job\"}";
    private static final String IDS = "POST /functions/generate/ids HTTP/1.1|Content-Type: application/json|";

    private FunctionHost functions;
    private Gateway gateway;
    private int port;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        port = FreePort.next();
        FunctionSpec generate = new FunctionSpec(
                "generate",
                "generate",
                "functions/generate",
                "io.truename.generate.GenerateFunction",
                Duration.ofSeconds(60),
                512,
                new FunctionSpec.Scaling(0, 1, 16),
                Map.of());
        LogBuffer log = new LogBuffer(Clock.systemUTC());
        Catalog catalog = new Catalog(Map.of("generate", generate), Map.of(), Map.of(), Map.of());
        functions = new FunctionHost(catalog, folder, "http://localhost:" + port, log, Map.of(), FunctionObserver.NONE);
        ControlRoutes routes = new ControlRoutes()
                .add("GET", "/api/echo", request -> ControlReply.ok(request.query()))
                .add("PUT", "/api/echo", request -> ControlReply.ok(request.body()));
        gateway = Gateway.start("127.0.0.1", port, functions, routes, log, LogsApi.empty(), Map::of);
    }

    @AfterAll
    void stop() {
        gateway.close();
        functions.close();
    }

    /** A bar stands for the end of a line; Host and Connection: close are added unless the row begins with "bare ". */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            maxCharsPerColumn = 20_000,
            value = {
                "400; bare NOTHING",
                "400; bare GET / HTTP/1.1 more",
                "400; bare GET / HTTP/1.1|Connection: close",
                "400; GET / HTTP/1.1|Host: localhost",
                "400; GET / HTTP/1.1|Bad Name: x",
                "400; GET relative HTTP/1.1",
                "400; GET /functions/generate/%zz HTTP/1.1",
                "400; GET /functions/generate/%00 HTTP/1.1",
                "400; GET /functions/generate/%ff HTTP/1.1",
                "400; GET /functions/generate/%u0041 HTTP/1.1",
                "400; GET /functions/generate/a%2Fb HTTP/1.1",
                "400; GET /functions/generate/a%5Cb HTTP/1.1",
                "400; GET /functions/generate/a%25b HTTP/1.1",
                "400; GET /functions/generate//health HTTP/1.1",
                "400; GET /functions/generate/a/%2e%2e/health HTTP/1.1",
                "400; GET /functions/generate/../migrate/health HTTP/1.1",
                "400; GET /functions/generate/health?a=%zz HTTP/1.1",
                "400; GET /api/echo?a=%zz HTTP/1.1",
                "400; GET /api/echo?a=%ff HTTP/1.1",
                "404; GET /api/a%2Fb HTTP/1.1",
                "404; GET /function%73/generate/health HTTP/1.1",
                "404; GET /functions/gener%61te/health HTTP/1.1",
                "404; GET /functions HTTP/1.1",
                "400; POST /functions/generate/ids HTTP/1.1|Content-Length: 1|Content-Length: 2||{}",
                "400; POST /functions/generate/ids HTTP/1.1|Content-Length: x||{}",
                "400; POST /functions/generate/ids HTTP/1.1|Content-Length: -1||{}",
                "400; POST /functions/generate/ids HTTP/1.1|Content-Length: 2|Transfer-Encoding: chunked||2|{}|0|",
                "400; POST /functions/generate/ids HTTP/1.0|Transfer-Encoding: chunked||2|{}|0|",
                "400; POST /functions/generate/ids HTTP/1.1|Transfer-Encoding: gzip||2|{}|0|",
                "400; POST /functions/generate/ids HTTP/1.1|Transfer-Encoding: chunked, gzip||2|{}|0|",
                "501; POST /functions/generate/ids HTTP/1.1|Transfer-Encoding: gzip, chunked||2|{}|0|",
                "501; POST /functions/generate/ids HTTP/1.1|Transfer-Encoding: gzip|Transfer-Encoding: chunked||2|{}|0|",
                "501; PUT /api/echo HTTP/1.1|Transfer-Encoding: deflate, chunked||2|{}|0|",
                "400; POST /functions/generate/ids HTTP/1.1|Transfer-Encoding: chunked||zz|{}|0|",
                "400; POST /functions/generate/ids HTTP/1.1|Transfer-Encoding: chunked||2|{}|zz|",
                "400; POST /functions/generate/ids HTTP/1.1|Transfer-Encoding: chunked||2|{}X|0|",
                "400; GET /functions/generate/health HTTP/1.1|Transfer-Encoding: chunked||zz|",
                "400; PUT /api/echo HTTP/1.1|Transfer-Encoding: chunked||zz|",
                "417; PUT /api/echo HTTP/1.1|Expect: tea|Content-Length: 0",
                "505; GET / HTTP/1.2",
                "505; GET / HTTP/2.0",
                "505; bare PRI * HTTP/2.0||SM|",
                "505; GET / HTTX/1.1",
                "405; TRACE / HTTP/1.1",
                "405; FOO /functions/generate/health HTTP/1.1",
                "405; OPTIONS /functions/generate/ids HTTP/1.1",
                "405; DELETE /api/echo HTTP/1.1",
                "405; POST /api/stream HTTP/1.1",
                "405; bare CONNECT localhost:80 HTTP/1.1|Host: localhost:80",
                "421; bare GET / HTTP/1.0|"
            })
    void refusal_isAProblemDocument(int status, String request) throws Exception {
        assertProblem(status, send(request(request)));
    }

    @Test
    void tooLong_isAProblemDocument() throws Exception {
        assertProblem(414, send(request("GET /" + "a".repeat(20_000) + " HTTP/1.1")));
        assertProblem(431, send(request("GET / HTTP/1.1|X: " + "a".repeat(20_000))));
        assertProblem(431, send(request("GET / HTTP/1.1" + "|X: a".repeat(2_000))));
    }

    @Test
    void tooLarge_isAProblemDocument() throws Exception {
        assertProblem(413, send(request("PUT /api/echo HTTP/1.1|Content-Length: 2000000||" + "a".repeat(2_000_000))));
        assertProblem(
                413,
                send(request("PUT /api/echo HTTP/1.1|Transfer-Encoding: chunked||1e8480|" + "a".repeat(2_000_000)
                        + "|0||")));
        assertProblem(413, send(request(IDS + "Content-Length: 9000000||" + "a".repeat(9_000_000))));
        assertProblem(413, send(request(IDS + "Content-Length: 40000000||" + "a".repeat(40_000_000))));
    }

    /** Errors of the client on the path to a function: the gateway or the function reports them, whichever finds them first. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "200; GET /functions/generate/health?a=%20b&c HTTP/1.1",
                "200; GET /functions/generate/./health HTTP/1.1",
                "200; HEAD /functions/generate/health HTTP/1.1",
                "200; HEAD /api/echo HTTP/1.1",
                "200; HEAD /api/stream HTTP/1.1",
                "200; HEAD / HTTP/1.1",
                "404; HEAD /nothing HTTP/1.1",
                "204; OPTIONS * HTTP/1.1",
                "200; GET http://localhost/api/echo HTTP/1.1",
                "200; GET /api/echo?a=%EF%BF%BD HTTP/1.1",
                "200; bare GET /api/echo HTTP/1.1|Host: localhost|Connection: close, Upgrade|Upgrade: websocket",
                "200; GET /api/echo HTTP/1.0"
            })
    void status_isAsHttpSays(int status, String request) throws Exception {
        assertThat(send(request(request))).startsWith("HTTP/1.1 " + status + " ");
    }

    @Test
    void chunks_areOneBody() throws Exception {
        String chunked = IDS + "Transfer-Encoding: CHUNKED||7|{\"kind\"|7|:\"job\"}|0||";
        assertThat(send(request(chunked))).startsWith("HTTP/1.1 200 ").contains("\"kind\":\"job\"");
        String expecting = IDS + "Expect: 100-continue|Content-Length: " + JOB.length() + "||" + JOB;
        assertThat(send(request(expecting))).contains("HTTP/1.1 200 ", "\"kind\":\"job\"");
    }

    /** RFC 9110, section 15.5.6: a 405 names the methods there are, and HEAD goes with GET. */
    @Test
    void allow_namesTheMethods() throws Exception {
        assertThat(send(request("DELETE /api/echo HTTP/1.1"))).contains("Allow: GET, HEAD, PUT\r\n");
        assertThat(send(request("DELETE /functions/generate/health HTTP/1.1"))).contains("Allow: GET, HEAD\r\n");
    }

    private static void assertProblem(int status, String response) throws IOException {
        assertThat(response)
                .startsWith("HTTP/1.1 " + status + " ")
                .containsIgnoringCase("Content-Type: application/problem+json");
        JsonNode problem = new ObjectMapper()
                .readTree(response.substring(response.indexOf("\r\n\r\n")).strip());
        assertThat(problem.path("status").asInt()).isEqualTo(status);
        assertThat(problem.path("title").asText()).isNotBlank();
        assertThat(problem.path("detail").asText()).isNotBlank();
    }

    private static String request(String row) {
        boolean bare = row.startsWith("bare ");
        String lines = bare ? row.substring("bare ".length()) : row;
        int head = lines.indexOf('|');
        String first = head < 0 ? lines : lines.substring(0, head);
        String rest = head < 0 ? "" : lines.substring(head);
        String whole = bare ? lines : first + "|Host: localhost|Connection: close" + rest;
        return (whole.contains("||") ? whole : whole + "||").replace("|", "\r\n");
    }

    private String send(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
