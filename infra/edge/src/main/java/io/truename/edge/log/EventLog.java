// SPDX-License-Identifier: Apache-2.0
package io.truename.edge.log;

import com.fasterxml.jackson.core.JsonGenerator;
import io.truename.edge.json.JsonOutput;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Clock;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Structured log for Cloud Logging: one JSON line for each event, with its keys for severity, time and trace. Log-based
 * metrics read these lines, so names and fields of events are a contract. Fields hold counts, durations and outcomes, never
 * values of a request.
 */
public final class EventLog {
    /** Severity of an event, as in Cloud Logging. */
    public enum Severity {
        /** A business fact or a state change. */
        INFO,
        /** Degraded, but handled. */
        WARNING,
        /** A person must act. */
        ERROR
    }

    private final Supplier<PrintStream> out;
    private final Clock clock;
    private final String projectId;

    /**
     * A log to {@code out}, asked for at each event.
     *
     * @param projectId the Google Cloud project whose traces the events belong to; empty leaves bare trace ids
     */
    public EventLog(Supplier<PrintStream> out, Clock clock, String projectId) {
        this.out = out;
        this.clock = clock;
        this.projectId = projectId;
    }

    /** Writes one event that belongs to no request. */
    public void write(Severity severity, String event, String message, Map<String, ?> fields) {
        write(severity, event, message, TraceContext.NONE, fields);
    }

    /** Writes one event; {@code event} is its stable name, {@code message} a sentence for people. */
    public void write(Severity severity, String event, String message, TraceContext trace, Map<String, ?> fields) {
        byte[] line = JsonOutput.of(json -> {
            json.writeStartObject();
            json.writeStringField("severity", severity.name());
            json.writeStringField("time", clock.instant().toString());
            json.writeStringField("message", message);
            json.writeStringField("event", event);
            if (!trace.traceId().isEmpty()) {
                String prefix = projectId.isEmpty() ? "" : "projects/" + projectId + "/traces/";
                json.writeStringField("logging.googleapis.com/trace", prefix + trace.traceId());
                json.writeStringField("logging.googleapis.com/spanId", trace.spanId());
                json.writeBooleanField("logging.googleapis.com/trace_sampled", trace.sampled());
            }
            for (Map.Entry<String, ?> field : fields.entrySet()) {
                json.writeFieldName(field.getKey());
                writeValue(json, field.getValue());
            }
            json.writeEndObject();
            json.writeRaw('\n');
        });
        // One write for the whole line: lines of two threads never mix.
        PrintStream stream = out.get();
        stream.write(line, 0, line.length);
        stream.flush();
    }

    private static void writeValue(JsonGenerator json, Object value) throws IOException {
        if (value instanceof Map<?, ?> map) {
            json.writeStartObject();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                json.writeFieldName(String.valueOf(entry.getKey()));
                writeValue(json, entry.getValue());
            }
            json.writeEndObject();
        } else if (value instanceof Integer || value instanceof Long) {
            json.writeNumber(((Number) value).longValue());
        } else if (value instanceof Number number) {
            json.writeNumber(number.doubleValue());
        } else if (value instanceof Boolean flag) {
            json.writeBoolean(flag);
        } else {
            json.writeString(String.valueOf(value));
        }
    }
}
