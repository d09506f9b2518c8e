// SPDX-License-Identifier: Apache-2.0
package io.truename.edge.http;

import io.truename.edge.event.PushMessage;
import io.truename.edge.log.TraceContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * HTTP request as a function's own code sees it. Has fields for the headers that functions use, and no other headers.
 *
 * @param method as sent; methods are case-sensitive
 * @param path percent-encoded as sent, starting with a slash, without the query; {@link Routes} splits it at its slashes and then
 *     decodes each segment once
 * @param parameters values of the route's {@code {name}} segments, decoded; empty until {@link Routes} finds the route
 * @param query each parameter with its values in order, decoded; a value that does not decode stays as sent
 * @param contentType the media type as sent, with its parameters
 * @param contentEncoding the content coding as sent, such as gzip
 * @param accept the media types that the caller takes, as sent
 * @param trace the trace of the message that carried the body, else of the HTTP request
 * @param message the message that carried the body; empty if an HTTP caller sent the request
 */
public record EdgeRequest(
        String method,
        String path,
        Map<String, String> parameters,
        Map<String, List<String>> query,
        Optional<String> contentType,
        Optional<String> contentEncoding,
        Optional<String> accept,
        EdgeBody body,
        TraceContext trace,
        Optional<PushMessage> message) {
    public EdgeRequest {
        parameters = Map.copyOf(parameters);
        query = Map.copyOf(query);
    }

    /** A request without query that takes any answer. */
    public EdgeRequest(
            String method,
            String path,
            Optional<String> contentType,
            Optional<String> contentEncoding,
            EdgeBody body,
            TraceContext trace,
            Optional<PushMessage> message) {
        this(method, path, Map.of(), Map.of(), contentType, contentEncoding, Optional.empty(), body, trace, message);
    }

    /** Creates the request of a message that arrived as an event, without HTTP. */
    public static EdgeRequest ofMessage(String path, PushMessage message, TraceContext trace) {
        return new EdgeRequest(
                "POST",
                path,
                Optional.empty(),
                Optional.empty(),
                new EdgeBody.Whole(message.data()),
                trace,
                Optional.of(message));
    }

    EdgeRequest withMessage(PushMessage pushed, TraceContext of) {
        return with(parameters, new EdgeBody.Whole(pushed.data()), of, Optional.of(pushed));
    }

    EdgeRequest withParameters(Map<String, String> found) {
        return with(found, body, trace, message);
    }

    EdgeRequest withBody(EdgeBody other) {
        return with(parameters, other, trace, message);
    }

    private EdgeRequest with(
            Map<String, String> found, EdgeBody payload, TraceContext of, Optional<PushMessage> pushed) {
        return new EdgeRequest(method, path, found, query, contentType, contentEncoding, accept, payload, of, pushed);
    }

    /** The body's bytes; empty unless it arrived whole, which {@link Routes} makes sure of before any handler runs. */
    public byte[] bytes() {
        return body instanceof EdgeBody.Whole whole ? whole.bytes() : new byte[0];
    }

    /**
     * Value of a named segment of the path.
     *
     * @throws IllegalArgumentException if the route has no such name
     */
    public String parameter(String name) {
        return Optional.ofNullable(parameters.get(name))
                .orElseThrow(() -> new IllegalArgumentException("The route has no {" + name + "}"));
    }
}
