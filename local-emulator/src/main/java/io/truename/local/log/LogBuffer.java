// SPDX-License-Identifier: Apache-2.0
package io.truename.local.log;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Log buffer: keeps the newest 500 lines and passes each new line to the listeners. Thread-safe; listeners must be quick. */
public final class LogBuffer {
    private static final int KEPT_LINES = 500;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<LinkedHashMap<String, Object>> FIELDS = new TypeReference<>() {};

    private final Clock clock;
    private final Deque<LogLine> kept = new ArrayDeque<>();
    private final List<Consumer<LogLine>> listeners = new CopyOnWriteArrayList<>();

    public LogBuffer(Clock clock) {
        this.clock = clock;
    }

    /** Adds an event of a component. */
    public void add(String source, String severity, String message) {
        add(new LogLine(clock.instant(), source, severity, message, Map.of(), false));
    }

    /** Adds a line of a function's output. JSON is parsed as in Cloud Logging; any other line is kept as text. */
    public void addRaw(String source, String text) {
        add(structured(source, text));
    }

    private void add(LogLine line) {
        synchronized (kept) {
            kept.addLast(line);
            if (kept.size() > KEPT_LINES) {
                kept.removeFirst();
            }
            listeners.forEach(listener -> listener.accept(line));
        }
    }

    /** Returns the newest lines, oldest first. */
    public List<LogLine> newest() {
        synchronized (kept) {
            return List.copyOf(kept);
        }
    }

    /** Passes the newest lines and every later line to the listener, each exactly once. Run the result to unsubscribe. */
    public Runnable listen(Consumer<LogLine> listener) {
        synchronized (kept) {
            kept.forEach(listener);
            listeners.add(listener);
        }
        return () -> listeners.remove(listener);
    }

    private LogLine structured(String source, String text) {
        if (text.startsWith("{")) {
            try {
                Map<String, Object> fields = JSON.readValue(text, FIELDS);
                Instant time = time(fields.remove("time"));
                String severity = String.valueOf(fields.getOrDefault("severity", "DEFAULT"));
                String message = String.valueOf(fields.getOrDefault("message", ""));
                fields.remove("severity");
                fields.remove("message");
                return new LogLine(time, source, severity, message, fields, true);
            } catch (JsonProcessingException plainText) {
                // Falls through: a line that only looks like JSON is text, as in the cloud.
            }
        }
        return new LogLine(clock.instant(), source, "DEFAULT", text, Map.of(), true);
    }

    private Instant time(@Nullable Object text) {
        try {
            return text == null ? clock.instant() : Instant.parse(text.toString());
        } catch (DateTimeException unreadable) {
            return clock.instant();
        }
    }
}
