// SPDX-License-Identifier: Apache-2.0
package io.truename.edge.http;

import io.truename.edge.json.FieldProblems;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Outcome of a call over HTTP or by a message, decided once by its handler. An HTTP caller gets the response unchanged;
 * {@link Settlement} maps the outcome to the transport of a message.
 */
public sealed interface Outcome {
    /** The answer to an HTTP caller. */
    EdgeResponse response();

    /** The work is done, or was done before. */
    record Done(EdgeResponse response) implements Outcome {}

    /**
     * The call cannot succeed, and no retry helps.
     *
     * @param reason for the dead letter; names places and rules, no values
     */
    record Never(EdgeResponse response, String reason) implements Outcome {}

    /** The same call may succeed later; the response has {@code Retry-After}. */
    record Again(EdgeResponse response) implements Outcome {}

    /** Creates the outcome of completed work; the response's status is 200 to 299. */
    static Outcome done(EdgeResponse response) {
        return new Done(response);
    }

    /** Creates the outcome of an invalid body: 400 over HTTP, a dead letter of a message. */
    static Outcome never(FieldProblems problems) {
        String reason = problems.listed().stream()
                .map(problem -> problem.pointer() + " " + problem.rule() + ", got " + problem.got())
                .collect(Collectors.joining("; "));
        return new Never(Problem.badRequest(problems).response(), reason.trim());
    }

    /**
     * Creates the outcome of a call that came too early or lacks a dependency now.
     *
     * @param after the minimum wait; rounded up to whole seconds
     * @param response status 429 or from 500
     */
    static Outcome again(Duration after, EdgeResponse response) {
        long seconds = Math.max(1, after.plusMillis(999).toSeconds());
        Map<String, String> headers = new HashMap<>(response.headers());
        headers.put("Retry-After", String.valueOf(seconds));
        return new Again(
                new EdgeResponse(response.status(), response.contentType(), headers, response.body(), response.log()));
    }
}
