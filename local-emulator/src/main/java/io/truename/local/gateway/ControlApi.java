// SPDX-License-Identifier: Apache-2.0
package io.truename.local.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.truename.local.control.ControlException;
import io.truename.local.control.ControlReply;
import io.truename.local.control.ControlRequest;
import io.truename.local.control.ControlRoutes;
import io.truename.local.log.LogBuffer;
import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;

/** HTTP handler of {@code /api}: finds the command, reads its JSON, and responds with its result or a problem document. */
final class ControlApi extends Handler.Abstract {
    private static final ObjectReader BODIES = JsonResponses.JSON
            .reader()
            .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .with(StreamReadFeature.STRICT_DUPLICATE_DETECTION);

    private static final class BodyUnreadException extends RuntimeException {
        private static final long serialVersionUID = 1;

        final RequestBodyFailure failure;

        BodyUnreadException(RequestBodyFailure failure) {
            this.failure = failure;
        }
    }

    private final ControlRoutes routes;
    private final LogBuffer log;

    ControlApi(ControlRoutes routes, LogBuffer log) {
        this.routes = routes;
        this.log = log;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        String path = Request.getPathInContext(request);
        if (!path.startsWith("/api/") && !path.equals("/health")) {
            return false;
        }
        String method = request.getMethod().equals("HEAD") ? "GET" : request.getMethod();
        Optional<ControlRoutes.Match> match = routes.find(method, path);
        if (match.isEmpty()) {
            notFound(path, response, callback);
            return true;
        }
        CompletableFuture<byte[]> body = CommandBody.read(request);
        if (body.isDone()) {
            answer(request, response, callback, match.get(), body);
        } else {
            // No thread waits for a slow body.
            var unused = body.whenCompleteAsync(
                    (read, failed) -> answer(request, response, callback, match.get(), body),
                    request.getComponents().getExecutor());
        }
        return true;
    }

    private void answer(
            Request request,
            Response response,
            Callback callback,
            ControlRoutes.Match match,
            CompletableFuture<byte[]> body) {
        try {
            ControlReply reply = match.handler().handle(new ControlRequest(match.path(), query(request), json(body)));
            JsonResponses.reply(response, callback, reply);
        } catch (BodyUnreadException unread) {
            unread.failure.answer(request, response, callback);
        } catch (ControlException refused) {
            JsonResponses.problem(
                    response,
                    callback,
                    refused.status(),
                    "The command was refused",
                    String.valueOf(refused.getMessage()));
        } catch (Exception fault) {
            log.add("gateway", "ERROR", Request.getPathInContext(request) + " failed: " + fault);
            JsonResponses.problem(response, callback, 500, "The local cloud has a bug", "See the log.");
        }
    }

    private void notFound(String path, Response response, Callback callback) {
        List<String> methods = routes.methods(path);
        if (methods.isEmpty()) {
            JsonResponses.problem(
                    response, callback, 404, "There is nothing here", "local-emulator/README.md lists the commands.");
        } else {
            Set<String> allowed = new TreeSet<>(methods);
            if (allowed.contains("GET")) {
                allowed.add("HEAD");
            }
            String allow = String.join(", ", allowed);
            response.getHeaders().put("Allow", allow);
            JsonResponses.problem(response, callback, 405, "The method is not allowed here", "Use " + allow + ".");
        }
    }

    private static Map<String, String> query(Request request) {
        if (!isUrlEncoded(Optional.ofNullable(request.getHttpURI().getQuery()).orElse(""))) {
            throw ControlException.badRequest("The query is not URL-encoded UTF-8; encode it.");
        }
        Map<String, String> query = new LinkedHashMap<>();
        for (Fields.Field field : Request.extractQueryParameters(request)) {
            query.put(field.getName(), field.getValue());
        }
        return query;
    }

    /** Whether a query is valid percent-encoded UTF-8. The server's own decoder would put replacement characters instead. */
    private static boolean isUrlEncoded(String query) {
        try {
            String replaced = "\uFFFD";
            return !URLDecoder.decode(query, StandardCharsets.UTF_8).contains(replaced)
                    || query.toUpperCase(Locale.ROOT).contains(URLEncoder.encode(replaced, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException malformedEscape) {
            return false;
        }
    }

    private static JsonNode json(CompletableFuture<byte[]> body) throws IOException {
        byte[] bytes;
        try {
            bytes = body.join();
        } catch (CompletionException unread) {
            Throwable cause = unread.getCause() == null ? unread : unread.getCause();
            throw new BodyUnreadException(
                    cause instanceof CommandBody.TooLargeException
                            ? RequestBodyFailure.TOO_LARGE_A_COMMAND
                            : RequestBodyFailure.of(cause));
        }
        if (bytes.length == 0) {
            return MissingNode.getInstance();
        }
        try {
            return BODIES.readTree(bytes);
        } catch (JsonProcessingException malformed) {
            throw ControlException.badRequest("The body is not JSON; send one object, each field once.");
        }
    }
}
