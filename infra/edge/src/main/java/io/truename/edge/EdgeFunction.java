// SPDX-License-Identifier: Apache-2.0
package io.truename.edge;

import com.google.cloud.functions.Context;
import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import com.google.cloud.functions.RawBackgroundFunction;
import io.truename.edge.event.PushMessage;
import io.truename.edge.http.EdgeBody;
import io.truename.edge.http.EdgeRequest;
import io.truename.edge.http.EdgeResponse;
import io.truename.edge.http.Problem;
import io.truename.edge.http.Query;
import io.truename.edge.log.CurrentTrace;
import io.truename.edge.log.EdgeEvents;
import io.truename.edge.log.EventLog;
import io.truename.edge.log.TraceContext;
import io.truename.edge.settings.SettingNames;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.springframework.cloud.function.context.catalog.SimpleFunctionRegistry.FunctionInvocationWrapper;

/**
 * Entry point of a function, which the functions framework loads: each function has a subclass with a public constructor
 * without arguments. It hands the {@link Adapter}'s function catalog requests and responses as values and does the HTTP
 * itself, because the adapter sends a body before its status, sends headers that the function did not set, answers bad JSON
 * with 500 and rounds numbers (infra/edge/RATIONALE.md has the list; EdgeFunctionIT has a test for each).
 */
public abstract class EdgeFunction implements HttpFunction, RawBackgroundFunction {
    /**
     * The platform's own limit of a request: bodies up to it are read to the end, so that the caller still reads a refusal.
     */
    private static final long MOST_DRAINED_BYTES = 32L * 1024 * 1024;

    private static final String ABANDONED = "abandoned";
    private static final String FUNCTION = "function";
    private static final String ROUTE = "route";
    private static final String STATUS = "status";
    private static final String OUTCOME = "outcome";
    private static final String STEP = "step";

    /** Off only while {@code truename-workbench.jar monitoring-overhead} measures a line's cost, which switches it in one process. */
    @SuppressWarnings({"FieldMayBeFinal", "NonFinalStaticField"})
    private static boolean requestLines = !"off".equals(System.getProperty("truename.request-lines"));

    private static final SettingNames NAMES = SettingNames.parse(System.getenv(SettingNames.VARIABLE));

    private final Function<EdgeRequest, EdgeResponse> function;
    private final EdgeService service;

    /** Starts the function that {@code application} describes. */
    protected EdgeFunction(Class<? extends EdgeApplication> application) {
        FunctionInvocationWrapper registered = Adapter.start(application);
        this.service = (EdgeService) registered.getTarget();
        this.function = request -> (EdgeResponse) registered.apply(request);
    }

    @Override
    public final void service(HttpRequest httpRequest, HttpResponse httpResponse) {
        long begun = System.nanoTime();
        EdgeRequest request = read(httpRequest);
        CurrentTrace.set(request.trace());
        try {
            EdgeResponse response = underTypedNames(answer(request));
            boolean sent = write(response, httpResponse);
            log(request, response, sent ? outcome(response.status()) : ABANDONED, System.nanoTime() - begun);
        } finally {
            CurrentTrace.clear();
        }
    }

    /** Renames settings in a problem to the names that the user typed; returns any other response unchanged. */
    private static EdgeResponse underTypedNames(EdgeResponse response) {
        if (NAMES.isEmpty() || !response.contentType().equals(Problem.MEDIA_TYPE)) {
            return response;
        }
        return new EdgeResponse(
                response.status(),
                response.contentType(),
                response.headers(),
                NAMES.in(new String(response.body(), StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8),
                response.log());
    }

    /** An event that the framework took out of its CloudEvent: it reaches the same handler as a pushed message. */
    @Override
    public final void accept(String json, Context context) {
        long begun = System.nanoTime();
        PushMessage message = PushMessage.ofEvent(
                json,
                Optional.ofNullable(context.eventId()).orElse(""),
                Optional.ofNullable(context.resource()).orElse(""));
        EdgeRequest request = EdgeRequest.ofMessage(
                service.eventPath(), message, message.trace().child(ThreadLocalRandom.current()));
        CurrentTrace.set(request.trace());
        EdgeResponse response;
        try {
            response = answer(request);
            log(request, response, outcome(response.status()), System.nanoTime() - begun);
        } finally {
            CurrentTrace.clear();
        }
        if (response.status() >= 300) {
            // The framework answers an exception with 500, and only that has the event delivered again.
            throw new IllegalStateException("The event is to be delivered again: status " + response.status());
        }
    }

    private EdgeResponse answer(EdgeRequest request) {
        try {
            return function.apply(request);
        } catch (RuntimeException | Error fault) {
            service.events()
                    .write(
                            EventLog.Severity.ERROR,
                            EdgeEvents.REQUEST_FAILED,
                            "A request met a fault of ours; the frames say where.",
                            CurrentTrace.get(),
                            Map.of(
                                    "function",
                                    service.name(),
                                    "route",
                                    service.routes().label(request),
                                    "stack_trace",
                                    frames(fault)));
            return Problem.of(500, "This is our fault", "Try again; if it stays, report the time of the request.")
                    .response();
        }
    }

    /** Stack frames without messages, because a message may quote the request. */
    private static String frames(Throwable fault) {
        StringBuilder text = new StringBuilder(fault.getClass().getName());
        for (StackTraceElement frame : fault.getStackTrace()) {
            text.append("\n\tat ").append(frame);
        }
        return text.toString();
    }

    private static EdgeRequest read(HttpRequest request) {
        return new EdgeRequest(
                request.getMethod(),
                path(request),
                Map.of(),
                Query.parse(request.getQuery().orElse("")),
                request.getContentType(),
                header(request, "content-encoding"),
                header(request, "accept"),
                readBody(request),
                trace(request),
                Optional.empty());
    }

    /**
     * The path as it was sent, but for dot segments. The framework's own path lacks all from a semicolon to the next slash, so that
     * it names another user, and has some characters decoded and others not.
     */
    private static String path(HttpRequest request) {
        try {
            String sent = new URI(request.getUri()).normalize().getRawPath();
            if (sent != null && !sent.isEmpty()) {
                return sent;
            }
        } catch (URISyntaxException notAsClientsWriteIt) {
            // An authority or a query that the framework takes; its path is fine for any route.
        }
        return Optional.ofNullable(request.getPath()).orElse("");
    }

    /** The platform sends both headers; a caller on a laptop sends none, and then the trace starts here. */
    private static TraceContext trace(HttpRequest request) {
        TraceContext trace = TraceContext.parse(header(request, TraceContext.TRACEPARENT));
        if (trace.isNone()) {
            trace = TraceContext.parseCloud(header(request, "x-cloud-trace-context"));
        }
        return trace.isNone() ? TraceContext.start(ThreadLocalRandom.current()) : trace;
    }

    private static Optional<String> header(HttpRequest request, String name) {
        for (Map.Entry<String, List<String>> header : request.getHeaders().entrySet()) {
            if (header.getKey().toLowerCase(Locale.ROOT).equals(name)) {
                return header.getValue().stream().findFirst();
            }
        }
        return Optional.empty();
    }

    private static EdgeBody readBody(HttpRequest request) {
        try {
            InputStream in = request.getInputStream();
            byte[] bytes = in.readNBytes(EdgeBody.MOST_BYTES + 1);
            if (bytes.length <= EdgeBody.MOST_BYTES) {
                return new EdgeBody.Whole(bytes);
            }
            // A caller that still writes does not read: let it finish, within bounds, so that it sees the 413.
            byte[] drain = new byte[64 * 1024];
            long drained = bytes.length;
            int read = 0;
            while (read >= 0 && drained < MOST_DRAINED_BYTES) {
                read = in.read(drain);
                drained += Math.max(read, 0);
            }
            return new EdgeBody.TooLarge(drained);
        } catch (IOException | RuntimeException broken) {
            return new EdgeBody.Broken();
        }
    }

    /** Status and headers before the body: once the first bytes are out, neither can change. Whether all went out. */
    private static boolean write(EdgeResponse response, HttpResponse httpResponse) {
        httpResponse.setStatusCode(response.status());
        if (response.status() != 204) {
            httpResponse.setContentType(response.contentType());
        }
        response.headers().forEach(httpResponse::appendHeader);
        try {
            OutputStream out = httpResponse.getOutputStream();
            out.write(response.body());
            return true;
        } catch (IOException callerHungUp) {
            return false;
        }
    }

    private void log(EdgeRequest request, EdgeResponse response, String outcome, long nanos) {
        if (!requestLines) {
            return;
        }
        String route = service.routes().label(request);
        Map<String, Object> log = response.log();
        // A message has an outcome of its own, unless its sender hung up.
        Object told = outcome.equals(ABANDONED) ? outcome : log.getOrDefault(OUTCOME, outcome);
        EventLog.Severity severity = response.status() >= 500 ? EventLog.Severity.ERROR : EventLog.Severity.INFO;
        service.events()
                .write(
                        severity,
                        service.answered(),
                        CurrentTrace.get(),
                        log,
                        () -> new EventLog.Line(
                                route + " " + response.status(), fields(request, response, route, told, nanos)),
                        service.name(),
                        route,
                        response.status(),
                        told,
                        log.get(STEP));
    }

    private Map<String, Object> fields(
            EdgeRequest request, EdgeResponse response, String route, Object outcome, long nanos) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put(FUNCTION, service.name());
        fields.put(ROUTE, route);
        fields.put(STATUS, response.status());
        fields.put(OUTCOME, outcome);
        fields.put("durationMs", nanos / 1e6);
        fields.put(
                "requestBytes",
                request.body() instanceof EdgeBody.TooLarge large ? large.bytes() : request.bytes().length);
        fields.put("responseBytes", response.body().length);
        request.message().flatMap(PushMessage::loggableId).ifPresent(id -> fields.put("messageId", id));
        fields.putAll(response.log());
        fields.put(OUTCOME, outcome);
        return fields;
    }

    private static String outcome(int status) {
        if (status >= 500) {
            return "failed";
        }
        return status >= 400 ? "refused" : "done";
    }
}
