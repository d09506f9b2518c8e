// SPDX-License-Identifier: Apache-2.0
package io.truename.migrate.http;

import io.truename.edge.corpus.Ids;
import io.truename.edge.event.PushMessage;
import io.truename.edge.http.EdgeRequest;
import io.truename.edge.http.EdgeResponse;
import io.truename.edge.http.Outcome;
import io.truename.edge.http.Problem;
import io.truename.edge.json.FieldProblems;
import io.truename.edge.json.JsonBody;
import io.truename.edge.json.JsonOutput;
import io.truename.migrate.step.StepOutcome;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** {@code POST /steps}: runs one step of a run, for a message or a manual call. */
final class StepCalls {
    private static final byte[] EMPTY = {'{', '}'};

    private final Clock clock;
    private final Duration longest;

    StepCalls(Clock clock, Duration longest) {
        this.clock = clock;
        this.longest = longest;
    }

    Outcome step(Services with, EdgeRequest request) {
        Instant now = clock.instant();
        Optional<Instant> notBefore =
                request.message().flatMap(StepCalls::notBefore).filter(now::isBefore);
        if (notBefore.isPresent()) {
            // Nobody is kept waiting: Pub/Sub delivers it again.
            return Outcome.again(
                    Duration.between(now, notBefore.get()),
                    Problem.of(429, "It is too early for this step", "Send it again later.")
                            .response());
        }
        FieldProblems problems = new FieldProblems();
        boolean bare = request.message().isPresent() && request.bytes().length == 0;
        JsonBody body = JsonBody.read(bare ? EMPTY : request.bytes(), problems);
        Optional<UUID> run = body.text("run", Optional.empty(), text -> Optional.of(Ids.parse(text)));
        int shard = (int) body.whole("shard", 0, 0, 15);
        body.refuseUnread();
        if (problems.found() > 0) {
            return Outcome.never(problems);
        }
        StepOutcome outcome = with.steps()
                .run(
                        run,
                        shard,
                        request.message().map(StepCalls::number).orElse(OptionalLong.empty()),
                        now.plus(longest));
        byte[] answer = JsonOutput.of(json -> {
            json.writeStartObject();
            json.writeStringField("outcome", outcome.outcome());
            json.writeNumberField("batches", outcome.batches());
            json.writeNumberField("rows", outcome.rows());
            json.writeEndObject();
        });
        Map<String, Object> log = new HashMap<>(outcome.log());
        log.put("step", outcome.outcome());
        log.put("batches", outcome.batches());
        log.put("rows", outcome.rows());
        return Outcome.done(EdgeResponse.json(answer, log));
    }

    /** Number of the step in its worker's chain; empty if the attribute is missing or is not a number. */
    private static OptionalLong number(PushMessage message) {
        String text = message.attributes().getOrDefault("step", "");
        return text.matches("[0-9]{1,18}") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }

    /** Earliest time of the step; empty if the attribute is missing or is not an instant. */
    private static Optional<Instant> notBefore(PushMessage message) {
        try {
            return Optional.ofNullable(message.attributes().get("notBefore")).map(Instant::parse);
        } catch (DateTimeException notAnInstant) {
            return Optional.empty();
        }
    }
}
