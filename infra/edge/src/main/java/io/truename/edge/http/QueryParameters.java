// SPDX-License-Identifier: Apache-2.0
package io.truename.edge.http;

import io.truename.edge.json.JsonNumber;
import io.truename.edge.json.Rules;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Query parameters of a request, read one by one; {@link #refusal} then reports every problem, unknown parameters included.
 */
public final class QueryParameters {
    private static final int MOST = 1_000;
    private static final int USUAL = 100;

    private final Map<String, List<String>> unread;
    private final List<String> problems = new ArrayList<>();

    /** The parameters of a request. */
    public QueryParameters(EdgeRequest request) {
        this.unread = new LinkedHashMap<>(request.query());
    }

    /** The parameter {@code limit}: how many items a page may have, 1 to 1,000; 100 if it is absent. */
    public int limit() {
        return whole("limit", 1, MOST).orElse((long) USUAL).intValue();
    }

    /** A whole number within bounds, written as JSON writes it; empty if it is absent or bad. */
    public Optional<Long> whole(String name, long least, long most) {
        return read(name, name + " " + Rules.wholeNumber(least, most), number(least, most));
    }

    /**
     * The parameter {@code after}: the cursor of the page before; empty for the first page.
     *
     * @param parser throws IllegalArgumentException for what is no cursor
     */
    public <T> Optional<T> after(Function<String, T> parser) {
        return read("after", "after must be the value of next of the page before", parser);
    }

    /** The parameter {@code after} of pages whose {@code next} is a number from 0 on; empty for the first page. */
    public Optional<Long> afterNumber(long most) {
        return after(number(0, most));
    }

    private static Function<String, Long> number(long least, long most) {
        return text -> JsonNumber.parseWhole(text, least, most).orElseThrow(IllegalArgumentException::new);
    }

    /**
     * The parsed value of a parameter; empty if it is absent or bad.
     *
     * @param rule the problem of a bad value, naming the parameter
     * @param parser throws IllegalArgumentException for a value that is not legal
     */
    public <T> Optional<T> read(String name, String rule, Function<String, T> parser) {
        List<String> values = unread.remove(name);
        if (values == null) {
            return Optional.empty();
        }
        if (values.size() > 1) {
            problems.add(name + " " + Rules.NOT_REPEATED);
            return Optional.empty();
        }
        try {
            return Optional.of(parser.apply(values.get(0)));
        } catch (IllegalArgumentException bad) {
            problems.add(rule);
            return Optional.empty();
        }
    }

    /**
     * A 400 with every problem; empty if there is none.
     *
     * @param known the names that are legal here, as a sentence lists them
     */
    public Optional<EdgeResponse> refusal(String known) {
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
