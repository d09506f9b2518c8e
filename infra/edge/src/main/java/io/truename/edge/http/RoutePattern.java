// SPDX-License-Identifier: Apache-2.0
package io.truename.edge.http;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Path pattern of literal segments and named segments in braces; a named segment matches any one segment that is not empty.
 */
record RoutePattern(String text, List<String> segments) {
    static RoutePattern of(String text) {
        return new RoutePattern(text, segmentsOf(text));
    }

    static List<String> segmentsOf(String path) {
        return List.of(path.split("/", -1));
    }

    private static boolean isNamed(String segment) {
        return segment.startsWith("{") && segment.endsWith("}");
    }

    /** Whether every segment is written out. */
    boolean isLiteral() {
        return segments.stream().noneMatch(RoutePattern::isNamed);
    }

    /** The named segments of a path, given as its decoded segments; empty if it is another path. */
    Optional<Map<String, String>> match(List<String> given) {
        if (given.size() != segments.size()) {
            return Optional.empty();
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        for (int i = 0; i < given.size(); i++) {
            String segment = segments.get(i);
            if (isNamed(segment)) {
                if (given.get(i).isEmpty()) {
                    return Optional.empty();
                }
                parameters.put(segment.substring(1, segment.length() - 1), given.get(i));
            } else if (!segment.equals(given.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(parameters);
    }
}
