// SPDX-License-Identifier: Apache-2.0
package io.truename.local.logging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.logging.type.LogSeverity;
import io.truename.testkit.SteppedClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LogsApiTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final JsonMapper JSON = new JsonMapper();

    private final SteppedClock clock = new SteppedClock(Instant.parse("2026-11-27T20:00:30Z"));
    private LocalLogging logging;

    @BeforeEach
    void start() throws Exception {
        logging = new LocalLogging(clock, "p", Optional.empty());
    }

    @AfterEach
    void stop() {
        logging.close();
    }

    @Test
    void list_hasTheRestFormOfEntries() throws Exception {
        logging.accept(
                "generate",
                "generate-00001-abc",
                "stdout",
                "{\"severity\":\"ERROR\",\"message\":\"m\",\"n\":1,\"httpRequest\":{\"status\":500,\"latency\":\"1.5s\"}}");
        JsonNode entry = list(Map.of()).path("items").get(0);
        assertThat(entry.path("logName").asText()).isEqualTo("projects/p/logs/run.googleapis.com%2Fstdout");
        assertThat(entry.path("severity").asText()).isEqualTo("ERROR");
        assertThat(entry.path("timestamp").asText()).isEqualTo("2026-11-27T20:00:30Z");
        assertThat(entry.path("resource").path("labels").path("service_name").asText())
                .isEqualTo("generate");
        assertThat(entry.path("jsonPayload").path("n").asDouble()).isEqualTo(1);
        assertThat(entry.path("httpRequest").path("latency").asText()).isEqualTo("1.500s");
    }

    @Test
    void list_isNewestFirstInPages() throws Exception {
        for (int at = 0; at < 7; at++) {
            clock.advance(Duration.ofSeconds(1));
            logging.accept("generate", "generate-00001-abc", "stdout", "line " + at);
        }
        List<String> texts = new ArrayList<>();
        String token = "";
        int pages = 0;
        do {
            JsonNode page = list(Map.of("limit", "3", "pageToken", token, "filter", "line"));
            page.path("items")
                    .forEach(entry -> texts.add(entry.path("textPayload").asText()));
            token = page.path("next").asText();
            pages++;
        } while (!token.isEmpty());
        assertThat(pages).isEqualTo(3);
        assertThat(texts).containsExactly("line 6", "line 5", "line 4", "line 3", "line 2", "line 1", "line 0");
        assertThat(list(Map.of("order", "asc", "limit", "1"))
                        .path("items")
                        .get(0)
                        .path("textPayload")
                        .asText())
                .isEqualTo("line 0");
    }

    @Test
    void histogram_countsTheWholeTimeBySeverity() throws Exception {
        for (int minute = 0; minute < 6; minute++) {
            for (int at = 0; at < 300; at++) {
                logging.accept(
                        "generate",
                        "generate-00001-abc",
                        "stdout",
                        "{\"severity\":\"" + (at == 0 ? "ERROR" : "INFO") + "\",\"n\":" + at + "}");
            }
            clock.advance(Duration.ofMinutes(1));
        }
        Map<String, String> time =
                Map.of("start", "2026-11-27T20:01:30Z", "end", "2026-11-27T20:04:30Z", "buckets", "3");
        JsonNode all = histogram(time);
        assertThat(all.path("counts")).hasToString("{\"INFO\":[299,299,299],\"ERROR\":[1,1,1]}");
        assertThat(all.path("end").asText()).isEqualTo("2026-11-27T20:04:30Z");
        assertThat(all.has("since")).isFalse();

        Map<String, String> filtered = new HashMap<>(time);
        filtered.put("filter", "severity>=ERROR");
        assertThat(histogram(filtered).path("counts")).hasToString("{\"ERROR\":[1,1,1]}");
        filtered.put("filter", "severity>=ALERT");
        assertThat(histogram(filtered).path("counts")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "start,yesterday",
        "start,''",
        "start,2026-11-27T20:04:30Z",
        "end,2026-11-27T20:00:00Z",
        "end,+999999999-01-01T00:00:00Z",
        "buckets,0",
        "buckets,1001",
        "filter,("
    })
    void histogram_thatCannotBeCounted_isAProblem(String name, String value) {
        Map<String, String> query =
                new HashMap<>(Map.of("start", "2026-11-27T20:01:30Z", "end", "2026-11-27T20:04:30Z"));
        query.put(name, value);
        assertThat(catchThrowableOfType(LogsProblem.class, () -> logging.api().histogram(query)))
                .isNotNull();
    }

    private JsonNode histogram(Map<String, String> query) throws Exception {
        return JSON.readTree(logging.api().histogram(query));
    }

    @Test
    void filter_thatCannotBeUsed_isAProblemWithItsPosition() throws Exception {
        LogsProblem problem = catchThrowableOfType(
                LogsProblem.class, () -> logging.api().list(Map.of("filter", "severity=ERROR thud=1")));
        assertThat(problem.status()).isEqualTo(400);
        JsonNode body = JSON.readTree(problem.json());
        assertThat(body.path("position").asInt()).isEqualTo(15);
        assertThat(body.path("title").asText()).contains("\"thud\" is no field of a log entry");
        assertThat(body.path("detail").asText()).contains("jsonPayload.thud");
        assertThat(catchThrowableOfType(LogsProblem.class, () -> logging.api().stream(Map.of("filter", "(")))
                        .position())
                .hasValue(1);
    }

    @ParameterizedTest
    @CsvSource({"limit,0", "limit,1001", "limit,x", "order,up", "pageToken,x"})
    void parameter_thatCannotBeUsed_isAProblem(String name, String value) throws Exception {
        LogsProblem problem =
                catchThrowableOfType(LogsProblem.class, () -> logging.api().list(Map.of(name, value)));
        assertThat(problem.position()).isEmpty();
        assertThat(JSON.readTree(problem.json()).has("position")).isFalse();
    }

    @Test
    void stream_sendsBatchesAtMostFourTimesASecond() throws Exception {
        try (LogEvents events = logging.api().stream(Map.of("filter", "wanted"))) {
            long start = System.nanoTime();
            List<String> sent = new ArrayList<>();
            for (int at = 0; at < 4; at++) {
                logging.accept("generate", "generate-00001-abc", "stdout", "wanted " + at + "\nother");
                sent.add(events.next(PATIENCE).orElseThrow());
            }
            assertThat(System.nanoTime() - start)
                    .isGreaterThanOrEqualTo(Duration.ofMillis(750).toNanos());
            assertThat(sent.get(0))
                    .startsWith("data: [{")
                    .endsWith("}]\n\n")
                    .contains("wanted 0")
                    .doesNotContain("other");
            assertThat(events.next(Duration.ofMillis(1))).isEmpty();
        }
    }

    @Test
    void slowReader_isToldOfTheGapFirst() throws Exception {
        try (LogEvents events = logging.api().stream(Map.of())) {
            for (int at = 0; at < 5_010; at++) {
                logging.accept("generate", "generate-00001-abc", "stdout", "line");
            }
            assertThat(events.next(PATIENCE)).contains("event: gap\ndata: {\"missed\":10}\n\n");
            int entries = 0;
            for (int at = 0; at < 5; at++) {
                String data = events.next(PATIENCE).orElseThrow();
                entries += JSON.readTree(data.substring("data: ".length())).size();
            }
            assertThat(entries).isEqualTo(5_000);
        }
    }

    @Test
    void close_endsStreams() throws Exception {
        LogEvents events = logging.api().stream(Map.of());
        logging.close();
        assertThat(events.next(PATIENCE)).isEmpty();
        assertThat(events.isClosed()).isTrue();
    }

    @Test
    void componentsWriteToo() throws Exception {
        logging.write("scheduler", LogSeverity.WARNING, "late");
        JsonNode entry = list(Map.of("filter", "labels.component=scheduler"))
                .path("items")
                .get(0);
        assertThat(entry.path("textPayload").asText()).isEqualTo("late");
        assertThat(logging.api().logs()).isEqualTo("{\"items\":[\"projects/p/logs/local-cloud\"]}");
        assertThat(logging.usage().entries()).isEqualTo(1);
        assertThat(logging.problem()).isEmpty();
    }

    private JsonNode list(Map<String, String> query) throws Exception {
        return JSON.readTree(logging.api().list(query));
    }
}
