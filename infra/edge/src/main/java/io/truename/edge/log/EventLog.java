// SPDX-License-Identifier: Apache-2.0
package io.truename.edge.log;

import com.fasterxml.jackson.core.JsonGenerator;
import io.truename.edge.json.JsonOutput;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Structured log for Cloud Logging: one JSON line for each event, with its keys for severity, time and trace. Log-based
 * metrics read these lines, so only declared events are written ({@link LogEvent}). Fields hold counts, durations and
 * outcomes, never values of a request. Hot events are sampled ({@link Sampler}). Thread-safe.
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

    /** Treatment of a field, value or severity that an event does not declare. */
    public enum Undeclared {
        /** An exception: for tests. */
        REFUSED,
        /** The line is written without it, and the event {@code log.undeclared} counts it: a request never fails for its log. */
        DROPPED
    }

    private static final String STACK_TRACE = "stack_trace";
    private static final String REPORTED =
            "type.googleapis.com/google.devtools.clouderrorreporting.v1beta1.ReportedErrorEvent";

    private static final @Nullable Object[] NO_KEYS = {};

    /** Lines that are made and thrown away at first, so that the rare lines later run compiled code. */
    private static final int PRACTICE = 1_000;

    private final Supplier<PrintStream> out;
    private final Clock clock;
    private final String projectId;
    private final ServiceContext service;
    private final Undeclared undeclared;
    private final Sampler sampler;
    private final AtomicLong dropped = new AtomicLong();
    private final AtomicInteger practised = new AtomicInteger();

    /** A log that refuses everything that is not declared. */
    public EventLog(Supplier<PrintStream> out, Clock clock, String projectId) {
        this(out, clock, projectId, ServiceContext.UNKNOWN, Undeclared.REFUSED);
    }

    /**
     * A log to {@code out}, asked for at each event.
     *
     * @param projectId the Google Cloud project whose traces the events belong to; empty leaves bare trace ids
     */
    public EventLog(
            Supplier<PrintStream> out, Clock clock, String projectId, ServiceContext service, Undeclared undeclared) {
        this.out = out;
        this.clock = clock;
        this.projectId = projectId;
        this.service = service;
        this.undeclared = undeclared;
        this.sampler = new Sampler(second());
    }

    /** Writes one event that belongs to the present thread's request, if it handles one. */
    public void write(Severity severity, LogEvent event, String message, Map<String, ?> fields) {
        write(severity, event, message, CurrentTrace.get(), fields);
    }

    /**
     * Writes one event, or adds it to the totals of a later line of the same event if it is sampled. Lines of a severity above
     * INFO and of sampled traces are always written.
     *
     * @param message a sentence for people
     */
    public void write(Severity severity, LogEvent event, String message, TraceContext trace, Map<String, ?> fields) {
        @Nullable
        Object[] keys = event.sampling()
                .map(sampling -> sampling.keys().stream().map(fields::get).toArray())
                .orElse(NO_KEYS);
        write(severity, event, trace, fields, () -> new Line(message, fields), keys);
    }

    /**
     * Writes one event like {@link #write(Severity, LogEvent, String, TraceContext, Map)}; for events that come often, whose line is
     * made only if it is written.
     *
     * @param sums has the fields that sampling adds up
     * @param line message and all fields
     * @param keys values of the keys of sampling, in their order; null if the event has no such field
     */
    public void write(
            Severity severity,
            LogEvent event,
            TraceContext trace,
            Map<String, ?> sums,
            Supplier<Line> line,
            @Nullable Object... keys) {
        if (event.sampling().isEmpty()) {
            print(severity, event, trace, line.get(), Map.of());
            return;
        }
        boolean must = severity != Severity.INFO || trace.sampled();
        long now = second();
        Sampler.@Nullable Taken taken = sampler.take(event, event.sampling().get(), keys, sums, must, now);
        if (taken != null) {
            print(severity, event, trace, line.get(), taken.fields());
        } else if (practised.get() < PRACTICE) {
            practised.incrementAndGet();
            bytes(severity, event, trace, line.get(), Sampler.Taken.ONE.fields());
        }
        if (sampler.isDue(now)) {
            sampler.overdue(now).forEach(this::print);
        }
    }

    private long second() {
        return Math.floorDiv(clock.millis(), 1_000L);
    }

    /** Message for people, and fields of an event. */
    public record Line(String message, Map<String, ?> fields) {}

    /** Writes the totals of events whose lines were left out. For the end of an instance. */
    public void flush() {
        sampler.drain().forEach(this::print);
    }

    private void print(Sampler.Rest rest) {
        print(
                Severity.INFO,
                rest.event(),
                TraceContext.NONE,
                new Line("Totals of events without a line.", rest.keys()),
                rest.counted().fields());
    }

    private void print(Severity severity, LogEvent event, TraceContext trace, Line line, Map<String, ?> counted) {
        byte[] bytes = bytes(severity, event, trace, line, counted);
        // One write for the whole line: lines of two threads never mix.
        PrintStream stream = out.get();
        stream.write(bytes, 0, bytes.length);
        stream.flush();
    }

    /** A line with the fields that are declared, and with the count and totals that a sampler adds. */
    private byte[] bytes(Severity severity, LogEvent event, TraceContext trace, Line line, Map<String, ?> counted) {
        if (!event.severities().contains(severity)) {
            reportUndeclared(event, "severity");
        }
        return JsonOutput.of(json -> {
            json.writeStartObject();
            json.writeStringField("severity", severity.name());
            json.writeStringField("time", clock.instant().toString());
            json.writeStringField("message", line.message());
            json.writeStringField("event", event.name());
            if (!trace.traceId().isEmpty()) {
                String prefix = projectId.isEmpty() ? "" : "projects/" + projectId + "/traces/";
                json.writeStringField("logging.googleapis.com/trace", prefix + trace.traceId());
                json.writeStringField("logging.googleapis.com/spanId", trace.spanId());
                json.writeBooleanField("logging.googleapis.com/trace_sampled", trace.sampled());
            }
            for (Map.Entry<String, ?> field : line.fields().entrySet()) {
                Object total = counted.get(field.getKey());
                writeDeclared(json, event, field.getKey(), total == null ? field.getValue() : total);
            }
            for (Map.Entry<String, ?> total : counted.entrySet()) {
                if (total.getKey().equals(LogEvent.COUNT)) {
                    json.writeFieldName(LogEvent.COUNT);
                    writeValue(json, total.getValue());
                } else if (!line.fields().containsKey(total.getKey())) {
                    writeDeclared(json, event, total.getKey(), total.getValue());
                }
            }
            if (event.reported() && severity == Severity.ERROR) {
                writeReport(json, line.fields().containsKey(STACK_TRACE));
            }
            json.writeEndObject();
            json.writeRaw('\n');
        });
    }

    private void writeDeclared(JsonGenerator json, LogEvent event, String name, Object given) throws IOException {
        LogEvent.Field field = event.fields().get(name);
        Optional<Object> value = field == null ? Optional.empty() : DeclaredValue.of(field, given);
        if (value.isEmpty() || !DeclaredValue.isWhole(value.get(), given)) {
            reportUndeclared(event, name);
        }
        if (value.isPresent()) {
            json.writeFieldName(name);
            writeValue(json, value.get());
        }
    }

    private void reportUndeclared(LogEvent event, String part) {
        if (undeclared == Undeclared.REFUSED) {
            throw new IllegalArgumentException("The event " + event.name() + " declares no such " + part
                    + ": declare it with the event, and in terraform/catalog/events.yaml");
        }
        long total = dropped.incrementAndGet();
        if (String.valueOf(total).matches("10*")) {
            print(
                    Severity.WARNING,
                    EdgeEvents.LOG_UNDECLARED,
                    TraceContext.NONE,
                    new Line(
                            "A line was written that the catalog does not declare.",
                            Map.of("writer", event.name(), "undeclared", part, "total", total)),
                    Map.of());
        }
    }

    /** Error Reporting groups errors by their stack trace, or else by the place that reported them. */
    private void writeReport(JsonGenerator json, boolean hasStackTrace) throws IOException {
        json.writeStringField("@type", REPORTED);
        json.writeObjectFieldStart("serviceContext");
        json.writeStringField("service", service.service());
        if (!service.version().isEmpty()) {
            json.writeStringField("version", service.version());
        }
        json.writeEndObject();
        Optional<StackWalker.StackFrame> place = hasStackTrace ? Optional.empty() : reporter();
        if (place.isPresent()) {
            json.writeObjectFieldStart("context");
            json.writeObjectFieldStart("reportLocation");
            json.writeStringField("filePath", String.valueOf(place.get().getFileName()));
            json.writeNumberField("lineNumber", place.get().getLineNumber());
            json.writeStringField(
                    "functionName",
                    place.get().getClassName() + "." + place.get().getMethodName());
            json.writeEndObject();
            json.writeEndObject();
        }
    }

    /** The place that asked for the line: the first frame outside of this class. */
    private static Optional<StackWalker.StackFrame> reporter() {
        String here = EventLog.class.getName();
        String writer = JsonOutput.class.getName();
        return StackWalker.getInstance()
                .walk(frames -> frames.filter(frame ->
                                !frame.getClassName().split("\\$", 2)[0].equals(here)
                                        && !frame.getClassName().equals(writer))
                        .findFirst());
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
