// SPDX-License-Identifier: Apache-2.0
package io.truename.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.truename.catalog.Runbook;
import io.truename.testkit.redis.RedisServer;
import io.truename.testkit.suite.LongSuite;
import java.io.IOException;
import java.net.URI;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a person on call uses, on a running local cloud in which all is well after its story: the commands of every runbook, the
 * dashboards, and an alert whose cause is outside of the cloud. Long, because they share that cloud.
 */
@LongSuite
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RunbooksIT {
    private static final Pattern HEALTHY = Pattern.compile("(.+?) +# healthy: (.+)");
    private static final long LONGEST_SECONDS = 60;

    private int port;
    private LocalProcess cloud;
    private String setup;
    private Instant started;
    private final AtomicInteger asked = new AtomicInteger();

    @BeforeAll
    void start(@TempDir Path temporary) throws Exception {
        port = LocalProcess.freePort();
        started = Instant.now();
        cloud = LocalProcess.start(temporary, "--port", String.valueOf(port), "--documents", "20");
        setup = Runbooks.read("README.md").blocks().stream()
                .filter(block -> block.use() == Runbook.Use.LOCAL)
                .map(block -> block.script().replace("localhost:8900", "localhost:" + port))
                .collect(Collectors.joining());
        cloud.awaitLine("Ctrl-C ends everything");
    }

    @AfterAll
    void stop() throws Exception {
        cloud.terminate();
        cloud.awaitExit();
        cloud.close();
    }

    @ParameterizedTest
    @MethodSource("io.truename.local.Runbooks#all")
    @Order(1)
    void checks_workAndAreHealthy(Runbook runbook, @TempDir Path folder) throws Exception {
        String checks = scripts(runbook, Runbook.Use.CHECK).collect(Collectors.joining());
        Shell shell = run(folder, checked(checks));
        assertThat(shell.status()).as(shell.output()).isZero();
    }

    // Without this, a check that prints nothing or an error page would pass.
    @Test
    @Order(1)
    void check_failsIfTheAnswerIsAnother(@TempDir Path folder) throws Exception {
        assertThat(run(folder, checked("call $(at generate)/health   # healthy: \"status\":\"down\"\n"))
                        .output())
                .endsWith("this answer has not: \"status\":\"down\"\n");
        assertThat(run(folder, checked("call $(at generate)/helth   # healthy: status\n"))
                        .status())
                .isNotZero();
        assertThat(run(folder, checked("metric no.such/metric ALIGN_MAX\n")).status())
                .isNotZero();
        assertThat(run(folder, checked("logs 'no filter at all ('\n")).status()).isNotZero();
    }

    // Operators paste these commands from an empty project on; here only the last one can run.
    @Test
    @Order(1)
    void readmeOfOperators_endsWithAnId(@TempDir Path folder) throws Exception {
        Matcher block = Pattern.compile("(?ms)^```sh\\n(.*?)^```$")
                .matcher(Files.readString(Path.of("../terraform/README.md")));
        assertThat(block.find()).isTrue();
        String commands = block.group(1);
        assertThat(commands.replaceAll("(?ms)^(cat [^\\n]*<<END)\\n.*?^END$", "$1")
                        .replaceAll("\\\\\\n", "")
                        .lines())
                .as("commands from an empty project to an id")
                .hasSizeLessThan(15);
        String last = commands.substring(commands.indexOf("curl "));
        Shell shell = run(folder, "gcloud() { echo token; }\naddress=$(at generate)\n" + last);
        assertThat(shell.output()).contains("bf33f793-7447-5c56-a7da-9ffa2f8aa79d");
        assertThat(shell.status()).isZero();
    }

    /** After the checks, because it rolls the story's migration back. */
    @Test
    @Order(2)
    void changes_areTakenOrRefusedForTheStateAlone(@TempDir Path folder) throws Exception {
        StringBuilder changes = new StringBuilder("""
                first() { grep -o "\\"$1\\":\\"[^\\"]*" | head -1 | cut -d'"' -f4; }
                RUN=$(call "$(at migrate)/migrations?limit=1" | first id)
                FINGERPRINT=$(call "$(at probe)/findings?limit=1" | first fingerprint)
                set +e
                """);
        for (Runbook runbook : Runbooks.all()) {
            scripts(runbook, Runbook.Use.CHANGE).forEach(changes::append);
        }
        Shell shell = run(folder, changes.toString());
        assertThat(shell.output()).contains("\"state\":\"ROLLING_BACK\"");
        Set<String> refusals = Pattern.compile("\"status\": ?(\\d+)[^}]*")
                .matcher(shell.output())
                .results()
                .filter(answer -> !answer.group(1).equals("409"))
                .map(MatchResult::group)
                .collect(Collectors.toSet());
        assertThat(refusals).isEmpty();
    }

    @Test
    @Order(3)
    void widgets_haveData_orAReasonToBeEmpty() {
        EmptyWidgets widgets = new EmptyWidgets(this::ask, started);
        // Functions write points every five seconds at most, with a later request; the schedule makes one each minute.
        await().atMost(Duration.ofSeconds(150))
                .pollInterval(Duration.ofSeconds(5))
                .untilAsserted(() -> {
                    // A rate needs two minutes with look-ups.
                    lookUp(1);
                    ask("/api/clock/advance", "{\"seconds\":60}");
                    lookUp(1);
                    ask("/api/clock/advance", "{\"seconds\":300}");
                    assertThat(widgets.unexplained()).isEmpty();
                });
    }

    @Test
    @Order(4)
    void redis_lost_opensTheAlert_whichClosesWhenItIsBack() {
        assumeTrue(RedisServer.isInstalled(), RedisServer.ABSENT);
        try (RedisServer redis = RedisServer.start()) {
            ask("/api/functions/probe/deploy", "{\"environment\":{\"TRUENAME_REDIS_URL\":\"" + redis.url() + "\"}}");
            awaitRedis();
            redis.kill();
            lookUp(100);
            ask("/api/clock/advance", "{\"seconds\":1200}");
            assertThat(lostRedis()).containsExactly("open");

            redis.restart();
            awaitRedis();
            // What was lost in the last minutes goes on with them, so more look-ups than that have to be answered.
            await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
                for (int uploader = 0; uploader < 20; uploader++) {
                    lookUp(20);
                }
                ask("/api/clock/advance", "{\"seconds\":600}");
                assertThat(lostRedis()).containsExactly("closed");
            });
        }
    }

    private void awaitRedis() {
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            lookUp(1);
            return ask("/functions/probe/known/stats", "")
                    .at("/store/reachable")
                    .asBoolean();
        });
    }

    /** Looks documents up that nobody has asked for. */
    private void lookUp(int documents) {
        ask(
                "/functions/probe/known",
                IntStream.range(0, documents)
                        .mapToObj(document -> "{\"user\":\"nobody\",\"contentHash\":\""
                                + String.format("%064x", asked.incrementAndGet()) + "\"}")
                        .collect(Collectors.joining(",", "{\"items\":[", "]}")));
    }

    private List<String> lostRedis() {
        List<String> states = new ArrayList<>();
        for (JsonNode incident :
                ask("/api/incidents?alert=known-store-unavailable", "").path("items")) {
            states.add(incident.path("state").asText());
        }
        return states;
    }

    /** Sends a body to a path of the cloud; GET without one. */
    private JsonNode ask(String path, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .header("content-type", "application/json");
        try {
            HttpResponse<String> answer = HttpClient.newHttpClient()
                    .send(
                            (body.isEmpty() ? request : request.POST(BodyPublishers.ofString(body))).build(),
                            BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isLessThan(300);
            return new JsonMapper().readTree(answer.body());
        } catch (IOException | InterruptedException failed) {
            throw new AssertionError(failed);
        }
    }

    private static Stream<String> scripts(Runbook runbook, Runbook.Use use) {
        return runbook.blocks().stream().filter(block -> block.use() == use).map(Runbook.Block::script);
    }

    /** The script, which ends at the first answer that is not plausible. */
    private static String checked(String script) {
        StringBuilder checked = new StringBuilder();
        for (String line : script.split("\n", -1)) {
            Matcher healthy = HEALTHY.matcher(line);
            if (healthy.matches()) {
                checked.append(checked(healthy.group(1), healthy.group(2)));
            } else if (line.startsWith("logs ")) {
                checked.append(checked(line, "["));
            } else if (line.startsWith("metric ")) {
                checked.append(checked(line, "\"series\":["));
            } else {
                checked.append(line).append('\n');
            }
        }
        return checked.toString();
    }

    private static String checked(String command, String expected) {
        return """
                answer=$(%s)
                printf '%%s\\n' "$answer"
                case $answer in *'%s'*) ;; *) echo 'this answer has not: %s'; exit 9 ;; esac
                """.formatted(command, expected, expected);
    }

    private record Shell(int status, String output) {}

    private Shell run(Path folder, String script) throws IOException, InterruptedException {
        Path output = folder.resolve("output");
        Process shell = new ProcessBuilder("bash", "-euo", "pipefail", "-c", setup + script)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(shell.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)).as(script).isTrue();
        return new Shell(shell.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
    }
}
