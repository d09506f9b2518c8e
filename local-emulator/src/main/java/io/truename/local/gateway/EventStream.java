// SPDX-License-Identifier: Apache-2.0
package io.truename.local.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.truename.local.log.LogBuffer;
import io.truename.local.log.LogLine;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Server-sent events of {@code GET /api/stream}: each log line, and the status once a second; with {@code ?log=off} the status
 * only. A slow reader loses lines and never blocks a writer.
 */
final class EventStream extends Handler.Abstract {
    private static final int MOST_READERS = 32;
    private static final int MOST_WAITING_LINES = 1000;
    private static final long STATUS_EVERY_MILLIS = 1000;

    private final LogBuffer log;
    private final Supplier<Object> status;
    private final Semaphore readers = new Semaphore(MOST_READERS);
    private volatile boolean ended;

    EventStream(LogBuffer log, Supplier<Object> status) {
        this.log = log;
        this.status = status;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        if (!Request.getPathInContext(request).equals("/api/stream")) {
            return false;
        }
        if (!request.getMethod().equals("GET") && !request.getMethod().equals("HEAD")) {
            response.getHeaders().put(HttpHeader.ALLOW, "GET, HEAD");
            JsonResponses.problem(response, callback, 405, "The method is not allowed here", "Use GET, HEAD.");
            return true;
        }
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/event-stream;charset=utf-8");
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        if (request.getMethod().equals("HEAD")) {
            callback.succeeded();
            return true;
        }
        if (!readers.tryAcquire()) {
            JsonResponses.problem(response, callback, 503, "Too many consoles are open", "Close one of them.");
            return true;
        }
        BlockingQueue<LogLine> lines = new ArrayBlockingQueue<>(MOST_WAITING_LINES);
        boolean withLines = !"log=off".equals(request.getHttpURI().getQuery());
        Runnable stopListening = withLines ? log.listen(lines::offer) : () -> {};
        try {
            stream(Content.Sink.asOutputStream(response), lines);
            callback.succeeded();
        } catch (IOException gone) {
            callback.failed(gone);
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
            callback.failed(ending);
        } finally {
            stopListening.run();
            readers.release();
        }
        return true;
    }

    private void stream(OutputStream out, BlockingQueue<LogLine> lines) throws IOException, InterruptedException {
        long nextStatus = System.nanoTime();
        while (!ended) {
            long wait = nextStatus - System.nanoTime();
            if (wait <= 0) {
                send(out, "status", status.get());
                nextStatus = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(STATUS_EVERY_MILLIS);
            } else {
                LogLine line = lines.poll(wait, TimeUnit.NANOSECONDS);
                if (line != null) {
                    send(out, "log", json(line));
                }
            }
        }
    }

    private static Map<String, Object> json(LogLine line) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("time", line.time().toString());
        fields.put("source", line.source());
        fields.put("severity", line.severity());
        fields.put("message", line.message());
        fields.put("fields", line.fields());
        return fields;
    }

    private static void send(OutputStream out, String event, Object data) throws IOException {
        String json;
        try {
            json = JsonResponses.JSON.writeValueAsString(data);
        } catch (JsonProcessingException unwritable) {
            return;
        }
        out.write(("event: " + event + "\ndata: " + json + "\n\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    @Override
    protected void doStop() throws Exception {
        ended = true;
        super.doStop();
    }
}
