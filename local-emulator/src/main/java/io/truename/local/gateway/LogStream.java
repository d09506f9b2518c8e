// SPDX-License-Identifier: Apache-2.0
package io.truename.local.gateway;

import io.truename.local.logging.LogEvents;
import io.truename.local.logging.LogsApi;
import io.truename.local.logging.LogsProblem;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;

/** Server-sent events of {@code GET /api/logs/stream}: new log entries that match {@code filter}. */
final class LogStream extends Handler.Abstract {
    private static final int MOST_READERS = 16;
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(15);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(500);

    private final LogsApi logs;
    private final Semaphore readers = new Semaphore(MOST_READERS);
    private volatile boolean ended;

    LogStream(LogsApi logs) {
        this.logs = logs;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        if (!Request.getPathInContext(request).equals("/api/logs/stream")) {
            return false;
        }
        if (!request.getMethod().equals("GET")) {
            response.getHeaders().put(HttpHeader.ALLOW, "GET");
            JsonResponses.problem(response, callback, 405, "The method is not allowed here", "Use GET.");
            return true;
        }
        if (!readers.tryAcquire()) {
            JsonResponses.problem(response, callback, 503, "Too many consoles are open", "Close one of them.");
            return true;
        }
        try (LogEvents events = logs.stream(query(request))) {
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/event-stream;charset=utf-8");
            response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
            stream(Content.Sink.asOutputStream(response), events);
            callback.succeeded();
        } catch (LogsProblem unusable) {
            JsonResponses.problem(response, callback, unusable);
        } catch (IOException gone) {
            callback.failed(gone);
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
            callback.failed(ending);
        } finally {
            readers.release();
        }
        return true;
    }

    private static Map<String, String> query(Request request) {
        Map<String, String> query = new LinkedHashMap<>();
        for (Fields.Field field : Request.extractQueryParameters(request)) {
            query.put(field.getName(), field.getValue());
        }
        return query;
    }

    private void stream(OutputStream out, LogEvents events) throws IOException, InterruptedException {
        // Headers go out at once, and a comment in silence shows that the reader is still there.
        write(out, ": open\n\n");
        long toldAt = System.nanoTime();
        while (!ended && !events.isClosed()) {
            Optional<String> event = events.next(LOOK_AGAIN);
            if (event.isPresent()) {
                write(out, event.get());
                toldAt = System.nanoTime();
            } else if (System.nanoTime() - toldAt > LONGEST_SILENCE.toNanos()) {
                write(out, ": silence\n\n");
                toldAt = System.nanoTime();
            }
        }
    }

    private static void write(OutputStream out, String event) throws IOException {
        out.write(event.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    @Override
    protected void doStop() throws Exception {
        ended = true;
        super.doStop();
    }
}
