// SPDX-License-Identifier: Apache-2.0
package io.truename.local.alerting;

import com.fasterxml.jackson.databind.JsonNode;
import io.truename.local.alerting.AlertViews.SilenceView;
import io.truename.local.control.ControlException;
import io.truename.local.control.ControlReply;
import io.truename.local.control.ControlRequest;
import io.truename.local.control.ControlRoutes;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/** Commands of silences: {@code /api/silences}. */
final class SilenceCommands {
    private static final int LONGEST_REASON = 1000;

    private final Set<String> alerts;
    private final AlertStore store;
    private final Clock clock;

    /** @param alerts names of those that can be silenced */
    SilenceCommands(Set<String> alerts, AlertStore store, Clock clock) {
        this.alerts = alerts;
        this.store = store;
        this.clock = clock;
    }

    void addRoutes(ControlRoutes routes) {
        routes.add("GET", "/api/silences", request -> ControlReply.ok(Map.of("items", silences())))
                .add("POST", "/api/silences", this::silence)
                .add("DELETE", "/api/silences/{id}", this::unsilence);
    }

    private List<SilenceView> silences() {
        return store.silences().stream().map(SilenceView::of).toList();
    }

    private ControlReply silence(ControlRequest request) {
        JsonNode body = request.body();
        for (String field : List.of("alert", "reason", "until")) {
            if (!body.path(field).isTextual() || body.path(field).asText().isBlank()) {
                throw ControlException.badRequest(
                        field
                                + ": must be a text; send {\"alert\": \"NAME\", \"reason\": \"...\", \"until\": \"2026-11-27T20:00:00Z\"}");
            }
        }
        String alert = body.path("alert").asText();
        if (!alerts.contains(alert)) {
            throw ControlException.badRequest("alert: there is none of this name; GET /api/alerts lists them");
        }
        String reason = body.path("reason").asText();
        if (reason.length() > LONGEST_REASON) {
            throw ControlException.badRequest("reason: must have " + LONGEST_REASON + " characters at most");
        }
        long now = clock.millis();
        long until = time(body.path("until").asText());
        if (until <= now) {
            throw ControlException.badRequest("until: must be after " + AlertViews.time(now));
        }
        Silence silence = new Silence(UUID.randomUUID().toString(), alert, reason, now, until);
        store.put(silence);
        return new ControlReply(201, SilenceView.of(silence));
    }

    private static long time(String text) {
        try {
            return Instant.parse(text).toEpochMilli();
        } catch (DateTimeParseException | ArithmeticException malformed) {
            throw ControlException.badRequest("until: must be a time such as 2026-11-27T20:00:00Z");
        }
    }

    private ControlReply unsilence(ControlRequest request) {
        if (!store.end(Objects.requireNonNull(request.require("id")))) {
            throw ControlException.notFound("There is no such silence; GET /api/silences lists them.");
        }
        return ControlReply.ok(Map.of());
    }
}
