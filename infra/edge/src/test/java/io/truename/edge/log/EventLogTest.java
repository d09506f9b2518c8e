// SPDX-License-Identifier: Apache-2.0
package io.truename.edge.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EventLogTest {
    private static final TraceContext TRACE =
            TraceContext.parse(Optional.of("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"));

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    private final Clock clock = Clock.fixed(Instant.parse("2026-11-22T12:00:00.5Z"), ZoneOffset.UTC);

    @Test
    void write_inARequest_hasCloudLoggingsKeys() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("status", 200);
        fields.put("durationMs", 1.5);
        fields.put("items", Map.of("document", 3));
        fields.put("ok", true);

        new EventLog(() -> out, clock, "p").write(EventLog.Severity.INFO, "request.answered", "done", TRACE, fields);

        assertThat(written())
                .isEqualTo("{\"severity\":\"INFO\",\"time\":\"2026-11-22T12:00:00.500Z\",\"message\":\"done\","
                        + "\"event\":\"request.answered\",\"logging.googleapis.com/trace\":"
                        + "\"projects/p/traces/0af7651916cd43dd8448eb211c80319c\","
                        + "\"logging.googleapis.com/spanId\":\"b7ad6b7169203331\","
                        + "\"logging.googleapis.com/trace_sampled\":true,"
                        + "\"status\":200,\"durationMs\":1.5,\"items\":{\"document\":3},\"ok\":true}\n");
    }

    @Test
    void write_outsideOfRequests_hasNoTrace_andStaysOneLine() {
        new EventLog(() -> out, clock, "").write(EventLog.Severity.ERROR, "x", "a\nb\u0001\"", Map.of());

        assertThat(written())
                .isEqualTo("{\"severity\":\"ERROR\",\"time\":\"2026-11-22T12:00:00.500Z\","
                        + "\"message\":\"a\\nb\\u0001\\\"\",\"event\":\"x\"}\n");
    }

    @Test
    void write_withoutProject_leavesTheBareTraceId() {
        new EventLog(() -> out, clock, "").write(EventLog.Severity.INFO, "x", "y", TRACE, Map.of());
        assertThat(written()).contains("\"logging.googleapis.com/trace\":\"0af7651916cd43dd8448eb211c80319c\"");
    }

    private String written() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
