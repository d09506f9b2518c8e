// SPDX-License-Identifier: Apache-2.0
package io.truename.local.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.truename.testkit.SteppedClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class MetricsApiTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final SteppedClock clock = new SteppedClock(Instant.parse("2026-11-27T20:00:00Z"));
    private LocalMonitoring monitoring;

    @BeforeEach
    void writeTwoMinutes() {
        monitoring = new LocalMonitoring(clock, "truename-local", Optional.empty());
        for (int minute = 1; minute <= 2; minute++) {
            for (int i = 0; i < 60 * minute; i++) {
                monitoring.resources().request("generate", "generate-00001-abc", 200, Duration.ofMillis(3));
            }
            monitoring.resources().request("migrate", "migrate-00001-abc", 500, Duration.ofMillis(90));
            clock.advance(Duration.ofMinutes(1));
            monitoring.sample();
        }
    }

    @AfterEach
    void close() {
        monitoring.close();
    }

    @Test
    void query_groupsAndComesOldestFirst() throws JsonProcessingException {
        JsonNode answer = query(Map.of(
                "metric", "run.googleapis.com/request_count",
                "aligner", "ALIGN_RATE",
                "reducer", "REDUCE_SUM",
                "groupBy", "metric.labels.response_code, resource.labels.service_name",
                "alignmentPeriod", "60s"));
        assertThat(answer).isEqualTo(JSON.readTree("""
                        {"metric":"run.googleapis.com/request_count","unit":"1/s","valueType":"DOUBLE","metricKind":"GAUGE",
                         "series":[
                          {"labels":{"metric.labels.response_code":"200","resource.labels.service_name":"generate"},
                           "points":[["2026-11-27T20:01:00Z",1.0],["2026-11-27T20:02:00Z",2.0]]},
                          {"labels":{"metric.labels.response_code":"500","resource.labels.service_name":"migrate"},
                           "points":[["2026-11-27T20:01:00Z",0.016666666666666666],
                                     ["2026-11-27T20:02:00Z",0.016666666666666666]]}]}
                        """));
    }

    @Test
    void query_filtersAndGivesPercentiles() throws JsonProcessingException {
        JsonNode answer = query(Map.of(
                "metric", "run.googleapis.com/request_latencies",
                "filter", "resource.labels.service_name = \"migrate\"",
                "aligner", "ALIGN_PERCENTILE_99",
                "start", "2026-11-27T20:01:00Z",
                "end", "2026-11-27T20:02:00Z"));
        assertThat(answer.at("/series")).hasSize(1);
        assertThat(answer.at("/series/0/points/0/1").asDouble()).isBetween(83.0, 118.0);
        assertThat(answer.at("/unit").asText()).isEqualTo("ms");
        JsonNode raw = query(Map.of("metric", "run.googleapis.com/request_latencies"));
        assertThat(raw.at("/series/0/points/0/1/count").asInt()).isEqualTo(60);
    }

    /** Moved by the length of the pattern, the clock once lost what had happened since the last full minute. */
    @Test
    void advance_againAndAgain_keepsThePattern() throws JsonProcessingException {
        clock.advance(Duration.ofMinutes(6).plusSeconds(40));
        monitoring.sample();
        for (int i = 0; i < 30; i++) {
            monitoring.resources().request("generate", "generate-00001-abc", 200, Duration.ofMillis(3));
        }
        for (int time = 0; time < 3; time++) {
            clock.advance(Duration.ofMillis(100));
            monitoring.advance(5, true, minute -> {});
        }
        JsonNode counts = query(Map.of(
                        "metric", "run.googleapis.com/request_count",
                        "filter", "resource.labels.service_name = \"generate\"",
                        "aligner", "ALIGN_DELTA",
                        "alignmentPeriod", "300s",
                        "start", "2026-11-27T20:10:00Z",
                        "end", "2026-11-27T20:20:00Z"))
                .at("/series/0/points");
        assertThat(counts).hasSize(2);
        assertThat(counts).allSatisfy(point -> assertThat(point.get(1).asLong()).isEqualTo(30));
    }

    @Test
    void descriptors_areAllThereAre() throws JsonProcessingException {
        MetricsApi.Reply reply = monitoring.api().descriptors(Map.of());
        assertThat(reply.status()).isEqualTo(200);
        JsonNode items = JSON.readTree(reply.body()).at("/items");
        assertThat(items.findValuesAsText("type")).contains("run.googleapis.com/request_count");
        assertThat(items.findParents("type"))
                .filteredOn(item -> item.at("/type").asText().equals("run.googleapis.com/request_count"))
                .first()
                .hasToString(
                        "{\"type\":\"run.googleapis.com/request_count\","
                                + "\"displayName\":\"Requests that a function answered\","
                                + "\"description\":\"Requests that a function answered.\",\"metricKind\":\"DELTA\","
                                + "\"valueType\":\"INT64\",\"unit\":\"1\",\"labels\":[\"response_code\",\"response_code_class\"]}");
    }

    @Test
    void problems_sayWhatToDo() throws JsonProcessingException {
        JsonNode filter =
                problem(400, Map.of("metric", "run.googleapis.com/request_count", "filter", "resource.type >"));
        assertThat(filter.at("/position").asInt()).isEqualTo(14);
        assertThat(filter.at("/remedy").asText()).isEqualTo("Write = or !=.");
        problem(400, Map.of());
        problem(404, Map.of("metric", "custom.googleapis.com/none"));
        for (String wrong : new String[] {"aligner", "reducer", "start", "alignmentPeriod", "groupBy"}) {
            Map<String, String> query =
                    wrong.equals("groupBy") ? Map.of("reducer", "REDUCE_SUM", "aligner", "ALIGN_RATE") : Map.of();
            Map<String, String> parameters = new TreeMap<>(query);
            parameters.put("metric", "run.googleapis.com/request_count");
            parameters.put(wrong, "nonsense");
            assertThat(problem(400, parameters).at("/detail").asText()).contains("nonsense");
        }
    }

    private JsonNode query(Map<String, String> parameters) throws JsonProcessingException {
        MetricsApi.Reply reply = monitoring.api().query(parameters);
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        return JSON.readTree(reply.body());
    }

    private JsonNode problem(int status, Map<String, String> parameters) throws JsonProcessingException {
        MetricsApi.Reply reply = monitoring.api().query(parameters);
        assertThat(reply.status()).as(reply.body()).isEqualTo(status);
        assertThat(reply.mediaType()).isEqualTo("application/problem+json");
        return JSON.readTree(reply.body());
    }
}
