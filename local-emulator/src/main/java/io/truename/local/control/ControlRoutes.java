// SPDX-License-Identifier: Apache-2.0
package io.truename.local.control;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Router of the control API, by method and path. A {@code {name}} in a pattern matches one path segment. Components add their
 * routes while the local cloud starts; the gateway only reads.
 */
public final class ControlRoutes {
    private record Route(String method, List<String> pattern, ControlHandler handler) {}

    /** Matching route, with the values of its {@code {names}}. */
    public record Match(ControlHandler handler, Map<String, String> path) {}

    private final List<Route> routes = new ArrayList<>();

    public ControlRoutes add(String method, String pattern, ControlHandler handler) {
        routes.add(new Route(method, segments(pattern), handler));
        return this;
    }

    /** Finds the route of a decoded path; empty if there is none. */
    public Optional<Match> find(String method, String path) {
        List<String> segments = segments(path);
        for (Route route : routes) {
            if (route.method().equals(method)) {
                Optional<Match> match = match(route, segments);
                if (match.isPresent()) {
                    return match;
                }
            }
        }
        return Optional.empty();
    }

    /** Returns the methods that a path allows, for the {@code Allow} header; empty if there is no such path. */
    public List<String> methods(String path) {
        List<String> segments = segments(path);
        return routes.stream()
                .filter(route -> match(route, segments).isPresent())
                .map(Route::method)
                .distinct()
                .toList();
    }

    private static Optional<Match> match(Route route, List<String> segments) {
        if (route.pattern().size() != segments.size()) {
            return Optional.empty();
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < segments.size(); i++) {
            String pattern = route.pattern().get(i);
            if (pattern.startsWith("{")) {
                values.put(pattern.substring(1, pattern.length() - 1), segments.get(i));
            } else if (!pattern.equals(segments.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(new Match(route.handler(), values));
    }

    private static List<String> segments(String path) {
        return List.of(path.split("/", -1));
    }
}
