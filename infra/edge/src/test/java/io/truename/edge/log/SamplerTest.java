// SPDX-License-Identifier: Apache-2.0
package io.truename.edge.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** A million requests do not write a million lines, and no sum loses one of them. */
class SamplerTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final LogEvent EVENT = LogEvent.of("a.b", EventLog.Severity.INFO, EventLog.Severity.ERROR)
            .text("route", "/one", "/two")
            .text("outcome", "done", "failed")
            .numbers("rows", "durationMs")
            .object("items", "document", "chunk")
            .sampled(
                    List.of("route", "outcome"),
                    "outcome",
                    java.util.Set.of("done"),
                    java.util.Set.of("rows", "items"));

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, false, StandardCharsets.UTF_8);
    private final AtomicLong millis = new AtomicLong(1_000_000);
    private final EventLog log = new EventLog(() -> out, new SettableClock(), "");

    @Test
    void aMillionRequests_fewLines_exactTotals() throws IOException {
        Random random = new Random(1);
        long[] requests = new long[4];
        long rows = 0;
        long documents = 0;
        long chunks = 0;
        for (int i = 0; i < 1_000_000; i++) {
            // 1,000 a second, with pauses.
            millis.addAndGet(random.nextInt(100_000) == 0 ? 60_000 : 1);
            boolean one = random.nextBoolean();
            boolean failed = random.nextInt(1_000) == 0;
            int documentCount = random.nextInt(4);
            requests[(one ? 0 : 1) + (failed ? 2 : 0)]++;
            rows += i;
            documents += documentCount;
            chunks += 2;
            write(one ? "/one" : "/two", failed ? "failed" : "done", i, documentCount, TraceContext.NONE);
        }
        log.flush();

        List<JsonNode> lines = lines();
        assertThat(lines).hasSizeLessThan(25_000);
        assertThat(sum(lines, "count")).isEqualTo(1_000_000);
        assertThat(distributionSum(lines, "count")).isEqualTo(1_000_000);
        assertThat(sum(lines, "rows")).isEqualTo(rows);
        assertThat(lines.stream()
                        .mapToLong(line -> line.path("items").path("document").asLong())
                        .sum())
                .isEqualTo(documents);
        assertThat(lines.stream()
                        .mapToLong(line -> line.path("items").path("chunk").asLong())
                        .sum())
                .isEqualTo(chunks);
        assertThat(sum(of(lines, "/one", "done"), "count")).isEqualTo(requests[0]);
        assertThat(sum(of(lines, "/two", "done"), "count")).isEqualTo(requests[1]);
        // Each failure has its own line: only a hot line is left out.
        assertThat(of(lines, "/one", "failed")).hasSize((int) requests[2]);
        assertThat(of(lines, "/two", "failed")).hasSize((int) requests[3]);
    }

    @Test
    void manyThreads_exactTotals() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        for (int thread = 0; thread < 8; thread++) {
            threads.execute(() -> {
                for (int i = 0; i < 20_000; i++) {
                    millis.incrementAndGet();
                    write("/one", "done", 1, 1, TraceContext.NONE);
                }
            });
        }
        threads.shutdown();
        assertThat(threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        log.flush();

        assertThat(sum(lines(), "count")).isEqualTo(160_000);
        assertThat(sum(lines(), "rows")).isEqualTo(160_000);
    }

    @Test
    void fewRequests_haveALineEach() throws IOException {
        for (int i = 0; i < Sampler.EACH_SECOND; i++) {
            write("/one", "done", 1, 1, TraceContext.NONE);
            write("/two", "done", 1, 1, TraceContext.NONE);
        }
        assertThat(lines())
                .hasSize(2 * Sampler.EACH_SECOND)
                .allMatch(line -> line.path("count").asInt() == 1);
    }

    @Test
    void manyRequests_haveALineInTwentySeconds_untilFewerCome() throws IOException {
        for (int second = 0; second < 60; second++) {
            for (int i = 0; i < 100; i++) {
                write("/one", "done", 1, 1, TraceContext.NONE);
            }
            millis.addAndGet(1_000);
        }
        assertThat(lines()).hasSize(Sampler.EACH_SECOND + 60 / Sampler.SECONDS_BETWEEN - 1);
        millis.addAndGet(1_000);
        write("/one", "done", 1, 1, TraceContext.NONE);
        write("/one", "done", 1, 1, TraceContext.NONE);

        assertThat(sum(lines(), "count")).isEqualTo(6_002);
        assertThat(lines().get(lines().size() - 1).path("count").asInt()).isEqualTo(1);
    }

    // The first lines that are left out are made all the same, so that later ones run compiled code.
    @Test
    void linesThatAreLeftOut_writeNothing_alsoWhileTheyAreMade() throws IOException {
        AtomicInteger made = new AtomicInteger();
        for (int i = 0; i < 2_000; i++) {
            Map<String, Object> fields = Map.of("route", "/one", "outcome", "done", "rows", 1);
            log.write(
                    EventLog.Severity.INFO,
                    EVENT,
                    TraceContext.NONE,
                    fields,
                    () -> {
                        made.incrementAndGet();
                        return new EventLog.Line("m", fields);
                    },
                    "/one",
                    "done");
        }
        assertThat(lines()).hasSize(Sampler.EACH_SECOND);
        assertThat(made.get()).isBetween(500, 1_500);
    }

    @Test
    void sampledTrace_isWritten_soThatItCanBeFollowed() throws IOException {
        TraceContext sampled =
                TraceContext.parse(Optional.of("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"));
        for (int i = 0; i < 20; i++) {
            write("/one", "done", 1, 1, TraceContext.NONE);
        }
        write("/one", "done", 1, 1, sampled);

        assertThat(lines()).hasSize(Sampler.EACH_SECOND + 1);
        assertThat(lines().get(Sampler.EACH_SECOND).path("count").asInt()).isEqualTo(16);
    }

    // Otherwise a burst to one route would show when the next one comes, or never.
    @Test
    void rest_isWrittenWithALaterEventOfAnyKind() throws IOException {
        for (int i = 0; i < 20; i++) {
            write("/one", "done", 1, 1, TraceContext.NONE);
        }
        millis.addAndGet(1_000L * (Sampler.MOST_SECONDS_KEPT + 1));
        write("/two", "done", 1, 1, TraceContext.NONE);

        JsonNode rest = lines().get(lines().size() - 1);
        assertThat(rest.path("route").asText()).isEqualTo("/one");
        assertThat(rest.path("outcome").asText()).isEqualTo("done");
        assertThat(rest.path("count").asInt()).isEqualTo(20 - Sampler.EACH_SECOND);
        // It is no request, so it has no duration.
        assertThat(rest.has("durationMs")).isFalse();
        log.flush();
        assertThat(sum(lines(), "count")).isEqualTo(21);
    }

    private void write(String route, String outcome, int rows, int documents, TraceContext trace) {
        Map<String, Object> fields = Map.of(
                "route",
                route,
                "outcome",
                outcome,
                "rows",
                rows,
                "durationMs",
                0.5,
                "items",
                Map.of("document", documents, "chunk", 2));
        EventLog.Severity severity = outcome.equals("done") ? EventLog.Severity.INFO : EventLog.Severity.ERROR;
        log.write(severity, EVENT, "m", trace, fields);
    }

    private List<JsonNode> lines() throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : bytes.toString(StandardCharsets.UTF_8).split("\n", -1)) {
            if (!line.isEmpty()) {
                lines.add(MAPPER.readTree(line));
            }
        }
        return lines;
    }

    private static List<JsonNode> of(List<JsonNode> lines, String route, String outcome) {
        return lines.stream()
                .filter(line -> line.path("route").asText().equals(route))
                .filter(line -> line.path("outcome").asText().equals(outcome))
                .toList();
    }

    /** The sum as a log-based distribution has it: from the count and the mean of the extracted values. */
    private static long distributionSum(List<JsonNode> lines, String field) {
        long count = 0;
        double mean = 0;
        for (JsonNode line : lines) {
            count++;
            mean += (line.path(field).asDouble() - mean) / count;
        }
        return Math.round(mean * count);
    }

    private static long sum(List<JsonNode> lines, String field) {
        return lines.stream().mapToLong(line -> line.path(field).asLong()).sum();
    }

    private final class SettableClock extends Clock {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return Instant.ofEpochMilli(millis.get());
        }
    }
}
