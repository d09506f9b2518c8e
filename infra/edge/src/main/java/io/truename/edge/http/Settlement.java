// SPDX-License-Identifier: Apache-2.0
package io.truename.edge.http;

import io.truename.edge.event.DeadLetter;
import io.truename.edge.event.DeadLetters;
import io.truename.edge.event.PushMessage;
import io.truename.edge.log.EdgeEvents;
import io.truename.edge.log.EventLog;
import io.truename.edge.log.TraceContext;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Settlement of messages: maps an {@link Outcome} to a status that acknowledges a message (2xx) or has it delivered again
 * (any other). A message that can never succeed goes to the dead letters before it is acknowledged. infra/edge/README.md has
 * the table.
 */
public final class Settlement {
    /** Fate of a message that cannot succeed, as the log names it. */
    private enum Fate {
        PUBLISHED(EventLog.Severity.WARNING, "A message cannot succeed; it lies with the dead letters."),
        FAILED(
                EventLog.Severity.ERROR,
                "A message cannot succeed, and the dead letters did not take it: it comes again."),
        SUBSCRIPTION(
                EventLog.Severity.WARNING,
                "A message cannot succeed. No dead-letter topic is configured here: the subscription's own policy takes it."),
        NONE(
                EventLog.Severity.ERROR,
                "A message cannot succeed and was dropped: no dead-letter topic is configured, here or on the subscription.");

        private final EventLog.Severity severity;
        private final String sentence;

        Fate(EventLog.Severity severity, String sentence) {
            this.severity = severity;
            this.sentence = sentence;
        }
    }

    private static final int RETRY_SECONDS = 10;

    private final String function;
    private final Optional<DeadLetters> deadLetters;
    private final EventLog events;

    /**
     * Creates the settlement of a function's messages.
     *
     * @param function its name in the catalog
     * @param deadLetters empty if the function cannot publish dead letters
     */
    public Settlement(String function, Optional<DeadLetters> deadLetters, EventLog events) {
        this.function = function;
        this.deadLetters = deadLetters;
        this.events = events;
    }

    /** Response of a call: over HTTP the outcome's own, for a message the one that settles it. */
    EdgeResponse response(EdgeRequest request, Outcome outcome) {
        if (request.message().isEmpty()) {
            return outcome.response();
        }
        PushMessage message = request.message().get();
        EdgeResponse settled = outcome.response();
        if (outcome instanceof Outcome.Again) {
            settled = settled.logging("outcome", "again");
        } else if (outcome instanceof Outcome.Never never) {
            settled = giveUp(request, message, never);
        }
        Optional<String> id = message.loggableId();
        return id.isPresent() ? settled.logging("messageId", id.get()) : settled;
    }

    private EdgeResponse giveUp(EdgeRequest request, PushMessage message, Outcome.Never never) {
        Fate fate = fate(message, request.trace(), never.reason());
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("function", function);
        fields.put("route", request.path());
        fields.put("deadLetter", fate.name().toLowerCase(Locale.ROOT));
        message.loggableId().ifPresent(id -> fields.put("messageId", id));
        events.write(fate.severity, EdgeEvents.MESSAGE_REFUSED, fate.sentence, request.trace(), fields);
        return switch (fate) {
            case PUBLISHED, NONE -> acknowledged(never.response().log());
            case SUBSCRIPTION -> never.response();
            case FAILED ->
                Problem.of(503, "The dead letters did not take this message", "Deliver it again later.")
                        .response(Map.of("Retry-After", String.valueOf(RETRY_SECONDS)))
                        .logging("outcome", "again");
        };
    }

    private Fate fate(PushMessage message, TraceContext trace, String reason) {
        if (deadLetters.isEmpty()) {
            // A subscription without a policy would deliver it again for as long as it keeps messages.
            return message.deliveryAttempt().isPresent() ? Fate.SUBSCRIPTION : Fate.NONE;
        }
        try {
            deadLetters.get().publish(DeadLetter.of(message, function, trace, reason));
            return Fate.PUBLISHED;
        } catch (RuntimeException notTaken) {
            return Fate.FAILED;
        }
    }

    private static EdgeResponse acknowledged(Map<String, Object> log) {
        return new EdgeResponse(204, EdgeResponse.JSON, Map.of(), new byte[0], log).logging("outcome", "refused");
    }
}
