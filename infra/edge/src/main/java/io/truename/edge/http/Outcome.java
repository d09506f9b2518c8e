// SPDX-License-Identifier: Apache-2.0
package io.truename.edge.http;

import io.truename.edge.json.FieldProblems;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Outcome of a call that a person or a message may ask for, decided once by its handler. A person gets the response as it is;
 * {@link Settlement} maps the outcome to what the transport of a message needs.
 */
public sealed interface Outcome {
    /** The answer to a person. */
    EdgeResponse response();

    /** The work is done, or was done before. */
    record Done(EdgeResponse response) implements Outcome {}

    /**
     * The call cannot succeed, however often it comes.
     *
     * @param reason for the dead letter; names places and rules, no values
     */
    record Never(EdgeResponse response, String reason) implements Outcome {}

    /** The same call may succeed later; the response has {@code Retry-After}. */
    record Again(EdgeResponse response) implements Outcome {}

    /** The work is done; the response's status is 200 to 299. */
    static Outcome done(EdgeResponse response) {
        return new Done(response);
    }

    /** The body is not valid: a 400 to a person, and nothing that a message gains from coming again. */
    static Outcome never(FieldProblems problems) {
        String reason = problems.listed().stream()
                .map(problem -> problem.pointer() + " " + problem.rule() + ", got " + problem.got())
                .collect(Collectors.joining("; "));
        return new Never(Problem.badRequest(problems).response(), reason.trim());
    }

    /**
     * The call came too early, or something that it needs is missing now.
     *
     * @param after how long to wait at least; rounded up to whole seconds
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
