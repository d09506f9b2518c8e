// SPDX-License-Identifier: Apache-2.0
package io.truename.edge.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.truename.testkit.GoldenFile;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The wire format of lines; Cloud Logging, Error Reporting and log-based metrics read them. */
class EventLogTest {
    private static final TraceContext TRACE =
            TraceContext.parse(Optional.of("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"));
    private static final LogEvent PLAIN = LogEvent.of("x.y", EventLog.Severity.INFO, EventLog.Severity.ERROR)
            .numbers("rows", "seconds")
            .texts("run")
            .text("outcome", "done", "failed")
            .flags("ok")
            .object("items", "document");
    private static final LogEvent REPORTED = PLAIN.toErrorReporting();

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    private final Clock clock = Clock.fixed(Instant.parse("2026-11-22T12:00:00.5Z"), ZoneOffset.UTC);
    private final EventLog lenient = new EventLog(
            () -> out, clock, "p", new ServiceContext("generate", "generate-00001-abc"), EventLog.Undeclared.DROPPED);

    @Test
    void write_inARequest_hasCloudLoggingsKeys() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("rows", 200);
        fields.put("seconds", 1.5);
        fields.put("run", new UUID(1, 2));
        fields.put("outcome", "done");
        fields.put("items", Map.of("document", 3));
        fields.put("ok", true);

        new EventLog(() -> out, clock, "p").write(EventLog.Severity.INFO, PLAIN, "done", TRACE, fields);

        GoldenFile.compare("line-in-a-request.json", written());
    }

    @Test
    void write_outsideOfRequests_hasNoTrace_andStaysOneLine() {
        new EventLog(() -> out, clock, "").write(EventLog.Severity.ERROR, PLAIN, "a\nb\u0001\"", Map.of());

        GoldenFile.compare("line-outside-of-requests.json", written());
    }

    @Test
    void write_withoutATrace_takesTheThreads() {
        CurrentTrace.set(TRACE);
        try {
            new EventLog(() -> out, clock, "p").write(EventLog.Severity.INFO, PLAIN, "y", Map.of());
        } finally {
            CurrentTrace.clear();
        }
        assertThat(written()).contains("projects/p/traces/0af7651916cd43dd8448eb211c80319c");
        assertThat(CurrentTrace.get()).isSameAs(TraceContext.NONE);
    }

    @Test
    void write_withoutProject_leavesTheBareTraceId() {
        new EventLog(() -> out, clock, "").write(EventLog.Severity.INFO, PLAIN, "y", TRACE, Map.of());
        assertThat(written()).contains("\"logging.googleapis.com/trace\":\"0af7651916cd43dd8448eb211c80319c\"");
    }

    @Test
    void write_requestThatWasAnswered() {
        LogEvent answered = EdgeEvents.requestAnswered("generate", "/ids").object("items", "document");
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("function", "generate");
        fields.put("route", "/ids");
        fields.put("status", 200);
        fields.put("outcome", "done");
        fields.put("durationMs", 0.25);
        fields.put("items", Map.of("document", 3));

        lenient.write(EventLog.Severity.INFO, answered, "/ids 200", fields);

        GoldenFile.compare("request-answered.json", written());
    }

    @Test
    void write_errorWithAStackTrace_isInErrorReportingsFormat() {
        lenient.write(
                EventLog.Severity.ERROR,
                EdgeEvents.REQUEST_FAILED,
                "A request met a fault of ours; the frames say where.",
                TRACE,
                Map.of("stack_trace", "java.lang.IllegalStateException\n\tat io.truename.X.y(X.java:1)"));

        GoldenFile.compare("error-with-a-stack-trace.json", written());
    }

    // Error Reporting ignores an error that has neither a stack trace nor a place.
    @Test
    void write_errorWithoutAStackTrace_hasThePlaceThatReportedIt() {
        lenient.write(EventLog.Severity.ERROR, REPORTED, "The database is away.", Map.of("outcome", "failed"));

        GoldenFile.compare(
                "error-without-a-stack-trace.json", written().replaceFirst("\"lineNumber\":\\d+", "\"lineNumber\":1"));
    }

    @Test
    void write_noError_isNotReported() {
        lenient.write(EventLog.Severity.INFO, REPORTED, "All is well.", Map.of());
        assertThat(written()).doesNotContain("@type", "serviceContext");
    }

    @Test
    void write_undeclared_isRefusedInTests() {
        EventLog strict = new EventLog(() -> out, clock, "");
        for (Map<String, Object> fields : java.util.List.<Map<String, Object>>of(
                Map.of("colour", "red"),
                Map.of("rows", "many"),
                Map.of("run", 1),
                Map.of("ok", "yes"),
                Map.of("outcome", "lost"),
                Map.of("items", 3),
                Map.of("items", Map.of("alice", 1)))) {
            assertThatThrownBy(() -> strict.write(EventLog.Severity.INFO, PLAIN, "m", fields))
                    .as("%s", fields)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("terraform/catalog/events.yaml");
        }
        assertThatThrownBy(() -> strict.write(EventLog.Severity.WARNING, PLAIN, "m", Map.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(written()).isEmpty();
    }

    @Test
    void write_undeclared_isDroppedInProduction_andCounted() {
        for (int i = 0; i < 10; i++) {
            lenient.write(EventLog.Severity.INFO, PLAIN, "m", Map.of("colour", "red", "rows", 1));
        }

        assertThat(written().lines().filter(line -> line.contains("\"event\":\"x.y\"")))
                .hasSize(10)
                .allMatch(line -> line.contains("\"rows\":1") && !line.contains("red"));
        assertThat(written().lines().filter(line -> line.contains("log.undeclared")))
                .hasSize(2)
                .last()
                .asString()
                .contains(
                        "\"severity\":\"WARNING\"", "\"writer\":\"x.y\"", "\"undeclared\":\"colour\"", "\"total\":10");
    }

    // What a caller sends must not become a label, whatever a function does wrong.
    @Test
    void write_undeclaredValue_becomesOther() {
        lenient.write(EventLog.Severity.INFO, PLAIN, "m", Map.of("outcome", "alice@example.org"));
        lenient.write(EventLog.Severity.INFO, PLAIN, "m", Map.of("items", Map.of("alice", 1, "document", 2)));

        assertThat(written())
                .contains("\"outcome\":\"other\"", "\"items\":{\"document\":2}")
                .doesNotContain("alice");
    }

    private String written() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
