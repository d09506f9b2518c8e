// SPDX-License-Identifier: Apache-2.0
package io.truename.local.logging.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.logging.type.LogSeverity;
import com.google.logging.v2.LogEntry;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Durations;
import com.google.protobuf.util.Timestamps;
import io.truename.testkit.SteppedClock;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AgentParserTest {
    private static final Instant START = Instant.parse("2026-11-27T20:00:30Z");

    private final SteppedClock clock = new SteppedClock(START);
    private final AgentParser agent = new AgentParser(clock, "truename-local", new InsertIds(clock));

    @Test
    void textLine_becomesText() {
        LogEntry entry = one("Started in 3 s");
        assertThat(entry.getTextPayload()).isEqualTo("Started in 3 s");
        assertThat(entry.getLogName()).isEqualTo("projects/truename-local/logs/run.googleapis.com%2Fstdout");
        assertThat(entry.getSeverity()).isEqualTo(LogSeverity.DEFAULT);
        assertThat(entry.getResource().getType()).isEqualTo("cloud_run_revision");
        assertThat(entry.getResource().getLabelsMap())
                .containsEntry("service_name", "generate")
                .containsEntry("project_id", "truename-local")
                .containsKey("location");
        assertThat(entry.getTimestamp()).isEqualTo(EntryTimes.timestamp(START));
        assertThat(entry.getReceiveTimestamp()).isEqualTo(EntryTimes.timestamp(START));
        assertThat(entry.getInsertId()).isNotEmpty();
    }

    @Test
    void lineOfStderr_goesToItsOwnLog() {
        assertThat(agent.parse("migrate", "migrate-00001-abc", "stderr", "oops")
                        .get(0)
                        .getLogName())
                .endsWith("%2Fstderr");
    }

    @Test
    void severalLines_becomeSeveralEntriesInOrder() {
        List<LogEntry> entries = agent.parse(
                "generate", "generate-00001-abc", "stdout", "first\r\n\n{\"message\":\"second\",\"n\":1}\nthird\n");
        assertThat(entries).hasSize(3);
        assertThat(entries.get(0).getTextPayload()).isEqualTo("first");
        assertThat(entries.get(1).getJsonPayload().getFieldsOrThrow("n").getNumberValue())
                .isEqualTo(1);
        assertThat(entries.get(0).getInsertId()).isLessThan(entries.get(1).getInsertId());
        assertThat(entries.get(1).getInsertId()).isLessThan(entries.get(2).getInsertId());
    }

    @Test
    void structuredLine_movesItsSpecialKeys() {
        LogEntry entry = one("""
                {"severity":"warn","time":"2026-11-27T19:59:00.123456789+00:00","message":"slow","event":"request.answered",\
                "logging.googleapis.com/insertId":"mine","logging.googleapis.com/labels":{"a":"b","n":1},\
                "logging.googleapis.com/operation":{"id":"run-1","producer":"migrate","first":true},\
                "logging.googleapis.com/sourceLocation":{"file":"A.java","line":"12","function":"run"},\
                "logging.googleapis.com/spanId":"000000000000004a","logging.googleapis.com/trace":"projects/p/traces/1",\
                "logging.googleapis.com/trace_sampled":true,\
                "httpRequest":{"requestMethod":"POST","status":200,"responseSize":"12","latency":"0.250s"},\
                "nested":{"list":[1,"two",null]}}""");
        assertThat(entry.getSeverity()).isEqualTo(LogSeverity.WARNING);
        assertThat(Timestamps.toString(entry.getTimestamp())).isEqualTo("2026-11-27T19:59:00.123456789Z");
        assertThat(entry.getInsertId()).isEqualTo("mine");
        assertThat(entry.getLabelsMap()).containsEntry("a", "b").containsEntry("n", "1");
        assertThat(entry.getOperation().getId()).isEqualTo("run-1");
        assertThat(entry.getOperation().getFirst()).isTrue();
        assertThat(entry.getSourceLocation().getLine()).isEqualTo(12);
        assertThat(entry.getSpanId()).isEqualTo("000000000000004a");
        assertThat(entry.getTrace()).isEqualTo("projects/p/traces/1");
        assertThat(entry.getTraceSampled()).isTrue();
        assertThat(entry.getHttpRequest().getResponseSize()).isEqualTo(12);
        assertThat(Durations.toMillis(entry.getHttpRequest().getLatency())).isEqualTo(250);
        assertThat(entry.getJsonPayload().getFieldsMap()).containsOnlyKeys("message", "event", "nested");
    }

    @Test
    void structuredLine_withOnlyAMessage_becomesText() {
        LogEntry entry = one("{\"severity\":\"INFO\",\"message\":\"ready\",\"logging.googleapis.com/trace\":\"t\"}");
        assertThat(entry.getTextPayload()).isEqualTo("ready");
        assertThat(entry.getSeverity()).isEqualTo(LogSeverity.INFO);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"time\":\"2026-11-27T19:00:00Z\"}",
                "{\"timestamp\":{\"seconds\":1795806000,\"nanos\":0}}",
                "{\"timestampSeconds\":1795806000,\"timestampNanos\":0}",
                "{\"timestampSeconds\":\"1795806000\"}",
                "{\"timestamp\":\"2026-11-27T20:00:00+01:00\"}"
            })
    void time_isReadInEachForm(String line) {
        LogEntry entry = one(line);
        assertThat(entry.getTimestamp())
                .isEqualTo(Timestamp.newBuilder().setSeconds(1_795_806_000).build());
        assertThat(entry.getJsonPayload().getFieldsMap()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"time\":\"yesterday\"}",
                "{\"time\":\"2026-11-29T19:00:00Z\"}",
                "{\"time\":\"2020-01-01T00:00:00Z\"}",
                "{\"time\":5}",
                "{\"timestamp\":{\"seconds\":\"x\"}}"
            })
    void time_thatCannotBeUsed_staysInThePayload(String line) {
        LogEntry entry = one(line);
        assertThat(entry.getTimestamp()).isEqualTo(EntryTimes.timestamp(START));
        assertThat(entry.getJsonPayload().getFieldsMap()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"httpRequest\":\"GET /\"}",
                "{\"httpRequest\":{\"status\":\"many\"}}",
                "{\"logging.googleapis.com/labels\":{\"a\":{}}}",
                "{\"logging.googleapis.com/trace\":5}",
                "{\"logging.googleapis.com/trace_sampled\":\"perhaps\"}",
                "{\"severity\":null}"
            })
    void specialKey_thatCannotBeUsed_staysInThePayload(String line) {
        assertThat(one(line).getJsonPayload().getFieldsMap()).hasSize(1);
    }

    @Test
    void latency_ofSecondsAndNanos_isRead() {
        LogEntry entry = one("{\"httpRequest\":{\"latency\":{\"seconds\":1,\"nanos\":500000000}},\"x\":1}");
        assertThat(Durations.toMillis(entry.getHttpRequest().getLatency())).isEqualTo(1500);
    }

    @ParameterizedTest
    @CsvSource({
        "INFO,INFO",
        "info,INFO",
        "Warn,WARNING",
        "W,WARNING",
        "ERR,ERROR",
        "SEVERE,ERROR",
        "FATAL,CRITICAL",
        "TRACE,DEBUG",
        "450,WARNING",
        "200,INFO",
        "EMERGENCY,EMERGENCY",
        "LOUD,DEFAULT",
        "DEFAULT,DEFAULT",
        "99999,DEFAULT"
    })
    void severity_isReadAsLoggersWriteIt(String written, LogSeverity severity) {
        assertThat(one("{\"severity\":\"" + written + "\",\"message\":\"x\"}").getSeverity())
                .isEqualTo(severity);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"message\":\"cut",
                "{\"a\":1} trailing",
                "{a:1}",
                "[1,2]",
                "\"text\"",
                "{\"tab\":\"a\tb\"}",
                "{"
            })
    void brokenJson_isText(String line) {
        assertThat(one(line).getTextPayload()).isEqualTo(line);
    }

    @Test
    void deepJson_isText() {
        String deep = "{\"a\":".repeat(60) + "1" + "}".repeat(60);
        assertThat(one(deep).getTextPayload()).isEqualTo(deep);
        String allowed = "{\"a\":".repeat(29) + "1" + "}".repeat(29);
        assertThat(one(allowed).hasJsonPayload()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "é", "😀"})
    void tooLong_isCutAndMarked(String character) {
        String line = character.repeat(300_000);
        LogEntry entry = one(line);
        assertThat(entry.getSerializedSize()).isLessThanOrEqualTo(EntrySize.MOST_BYTES);
        assertThat(entry.getTextPayload()).endsWith(character + "…");
        assertThat(entry.getLabelsMap())
                .containsEntry(AgentParser.CUT_LABEL, Integer.toString(line.getBytes(StandardCharsets.UTF_8).length));
    }

    @Test
    void tooLongJson_isCutText() {
        LogEntry entry = one("{\"message\":\"" + "x".repeat(300_000) + "\",\"n\":1}");
        assertThat(entry.getTextPayload()).startsWith("{\"message\"").endsWith("x…");
        assertThat(entry.getLabelsMap()).containsKey(AgentParser.CUT_LABEL);
    }

    @Property(tries = 1000)
    void anyLine_becomesEntriesThatCanBeReadBack(@ForAll @StringLength(max = 80) String lines) throws Exception {
        for (LogEntry entry : agent.parse("f", "f-00001-abc", "stdout", lines)) {
            assertThat(LogEntry.parseFrom(entry.toByteArray()).getSerializedSize())
                    .isPositive();
        }
    }

    private LogEntry one(String line) {
        List<LogEntry> entries = agent.parse("generate", "generate-00001-abc", "stdout", line);
        assertThat(entries).hasSize(1);
        return entries.get(0);
    }
}
