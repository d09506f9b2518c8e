// SPDX-License-Identifier: Apache-2.0
package io.truename.migrate.http;

import io.truename.edge.http.EdgeRequest;
import io.truename.edge.http.EdgeResponse;
import io.truename.edge.http.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What stands after the question mark of a list's address. Call {@link #refusal} after the last field is read. */
final class QueryFields {
    private static final int MOST = 1_000;
    private static final int USUAL = 100;

    private final Map<String, List<String>> unread;
    private final List<String> problems = new ArrayList<>();

    QueryFields(EdgeRequest request) {
        this.unread = new LinkedHashMap<>(request.query());
    }

    /** How many items a page may have. */
    int limit() {
        String rule = "limit must be a whole number from 1 to " + MOST;
        return read("limit", rule, text -> {
                    int number = Integer.parseInt(text);
                    if (number < 1 || number > MOST) {
                        throw new IllegalArgumentException(rule);
                    }
                    return number;
                })
                .orElse(USUAL);
    }

    /** Where the page begins. The parser throws IllegalArgumentException for what is no cursor. */
    <T> Optional<T> after(Function<String, T> parser) {
        return read("after", "after must be the value of next of the page before", parser);
    }

    <T> Optional<T> read(String name, String rule, Function<String, T> parser) {
        List<String> values = unread.remove(name);
        if (values == null) {
            return Optional.empty();
        }
        if (values.size() > 1) {
            problems.add(name + " may be given once only");
            return Optional.empty();
        }
        try {
            return Optional.of(parser.apply(values.get(0)));
        } catch (IllegalArgumentException bad) {
            problems.add(rule);
            return Optional.empty();
        }
    }

    /** A 400 with everything that is wrong; empty if nothing is. */
    Optional<EdgeResponse> refusal(String known) {
        if (!unread.isEmpty()) {
            problems.add("the parameters here are: " + known);
        }
        return problems.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        Problem.of(400, "The request's parameters are not valid", String.join("; ", problems) + ".")
                                .response());
    }
}
