// SPDX-License-Identifier: Apache-2.0
package io.truename.local.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.truename.catalog.Catalog;
import io.truename.catalog.FunctionSpec;
import io.truename.local.control.ControlReply;
import io.truename.local.control.ControlRoutes;
import io.truename.local.gateway.Gateway;
import io.truename.local.log.LogBuffer;
import io.truename.local.logging.LogsApi;
import io.truename.testkit.FreePort;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Test of the gateway with several functions: the deployable of generate, twice, and a misbehaving function. The file is long
 * because the tests share cold starts, which would otherwise take most of their time.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FunctionHostIT {
    private static final String KNOWN =
            "{\"kind\":\"document\",\"userId\":\"user123\",\"fileSha256\":\"a948904f2f0f479b8f8197694b30184b0d2ed1c1cd2a1ec0fb85d299a192a447\"}";

    private final HttpClient client = HttpClient.newHttpClient();
    private final LogBuffer log = new LogBuffer(Clock.systemUTC());
    private final Map<String, Map<String, String>> environments = new ConcurrentHashMap<>();
    private FunctionHost functions;
    private Gateway gateway;
    private int port;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        HostileFunction.pack();
        port = FreePort.next();
        Map<String, FunctionSpec> specs = new LinkedHashMap<>();
        specs.put("generate", spec("generate", "functions/generate", "io.truename.generate.GenerateFunction"));
        specs.put(
                "elsewhere",
                new FunctionSpec(
                        "elsewhere",
                        "generate, with an environment of its own",
                        "functions/generate",
                        "io.truename.generate.GenerateFunction",
                        Duration.ofSeconds(2),
                        512,
                        new FunctionSpec.Scaling(0, 1, 16),
                        Map.of("TRUENAME_NAMESPACE", "6ba7b810-9dad-11d1-80b4-00c04fd430c8")));
        specs.put("hostile", spec("hostile", "functions/hostile", HostileFunction.class.getName()));
        specs.put("missing", spec("missing", "functions/missing", "no.such.Function"));
        Catalog catalog = new Catalog(specs, Map.of(), Map.of(), Map.of());
        functions = new FunctionHost(catalog, folder, "http://localhost:" + port, log, environments, observer);
        // Known only after the host was created, like a database's address.
        environments.put("elsewhere", Map.of("TRUENAME_NAMESPACE_HASH", "SHA-256"));
        ControlRoutes routes = new ControlRoutes().add("PUT", "/api/echo", request -> ControlReply.ok(request.body()));
        gateway = Gateway.start("127.0.0.1", port, functions, routes, log, LogsApi.empty(), () -> Map.of());
    }

    /** Notes the revisions that start and that answer. */
    private final FunctionObserver observer = new FunctionObserver() {
        @Override
        public void printed(Revision revision, String line) {}

        @Override
        public void answered(Revision revision, int status, Duration latency) {
            noted.add("answered " + revision.name());
        }

        @Override
        public void started(Revision revision, Duration startup) {
            noted.add("started " + revision.name());
        }

        @Override
        public void worked(Revision revision, Duration time) {}

        @Override
        public void used(Revision revision, double memory, double processor) {}
    };

    private final List<String> noted = new CopyOnWriteArrayList<>();

    @Test
    void deployment_isARevisionWithANameOfItsOwn_alsoOneThatCannotStart() throws Exception {
        String first = revision("elsewhere");
        assertThat(first).matches("elsewhere-0000[0-9]-[a-z]{3}");
        functions.deploy("elsewhere", Map.of("TRUENAME_NAMESPACE", "no namespace"), OptionalInt.empty());
        String broken = revision("elsewhere");
        assertThat(broken).isNotEqualTo(first);
        assertThat(client.send(request("/functions/elsewhere/health").build(), HttpResponse.BodyHandlers.discarding())
                        .statusCode())
                .isGreaterThanOrEqualTo(500);
        await().until(() -> noted.contains("answered " + broken));
        assertThat(noted).doesNotContain("started " + broken);

        functions.deploy("elsewhere", Map.of(), OptionalInt.empty());
        String mended = revision("elsewhere");
        assertThat(client.send(request("/functions/elsewhere/health").build(), HttpResponse.BodyHandlers.discarding())
                        .statusCode())
                .isEqualTo(200);
        assertThat(noted).contains("started " + mended);
        assertThat(List.of(first, broken, mended)).doesNotHaveDuplicates();
    }

    private String revision(String function) {
        return functions.status().stream()
                .filter(one -> one.name().equals(function))
                .findFirst()
                .orElseThrow()
                .revision();
    }

    @AfterAll
    void stop() {
        gateway.close();
        functions.close();
    }

    @Test
    void generate_throughTheGateway() throws Exception {
        HttpResponse<String> answer = client.send(
                request("/functions/generate/ids")
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(KNOWN))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.body()).isEqualTo("{\"kind\":\"document\",\"id\":\"bf33f793-7447-5c56-a7da-9ffa2f8aa79d\"}");
    }

    @Test
    void environment_ofTheCatalogReachesEachFunction() throws Exception {
        HttpRequest.BodyPublisher batch = HttpRequest.BodyPublishers.ofString("{\"items\":[]}");
        for (String function : new String[] {"elsewhere", "generate"}) {
            HttpResponse<String> answer = client.send(
                    request("/functions/" + function + "/ids")
                            .header("Content-Type", "application/json")
                            .POST(batch)
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            String namespace = function.equals("elsewhere") ? "6ba7b810-9dad" : "6c8a1e6e-1f0b";
            assertThat(answer.body()).contains("\"namespace\":\"" + namespace);
        }
    }

    @Test
    void environment_ofThePlatformReachesItsFunction() throws Exception {
        HttpResponse<String> answer = client.send(
                request("/functions/elsewhere/ids")
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(KNOWN))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(UUID.fromString(answer.body().replaceAll(".*\"id\":\"([^\"]+)\".*", "$1"))
                        .version())
                .isEqualTo(8);
    }

    @Test
    void crash_staysWithTheOneWhoCrashed() throws Exception {
        assertThat(status("/functions/hostile/throw")).isEqualTo(500);
        assertThat(status("/functions/hostile/error")).isEqualTo(500);
        assertThat(body("/functions/hostile/throw")).contains("\"status\":500", "\"detail\"");
        assertThat(status("/functions/hostile/ok")).isEqualTo(200);
        assertThat(status("/functions/generate/health")).isEqualTo(200);
    }

    @Test
    void timeout_isAnsweredForAndHindersNobody() throws Exception {
        CompletableFuture<HttpResponse<String>> hanging = send("/functions/hostile/hang");
        assertThat(status("/functions/generate/health")).isEqualTo(200);
        assertThat(status("/functions/hostile/ok")).isEqualTo(200);
        assertThat(hanging.get().body()).contains("time limit in the catalog is 2 seconds");
        assertThat(hanging.get().statusCode()).isEqualTo(504);
    }

    @Test
    void kill_cutsRequestsAndTheNextStartsAnother() throws Exception {
        CompletableFuture<HttpResponse<String>> hanging = send("/functions/hostile/hang");
        await().atMost(Duration.ofSeconds(20)).until(() -> status("/functions/hostile/ok") == 200);
        functions.kill("hostile");
        assertThat(hanging.get().statusCode()).isIn(502, 503, 504);
        assertThat(status("/functions/hostile/ok")).isEqualTo(200);
    }

    @Test
    void slowBodies_holdNoThread() throws Exception {
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 220; i++) {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
                slow.add(socket);
                socket.getOutputStream()
                        .write("PUT /api/echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n{"
                                .getBytes(StandardCharsets.US_ASCII));
            }
            assertThat(client.send(
                                    request("/api/echo")
                                            .timeout(Duration.ofSeconds(15))
                                            .PUT(HttpRequest.BodyPublishers.ofString("{\"a\":1}"))
                                            .build(),
                                    HttpResponse.BodyHandlers.ofString())
                            .body())
                    .isEqualTo("{\"a\":1}");
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /functions/hostile/../../x HTTP/1.1\r\nHost: localhost",
                "GET /functions/hostile/%2e%2e/%2e%2e/x HTTP/1.1\r\nHost: localhost",
                "GET /../x HTTP/1.1\r\nHost: localhost",
                "GET /%zz HTTP/1.1\r\nHost: localhost",
                "GET / HTTP/1.1",
                "PUT /api/echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz"
            })
    void malformed_isAProblemDocument(String head) throws Exception {
        assertThat(raw(head + "\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 400")
                .contains("application/problem+json")
                .contains("\"detail\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":1} more", "{\"a\":1,\"a\":2}", "{"})
    void commandThatIsNotOneObject_refused(String body) throws Exception {
        assertThat(client.send(
                                request("/api/echo")
                                        .PUT(HttpRequest.BodyPublishers.ofString(body))
                                        .build(),
                                HttpResponse.BodyHandlers.ofString())
                        .body())
                .contains("The body is not JSON");
    }

    @Test
    void function_seesNothingOfTheFrameworkOrTheLocalCloud() throws Exception {
        assertThat(body("/functions/hostile/classes")).isEqualTo("false false");
    }

    /** The console reads by itself, once a second. */
    @Test
    void readsOfTheConsole_areNobodysTraffic() throws Exception {
        assertThat(body("/functions/elsewhere/health")).isNotEmpty();
        await().until(() -> requests("elsewhere") > 0);
        long before = requests("elsewhere");
        HttpRequest marked = request("/functions/elsewhere/health")
                .header("traceparent", "00-c0501e00000000000000000000000001-0000000000000001-00")
                .build();
        assertThat(client.send(marked, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(200);
        assertThat(body("/functions/elsewhere/health")).isNotEmpty();
        await().until(() -> requests("elsewhere") > before);
        assertThat(requests("elsewhere")).isEqualTo(before + 1);
    }

    private long requests(String name) {
        return functions.status().stream()
                .filter(function -> function.name().equals(name))
                .mapToLong(FunctionStatus::requests)
                .sum();
    }

    @Test
    void stream_withoutTheLog_hasTheStatusOnly() throws Exception {
        log.add("test", "INFO", "a line");
        assertThat(firstEvents("/api/stream")).contains("event: log");
        assertThat(firstEvents("/api/stream?log=off")).containsOnly("event: status");
    }

    /** The types of the stream's events up to its second status. */
    private List<String> firstEvents(String path) throws Exception {
        List<String> events = new ArrayList<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                client.send(request(path).build(), HttpResponse.BodyHandlers.ofInputStream())
                        .body(),
                StandardCharsets.UTF_8))) {
            while (Collections.frequency(events, "event: status") < 2) {
                String line = String.valueOf(lines.readLine());
                if (line.startsWith("event: ")) {
                    events.add(line);
                }
            }
        }
        return events;
    }

    @Test
    void pathAndQuery_arriveAsTheyWere() throws Exception {
        assertThat(body("/functions/hostile/ok?a=b%20c&d")).isEqualTo("ok a=b%20c&d");
    }

    @Test
    void missingDeployable_isToldAndTriedAgain() throws Exception {
        assertThat(status("/functions/missing/")).isEqualTo(503);
        assertThat(body("/functions/missing/")).contains("build it with mvn package");
        assertThat(functions.health().up()).isFalse();
    }

    @Test
    void unknownFunction_names() throws Exception {
        assertThat(status("/functions/nobody/x")).isEqualTo(404);
        assertThat(body("/functions/nobody/x")).contains("generate, elsewhere, hostile");
    }

    @Test
    void foreignHost_refused() throws Exception {
        assertThat(raw("GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 421");
        assertThat(raw("GET / HTTP/1.1\r\nHost: localhost.evil.example\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 421");
        assertThat(raw("GET /functions/hostile/ok HTTP/1.1\r\nHost: LOCALHOST:" + port
                        + "\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200");
        assertThat(raw("GET /functions/hostile/ok HTTP/1.1\r\nHost: [::1]:" + port + "\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200");
    }

    @Test
    void crossSitePost_refused() throws Exception {
        assertThat(post("Origin", "http://evil.example")).isEqualTo(403);
        assertThat(post("Origin", "null")).isEqualTo(403);
        assertThat(post("Origin", "http://localhost:1")).isEqualTo(403);
        assertThat(post("Sec-Fetch-Site", "cross-site")).isEqualTo(403);
        assertThat(post("Sec-Fetch-Site", "same-site")).isEqualTo(403);
        assertThat(post("Origin", "http://localhost:" + port)).isEqualTo(200);
        assertThat(post("Sec-Fetch-Site", "same-origin")).isEqualTo(200);
    }

    private CompletableFuture<HttpResponse<String>> send(String path) {
        return client.sendAsync(request(path).build(), HttpResponse.BodyHandlers.ofString());
    }

    private int post(String header, String value) throws Exception {
        return client.send(
                        request("/functions/generate/ids")
                                .header("Content-Type", "application/json")
                                .header(header, value)
                                .POST(HttpRequest.BodyPublishers.ofString(KNOWN))
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private int status(String path) throws Exception {
        return client.send(request(path).build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private String body(String path) throws Exception {
        return client.send(request(path).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .version(HttpClient.Version.HTTP_1_1)
                .timeout(Duration.ofSeconds(60));
    }

    private String raw(String request) throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static FunctionSpec spec(String name, String deployable, String entryPoint) {
        return new FunctionSpec(
                name,
                name,
                deployable,
                entryPoint,
                Duration.ofSeconds(2),
                128,
                new FunctionSpec.Scaling(0, 1, 16),
                Map.of());
    }
}
