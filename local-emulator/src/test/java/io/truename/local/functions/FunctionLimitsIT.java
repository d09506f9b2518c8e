// SPDX-License-Identifier: Apache-2.0
package io.truename.local.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.truename.catalog.Catalog;
import io.truename.catalog.FunctionSpec;
import io.truename.catalog.SubscriptionSpec;
import io.truename.catalog.TopicSpec;
import io.truename.local.control.ControlRoutes;
import io.truename.local.gateway.Gateway;
import io.truename.local.log.LogBuffer;
import io.truename.local.log.LogLine;
import io.truename.local.logging.LogsApi;
import io.truename.local.pubsub.LocalPubSub;
import io.truename.local.pubsub.push.PushListener;
import io.truename.testkit.FreePort;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Test of functions that exceed their time or memory or end their process, with the real gateway and a push subscription. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FunctionLimitsIT {
    private static final FunctionSpec HOSTILE = new FunctionSpec(
            "hostile",
            "hostile",
            "functions/hostile",
            HostileFunction.class.getName(),
            Duration.ofSeconds(2),
            128,
            new FunctionSpec.Scaling(0, 1, 16),
            Map.of("SETTING", "of the catalog"));
    private static final SubscriptionSpec LATE_AT_FIRST = new SubscriptionSpec(
            "late-at-first",
            "events",
            "",
            Duration.ofSeconds(60),
            Duration.ofMinutes(10),
            false,
            Optional.of(new SubscriptionSpec.Push("hostile", "/late-at-first")),
            Optional.empty(),
            Optional.of(new SubscriptionSpec.DeadLetter("dead", 5)));

    private final HttpClient client = HttpClient.newHttpClient();
    private final LogBuffer log = new LogBuffer(Clock.systemUTC());
    private FunctionHost functions;
    private LocalPubSub pubSub;
    private Gateway gateway;
    private int port;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        HostileFunction.pack();
        port = FreePort.next();
        Catalog catalog = new Catalog(
                Map.of("hostile", HOSTILE),
                Map.of(
                        "events", new TopicSpec("events", "", Duration.ofMinutes(10)),
                        "dead", new TopicSpec("dead", "", Duration.ofMinutes(10))),
                Map.of(LATE_AT_FIRST.name(), LATE_AT_FIRST),
                Map.of());
        String baseUrl = "http://localhost:" + port;
        functions = new FunctionHost(catalog, folder, baseUrl, log, Map.of(), FunctionObserver.NONE);
        pubSub = LocalPubSub.start(catalog, 0, baseUrl, functions::kill, PushListener.NONE, Clock.systemUTC(), 1);
        gateway =
                Gateway.start("127.0.0.1", port, functions, new ControlRoutes(), log, LogsApi.empty(), () -> Map.of());
    }

    @AfterAll
    void stop() {
        pubSub.close();
        gateway.close();
        functions.close();
    }

    @Test
    void timeout_endsTheWorkAndIsTold() throws Exception {
        assertThat(status("/functions/hostile/ok")).isEqualTo(200);
        ProcessHandle instance = onlyProcess(HostileFunction.class);
        CompletableFuture<HttpResponse<String>> hanging = send("/functions/hostile/hang");
        await().until(() -> hostile().busy() == 1);
        assertThat(hostile().instances()).isEqualTo(1);
        assertThat(hanging.get().statusCode()).isEqualTo(504);
        // Work that went on would be work that the cloud does not do.
        instance.onExit().get(20, TimeUnit.SECONDS);
        assertThat(hostile().state()).isEqualTo(FunctionStatus.State.ENDED);
        await().until(() -> hostile().instances() == 0);
        assertThat(hostile().timeouts()).isPositive();
        assertThat(logged()).contains("A request reached the time limit of 2 seconds and was answered with 504.");
        assertThat(status("/functions/hostile/ok")).isEqualTo(200);
    }

    @Test
    void timeout_ofAPush_isDeliveredAgain() {
        long before = hostile().timeouts();
        pubSub.publish("events", "{}", Map.of());
        await().atMost(Duration.ofSeconds(30))
                .until(() -> pubSub.status().topics().stream()
                        .flatMap(topic -> topic.subscriptions().stream())
                        .anyMatch(subscription -> subscription.acked() == 1));
        assertThat(hostile().timeouts()).isGreaterThan(before);
    }

    @Test
    void heapFull_isAnsweredToldAndStartedAnew() throws Exception {
        HttpResponse<String> answer = send("/functions/hostile/heap").get();
        assertThat(answer.body()).contains("Memory limit of 128 MiB exceeded");
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(hostile().memoryExcesses()).isPositive();
        assertThat(logged()).contains("Memory limit of 128 MiB exceeded", "Raise memoryMiB in the catalog");
        assertThat(status("/functions/hostile/ok")).isEqualTo(200);
    }

    @Test
    void memoryOutsideOfTheHeap_counts() throws Exception {
        HttpResponse<String> answer = send("/functions/hostile/memory").get();
        assertThat(answer.body()).containsPattern("Memory limit of 128 MiB exceeded with 1\\d\\d MiB used");
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(status("/functions/hostile/ok")).isEqualTo(200);
    }

    @Test
    void exit_endsTheFunctionAlone() throws Exception {
        assertThat(status("/functions/hostile/exit")).isEqualTo(502);
        assertThat(logged()).contains("The instance ended by itself, with exit code 7.");
        assertThat(status("/functions/hostile/ok")).isEqualTo(200);
    }

    @Test
    void kill_endsItsProcess() throws Exception {
        assertThat(status("/functions/hostile/ok")).isEqualTo(200);
        ProcessHandle instance = onlyProcess(HostileFunction.class);
        functions.kill("hostile");
        instance.onExit().get(20, TimeUnit.SECONDS);
    }

    @Test
    void interruptOfTheTerminal_isLeftToTheLocalCloud() throws Exception {
        assertThat(status("/functions/hostile/ok")).isEqualTo(200);
        ProcessHandle instance = onlyProcess(HostileFunction.class);
        assertThat(new ProcessBuilder("kill", "-INT", Long.toString(instance.pid()))
                        .start()
                        .waitFor())
                .isZero();
        // The signal would have been handled before this request is answered.
        assertThat(status("/functions/hostile/ok")).isEqualTo(200);
        assertThat(onlyProcess(HostileFunction.class)).isEqualTo(instance);
    }

    @Test
    void output_isTheFunctionsLog() throws Exception {
        assertThat(status("/functions/hostile/print")).isEqualTo(200);
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(log.newest())
                        .filteredOn(line -> line.source().equals("hostile"))
                        .extracting(LogLine::severity, LogLine::message)
                        .contains(
                                tuple("DEFAULT", "héllo wörld"),
                                tuple("WARNING", "structured"),
                                tuple("DEFAULT", " ready 1")));
    }

    @Test
    void environment_isTheCatalogs_andTheRevision() throws Exception {
        assertThat(body("/functions/hostile/environment").split(" "))
                .contains("GOOGLE_CLOUD_PROJECT", "SETTING")
                .isSubsetOf(
                        "SETTING",
                        "GOOGLE_CLOUD_PROJECT",
                        "K_REVISION",
                        "PATH",
                        "HOME",
                        "LANG",
                        "LC_ALL",
                        "LC_CTYPE",
                        "LD_LIBRARY_PATH",
                        "TZ");
    }

    private FunctionStatus hostile() {
        return functions.status().stream()
                .filter(status -> status.name().equals("hostile"))
                .findFirst()
                .orElseThrow();
    }

    private String logged() {
        return log.newest().stream().map(LogLine::message).collect(Collectors.joining("\n"));
    }

    private static ProcessHandle onlyProcess(Class<?> entryPoint) {
        return ProcessHandle.current()
                .children()
                .filter(child -> child.info().commandLine().orElse("").endsWith(entryPoint.getName()))
                .filter(ProcessHandle::isAlive)
                .reduce((first, second) -> {
                    throw new AssertionError("two instances");
                })
                .orElseThrow();
    }

    private int status(String path) throws Exception {
        return send(path).get().statusCode();
    }

    private String body(String path) throws Exception {
        return send(path).get().body();
    }

    private CompletableFuture<HttpResponse<String>> send(String path) {
        return client.sendAsync(
                HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                        .timeout(Duration.ofSeconds(60))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
