// SPDX-License-Identifier: Apache-2.0
package io.truename.edge.log;

import java.util.List;
import java.util.Set;

/** Log events that the edge writes for every function. */
public final class EdgeEvents {
    private static final String FUNCTION = "function";

    /** In the order in which {@code EdgeFunction} gives their values. */
    private static final List<String> KEYS = List.of(FUNCTION, "route", "status", "outcome", "step");

    private static final Set<String> SUMS =
            Set.of("items", "duplicates", "collisions", "invalid", "batches", "rows", "metricPoints", "metricFailures");

    /** A request failed through a fault of Truename. */
    public static final LogEvent REQUEST_FAILED = LogEvent.of("request.failed", EventLog.Severity.ERROR)
            .texts(FUNCTION, "route", "stack_trace")
            .toErrorReporting();

    /** A message cannot succeed. */
    public static final LogEvent MESSAGE_REFUSED = LogEvent.of(
                    "message.refused", EventLog.Severity.WARNING, EventLog.Severity.ERROR)
            .texts(FUNCTION, "route")
            .text("deadLetter", "published", "failed", "subscription", "none")
            .texts("messageId")
            .toErrorReporting();

    /** Code of ours wrote a line that is not declared. */
    static final LogEvent LOG_UNDECLARED = LogEvent.of("log.undeclared", EventLog.Severity.WARNING)
            .texts("writer", "undeclared")
            .numbers("total");

    private EdgeEvents() {}

    /**
     * A request was answered. The function adds the fields of its own answers.
     *
     * @param routes the paths of its routes
     */
    public static LogEvent requestAnswered(String function, String... routes) {
        String[] labels = java.util.Arrays.copyOf(routes, routes.length + 1);
        labels[routes.length] = "none";
        return LogEvent.of("request.answered", EventLog.Severity.INFO, EventLog.Severity.ERROR)
                .text(FUNCTION, function)
                .text("route", labels)
                .number("status", 200, 201, 202, 204, 400, 404, 405, 406, 409, 413, 415, 422, 429, 500, 503)
                .text("outcome", "done", "refused", "failed", "again", "abandoned")
                .numbers("durationMs", "requestBytes", "responseBytes", "problems")
                .texts("messageId")
                .text("rule", RefusedRule.class)
                .sampled(KEYS, "outcome", Set.of("done"), SUMS);
    }
}
