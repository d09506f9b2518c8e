// SPDX-License-Identifier: Apache-2.0
package io.truename.edge.http;

import io.truename.edge.event.PushMessage;
import io.truename.edge.log.CurrentTrace;
import io.truename.edge.log.TraceContext;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Router of a function: finds the handler of a request, or answers the error status that HTTP asks for. Immutable. */
public final class Routes implements Function<EdgeRequest, EdgeResponse> {
    private enum Takes {
        NOTHING,
        JSON,
        JSON_OR_NOTHING,
        JSON_OR_MESSAGE,
        TEXT
    }

    /** {@code mediaTypes} of bodies, in lower case. */
    private record Route(Takes takes, List<String> mediaTypes, EdgeHandler handler) {
        Route(Takes takes, EdgeHandler handler) {
            this(takes, List.of("application/json"), handler);
        }
    }

    /** A path of the function, with its handlers by method and the values of its named segments in a request's path. */
    private record Found(String path, Map<String, Route> byMethod, Map<String, String> parameters) {}

    private static final EdgeBody EMPTY_OBJECT = new EdgeBody.Whole(new byte[] {'{', '}'});

    private final Map<String, Map<String, Route>> byPath;
    private final List<RoutePattern> patterns;

    private Routes(Map<String, Map<String, Route>> byPath) {
        this.byPath = byPath;
        this.patterns = byPath.keySet().stream()
                .map(RoutePattern::of)
                .sorted(Comparator.comparing(pattern -> !pattern.isLiteral()))
                .toList();
    }

    @Override
    public EdgeResponse apply(EdgeRequest request) {
        Optional<Found> found = find(request.path());
        if (found.isEmpty()) {
            OptionalInt bad = badSegment(request.path());
            if (bad.isPresent()) {
                return Problem.of(
                                400,
                                "The path is not valid",
                                "Write segment " + bad.getAsInt()
                                        + " of the path in UTF-8, each special character as %XX.")
                        .response();
            }
            return Problem.of(
                            404, "There is nothing here", "The paths are: " + String.join(", ", byPath.keySet()) + ".")
                    .response();
        }
        // The framework itself leaves the body of an answer to HEAD away, but for its length, as it should be.
        Map<String, Route> byMethod = found.get().byMethod();
        Route route = byMethod.get(request.method().equals("HEAD") ? "GET" : request.method());
        return route == null
                ? methodNotAllowed(byMethod.keySet())
                : answer(route, request.withParameters(found.get().parameters()));
    }

    /** A path that is written out goes before one with named segments. A path that does not decode has no route. */
    private Optional<Found> find(String path) {
        Map<String, Route> literal = byPath.get(path);
        if (literal != null) {
            return Optional.of(new Found(path, literal, Map.of()));
        }
        if (badSegment(path).isPresent()) {
            return Optional.empty();
        }
        List<String> segments = RoutePattern.segmentsOf(path).stream()
                .flatMap(segment -> PercentEncoding.decoded(segment).stream())
                .toList();
        for (RoutePattern pattern : patterns) {
            Optional<Map<String, String>> parameters = pattern.match(segments);
            if (parameters.isPresent()) {
                return Optional.of(new Found(
                        pattern.text(), Objects.requireNonNull(byPath.get(pattern.text())), parameters.get()));
            }
        }
        return Optional.empty();
    }

    /** Number of the first segment that does not decode, counted from 1 after the first slash. */
    private static OptionalInt badSegment(String path) {
        List<String> segments = RoutePattern.segmentsOf(path);
        return IntStream.range(0, segments.size())
                .filter(i -> PercentEncoding.decoded(segments.get(i)).isEmpty())
                .findFirst();
    }

    /** The paths of the routes, with names in braces for segments that vary. */
    public Set<String> paths() {
        return Collections.unmodifiableSet(byPath.keySet());
    }

    /** The route a request takes, for logs: only ever one of the paths that were built in. */
    public String label(EdgeRequest request) {
        String path = request.path();
        return byPath.containsKey(path) ? path : find(path).map(Found::path).orElse("none");
    }

    private static EdgeResponse answer(Route route, EdgeRequest request) {
        if (route.takes() == Takes.NOTHING || request.message().isPresent()) {
            return route.handler().handle(request);
        }
        if (request.body() instanceof EdgeBody.TooLarge) {
            return Problem.of(
                            413,
                            "The request is too large",
                            "Send at most " + EdgeBody.MOST_BYTES + " bytes; split the request.")
                    .response();
        }
        if (request.body() instanceof EdgeBody.Broken) {
            return Problem.of(400, "The request ended early", "Send the whole body, as long as announced.")
                    .response();
        }
        if (route.takes() == Takes.JSON_OR_NOTHING && request.bytes().length == 0) {
            return route.handler().handle(request.withBody(EMPTY_OBJECT));
        }
        if (!isIn(route.mediaTypes(), request)) {
            return Problem.of(
                            415,
                            route.takes() == Takes.TEXT
                                    ? "The request is of another media type"
                                    : "The request is not JSON",
                            "Send Content-Type: " + String.join(" or ", route.mediaTypes())
                                    + " in UTF-8, without a Content-Encoding.")
                    .response();
        }
        if (route.takes() == Takes.JSON_OR_MESSAGE) {
            return route.handler()
                    .handle(PushMessage.unwrap(request.bytes())
                            .map(message -> carried(request, message))
                            .orElse(request));
        }
        return route.handler().handle(request);
    }

    /**
     * The request of a pushed message. Its trace is the one in which the message was published, if it names one: the trace of the
     * delivery itself ends at Pub/Sub. From here on the request's log lines belong to it, too.
     */
    private static EdgeRequest carried(EdgeRequest request, PushMessage message) {
        TraceContext published = message.trace();
        TraceContext trace = published.isNone() ? request.trace() : published.child(ThreadLocalRandom.current());
        CurrentTrace.set(trace);
        return request.withMessage(message, trace);
    }

    private static EdgeResponse methodNotAllowed(Set<String> methods) {
        Set<String> allowed = new TreeSet<>(methods);
        if (allowed.contains("GET")) {
            allowed.add("HEAD");
        }
        String allow = String.join(", ", allowed);
        return Problem.of(405, "The method is not allowed here", "Use " + allow + ".")
                .response(Map.of("Allow", allow));
    }

    private static boolean isIn(List<String> mediaTypes, EdgeRequest request) {
        if (!request.contentEncoding().orElse("identity").equalsIgnoreCase("identity")) {
            return false;
        }
        String[] parts =
                request.contentType().orElse("").toLowerCase(Locale.ROOT).split(";", -1);
        if (!mediaTypes.contains(parts[0].trim())) {
            return false;
        }
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].replace("\"", "").trim();
            if (parameter.startsWith("charset=") && !parameter.equals("charset=utf-8")) {
                return false;
            }
        }
        return true;
    }

    public static Builder builder() {
        return new Builder();
    }

    /**
     * Collects routes; a path may have one handler for each method. A segment of a path may be a name in braces: then it
     * stands for any one segment, which the handler finds with {@link EdgeRequest#parameter}.
     */
    public static final class Builder {
        private final Map<String, Map<String, Route>> byPath = new LinkedHashMap<>();

        private Builder() {}

        /** Answers GET and HEAD; a body is ignored. */
        public Builder get(String path, EdgeHandler handler) {
            return add("GET", path, new Route(Takes.NOTHING, handler));
        }

        /** Answers POST with a JSON body of at most {@link EdgeBody#MOST_BYTES}. */
        public Builder post(String path, EdgeHandler handler) {
            return add("POST", path, new Route(Takes.JSON, handler));
        }

        /** Answers POST like {@link #post}; a request without a body counts as one with an empty object. */
        public Builder postOrNothing(String path, EdgeHandler handler) {
            return add("POST", path, new Route(Takes.JSON_OR_NOTHING, handler));
        }

        /**
         * Answers POST like {@link #post}, and takes Pub/Sub messages from a push subscription or an event trigger. {@code
         * settlement} maps the handler's outcome to the transport.
         */
        public Builder postOrMessage(String path, MessageHandler handler, Settlement settlement) {
            return add(
                    "POST",
                    path,
                    new Route(Takes.JSON_OR_MESSAGE, request -> settlement.response(request, handler.handle(request))));
        }

        /** Answers POST like {@link #post}, with a body in UTF-8 of any of these media types, written in lower case. */
        public Builder postText(String path, EdgeHandler handler, String... mediaTypes) {
            return add("POST", path, new Route(Takes.TEXT, List.of(mediaTypes), handler));
        }

        /** Answers DELETE; a body is ignored. */
        public Builder delete(String path, EdgeHandler handler) {
            return add("DELETE", path, new Route(Takes.NOTHING, handler));
        }

        private Builder add(String method, String path, Route route) {
            byPath.computeIfAbsent(path, absent -> new TreeMap<>()).put(method, route);
            return this;
        }

        public Routes build() {
            return new Routes(new LinkedHashMap<>(byPath));
        }
    }
}
