// SPDX-License-Identifier: Apache-2.0
package io.truename.local.gateway;

import io.truename.local.functions.FunctionHost;
import io.truename.local.functions.FunctionInstance;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.proxy.ProxyHandler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Reverse proxy of the functions: forwards {@code /functions/NAME/path} to the function's own server as {@code /path}. The
 * first request starts the function. The proxy responds itself with 504 when the function exceeded its time, 503 when it
 * exceeded its memory or did not start, and 502 when it ended during the request.
 */
final class FunctionProxy extends ProxyHandler {
    static final String PREFIX = "/functions/";

    private static final String TARGET = FunctionProxy.class.getName() + ".target";
    private static final String NAME = FunctionProxy.class.getName() + ".name";
    private static final String BODY_FAILURE = FunctionProxy.class.getName() + ".bodyFailure";
    private static final long MOST_BODY_BYTES = 32L * 1024 * 1024;
    private static final String INSTANCE = FunctionProxy.class.getName() + ".instance";
    private static final String SENT = FunctionProxy.class.getName() + ".sent";
    /** Begins the {@code traceparent} of requests that the console repeats by itself; see its {@code api.js}. */
    private static final String CONSOLE_TRACE = "00-c0501e";

    private static final Duration LONGEST_IDLE = Duration.ofHours(1);

    private final FunctionHost functions;

    FunctionProxy(FunctionHost functions) {
        this.functions = functions;
        // No handler blocks, so the server's few threads serve both sides.
        setUseServerThreadPool(true);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        // The raw path, so that only the function decodes it.
        String path = request.getHttpURI().getPath();
        if (!path.startsWith(PREFIX)) {
            return false;
        }
        int nameEnd = path.indexOf('/', PREFIX.length());
        String name = path.substring(PREFIX.length(), nameEnd < 0 ? path.length() : nameEnd);
        if (!functions.has(name)) {
            JsonResponses.problem(
                    response,
                    callback,
                    404,
                    "There is no such function",
                    "The functions are: " + String.join(", ", functions.names()) + ".");
            return true;
        }
        String rest = nameEnd < 0 ? "/" : path.substring(nameEnd);
        if (leavesItsRoot(rest)) {
            JsonResponses.problem(
                    response, callback, 400, "The path leaves the function", "Send it without the surplus \"..\".");
            return true;
        }
        if (!isSendable(rest, request.getHttpURI().getQuery())) {
            JsonResponses.problem(
                    response, callback, 400, "The address is not valid", "Write special characters as %XX.");
            return true;
        }
        if (request.getLength() > MOST_BODY_BYTES) {
            RequestBodyFailure.TOO_LARGE.answer(request, response, callback);
            return true;
        }
        CompletableFuture<FunctionInstance> instance = functions.enter(name);
        if (!isOfTheConsole(request)) {
            meter(name, request, response, instance);
        }
        Request.addCompletionListener(request, failure -> {
            var unused = instance.thenAccept(FunctionInstance::leave);
        });
        if (instance.isDone()) {
            carry(request, response, callback, name, rest, instance);
        } else {
            // Requests may wait for a function that starts, but no thread does.
            var unused = instance.whenCompleteAsync(
                    (started, failed) -> carry(request, response, callback, name, rest, instance),
                    request.getComponents().getExecutor());
        }
        return true;
    }

    /** Counts the request with its latency, which begins when there is an instance: a cold start is the instance's, not its. */
    private void meter(String name, Request request, Response response, CompletableFuture<FunctionInstance> instance) {
        AtomicLong begun = new AtomicLong(System.nanoTime());
        if (!instance.isDone()) {
            var unused = instance.whenComplete((started, failed) -> begun.set(System.nanoTime()));
        }
        Request.addCompletionListener(
                request, failure -> functions.answered(name, response.getStatus(), System.nanoTime() - begun.get()));
    }

    private static boolean isOfTheConsole(Request request) {
        String trace = request.getHeaders().get("traceparent");
        return trace != null && trace.startsWith(CONSOLE_TRACE);
    }

    private static boolean leavesItsRoot(String path) {
        try {
            return HttpURI.build("http://127.0.0.1").path(path).getCanonicalPath() == null;
        } catch (IllegalArgumentException tooManyDots) {
            return true;
        }
    }

    private static boolean isSendable(String path, @Nullable String query) {
        try {
            return HttpURI.build("http://127.0.0.1").path(path).query(query).toURI() != null;
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }

    private void carry(
            Request request,
            Response response,
            Callback callback,
            String name,
            String path,
            CompletableFuture<FunctionInstance> instance) {
        try {
            request.setAttribute(NAME, name);
            request.setAttribute(INSTANCE, instance.join());
            request.setAttribute(
                    TARGET,
                    HttpURI.build("http://127.0.0.1:" + instance.join().port())
                            .path(path)
                            .query(request.getHttpURI().getQuery())
                            .asImmutable());
            super.handle(request, response, callback);
        } catch (CompletionException failed) {
            String reason = String.valueOf((failed.getCause() == null ? failed : failed.getCause()).getMessage());
            JsonResponses.problem(response, callback, 503, "The function did not start", reason);
        } catch (RuntimeException fault) {
            Response.writeError(request, response, callback, fault);
        }
    }

    @Override
    protected HttpURI rewriteHttpURI(Request request) {
        return (HttpURI) request.getAttribute(TARGET);
    }

    @Override
    protected void configureHttpClient(HttpClient client) {
        super.configureHttpClient(client);
        client.setMaxConnectionsPerDestination(1024);
        client.setIdleTimeout(LONGEST_IDLE.toMillis());
        client.setUserAgentField(null);
    }

    @Override
    protected void sendProxyToServerRequest(
            Request request, org.eclipse.jetty.client.Request toFunction, Response response, Callback callback) {
        Duration timeout = functions.timeout((String) request.getAttribute(NAME));
        request.setAttribute(SENT, System.nanoTime());
        super.sendProxyToServerRequest(
                request, toFunction.timeout(timeout.toMillis(), TimeUnit.MILLISECONDS), response, callback);
    }

    /** Records a failure of the client's body, to tell it from a failure of the function. */
    @Override
    protected org.eclipse.jetty.client.Request.Content newProxyToServerRequestContent(
            Request request, Response response, org.eclipse.jetty.client.Request toFunction) {
        return new ProxyRequestContent(request) {
            private long bytes;

            @Override
            public Content.Chunk read() {
                Content.Chunk chunk = super.read();
                if (Content.Chunk.isFailure(chunk)) {
                    request.setAttribute(BODY_FAILURE, RequestBodyFailure.of(chunk.getFailure()));
                } else if (chunk != null) {
                    bytes += chunk.remaining();
                    if (bytes > MOST_BODY_BYTES) {
                        chunk.release();
                        request.setAttribute(BODY_FAILURE, RequestBodyFailure.TOO_LARGE);
                        return Content.Chunk.from(new IllegalStateException("The body is too large"));
                    }
                }
                return chunk;
            }
        };
    }

    /** Adds a problem document to empty error responses, which the function's server and the framework send. */
    @Override
    protected org.eclipse.jetty.client.Response.CompleteListener newServerToProxyResponseListener(
            Request request, org.eclipse.jetty.client.Request toFunction, Response response, Callback callback) {
        return new ProxyResponseListener(request, toFunction, response, callback) {
            private boolean hasBody;

            @Override
            public void onContent(
                    org.eclipse.jetty.client.Response fromFunction, Content.Chunk chunk, Runnable demander) {
                hasBody = true;
                super.onContent(fromFunction, chunk, demander);
            }

            @Override
            public void onSuccess(org.eclipse.jetty.client.Response fromFunction) {
                int status = fromFunction.getStatus();
                if (hasBody || status < 400 || request.getMethod().equals("HEAD")) {
                    super.onSuccess(fromFunction);
                    return;
                }
                response.getHeaders().remove(HttpHeader.CONTENT_LENGTH);
                JsonResponses.problem(
                        response,
                        this,
                        status,
                        String.valueOf(HttpStatus.getMessage(status)),
                        status < 500
                                ? "The functions framework refuses this request, as it does in the cloud: correct it and"
                                        + " send it again."
                                : "The function failed without a response; see the log.");
            }
        };
    }

    @Override
    protected void onServerToProxyResponseFailure(
            Request request,
            org.eclipse.jetty.client.Request toFunction,
            org.eclipse.jetty.client.Response fromFunction,
            Response response,
            Callback callback,
            Throwable failure) {
        String name = (String) request.getAttribute(NAME);
        FunctionInstance instance = (FunctionInstance) request.getAttribute(INSTANCE);
        Duration limit = functions.timeout(name);
        boolean late = failure instanceof TimeoutException
                && System.nanoTime() - (long) request.getAttribute(SENT) >= limit.toNanos();
        if (late) {
            functions.timedOut(name, instance);
        }
        RequestBodyFailure body = (RequestBodyFailure) request.getAttribute(BODY_FAILURE);
        if (response.isCommitted()) {
            callback.failed(failure);
        } else if (body != null) {
            body.answer(request, response, callback);
        } else if (late) {
            JsonResponses.problem(
                    response,
                    callback,
                    504,
                    "The function took too long",
                    "Its time limit in the catalog is " + limit.toSeconds() + " seconds; its work is abandoned.");
        } else {
            var unused = instance.memoryExcess()
                    .thenAcceptAsync(
                            excess -> answerCutOff(response, callback, excess),
                            request.getComponents().getExecutor());
        }
    }

    private static void answerCutOff(Response response, Callback callback, Optional<String> memoryExcess) {
        if (memoryExcess.isPresent()) {
            JsonResponses.problem(response, callback, 503, "The function ran out of memory", memoryExcess.get());
        } else {
            JsonResponses.problem(
                    response,
                    callback,
                    502,
                    "The function was cut off",
                    "It ended before it answered; the next request starts it again.");
        }
    }
}
