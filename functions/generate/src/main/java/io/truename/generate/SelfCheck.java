// SPDX-License-Identifier: Apache-2.0
package io.truename.generate;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.truename.edge.http.EdgeRequest;
import io.truename.edge.http.EdgeResponse;
import io.truename.edge.http.Outcome;
import io.truename.edge.http.Problem;
import io.truename.edge.json.FieldProblems;
import io.truename.edge.json.Json;
import io.truename.edge.log.EventLog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Self-check: compares the ids of this instance with the published ones, at the start and on request. An instance that
 * failed once gives no more ids, because a wrong id that is stored is worse than none.
 */
final class SelfCheck {
    private static final Duration ANOTHER_INSTANCE = Duration.ofSeconds(10);

    private final Supplier<Optional<String>> firstDisagreement;
    private final int answers;
    private final EventLog events;
    private volatile String disagreement = "";

    /**
     * A check against known answers.
     *
     * @param firstDisagreement computes them all; empty when all agree
     * @param answers how many there are
     */
    SelfCheck(Supplier<Optional<String>> firstDisagreement, int answers, EventLog events) {
        this.firstDisagreement = firstDisagreement;
        this.answers = answers;
        this.events = events;
    }

    /** Runs the check and logs its result; true if all agree. */
    boolean run(String reason) {
        Optional<String> found = firstDisagreement.get();
        found.ifPresent(what -> disagreement = what);
        events.write(
                found.isEmpty() ? EventLog.Severity.INFO : EventLog.Severity.ERROR,
                GenerateEvents.SELF_CHECK,
                found.orElse("All known answers agree."),
                Map.of("reason", reason, "outcome", found.isEmpty() ? "agreed" : "disagreed", "answers", answers));
        return agrees();
    }

    /** Whether every run so far agreed. */
    boolean agrees() {
        return disagreement.isEmpty();
    }

    /** Response with the result of the self-check: 200 if all answers agree, else 503. */
    EdgeResponse report() {
        String outcome = agrees() ? "agreed" : "disagreed";
        String body = "{\"status\":\"" + (agrees() ? "up" : "down")
                + "\",\"checks\":[{\"name\":\"known-answers\",\"outcome\":\"" + outcome + "\",\"compared\":" + answers
                + "}]}";
        EdgeResponse response = EdgeResponse.json(body.getBytes(StandardCharsets.UTF_8), Map.of("selfCheck", outcome));
        return agrees()
                ? response
                : new EdgeResponse(503, EdgeResponse.JSON, Map.of(), response.body(), response.log());
    }

    /**
     * Carries out {@code POST /self-checks}: an empty object from an operator, or any message. A message to an instance that
     * disagrees comes again, for another instance to take.
     */
    Outcome answer(EdgeRequest request) {
        boolean message = request.message().isPresent();
        if (!message && !isEmptyObject(request.bytes())) {
            FieldProblems problems = new FieldProblems();
            problems.add(() -> "", "must be {} or a Pub/Sub message", "something else");
            return Outcome.never(problems);
        }
        return run(message ? "message" : "request")
                ? Outcome.done(report())
                : Outcome.again(ANOTHER_INSTANCE, refusal());
    }

    private static boolean isEmptyObject(byte[] body) {
        try (JsonParser json = Json.parser(body)) {
            return json.nextToken() == JsonToken.START_OBJECT
                    && json.nextToken() == JsonToken.END_OBJECT
                    && json.nextToken() == null;
        } catch (IOException notJson) {
            return false;
        }
    }

    /** Response of an instance that must not generate ids. */
    EdgeResponse refusal() {
        return Problem.of(
                        500,
                        "This instance gives wrong ids",
                        "It takes no further requests. Replace the instance; the event identity.self_check says what differs.")
                .response();
    }
}
